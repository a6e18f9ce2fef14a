import assert from "node:assert/strict";
import {
  approverGroups,
  approverProblems,
  ownApproverProblems,
  roleNameOf,
} from "../../../components/destroy/approvers";
import { shown } from "../../../components/schema/vocabulary";

const account = "111122223333";
const role = (name: string, owner = account) => `arn:aws:iam::${owner}:role/${name}`;
const group = (...names: string[]) => ({ notify: ["leads@acme.example"], principals: names.map((name) => role(name)) });

describe("the groups of approvers", () => {
  it("approve in order, the second one only if there is one", () => {
    const [first, second] = [group("leads"), group("security")];
    assert.deepEqual(approverGroups({ first }), [{ ...first, group: "first" }]);
    assert.deepEqual(approverGroups({ first, second }), [
      { ...first, group: "first" },
      { ...second, group: "second" },
    ]);
  });

  it("are of the account whose roles get the grant", () => {
    const first = { ...group(), principals: [role("leads"), role("leads", "999988887777")] };
    assert.deepEqual(approverProblems({ first }, account, false), [
      {
        path: "first.principals[1]",
        reason: "is of account 999988887777: give a role of account 111122223333, for its grant is made here",
      },
    ]);
    assert.deepEqual(approverProblems({ first }, undefined, false), []);
  });

  it("share no role, by whatever path: one person could approve twice", () => {
    const problems = approverProblems(
      { first: group("leads", "ops/security"), second: group("security") },
      account,
      true,
    );
    assert.deepEqual(problems, [
      {
        path: "second.principals[0]",
        reason:
          'is "arn:aws:iam::111122223333:role/security", which approves first: give a role of other people, or one person could approve twice',
      },
    ]);
    assert.deepEqual(approverProblems({ first: group("leads"), second: group("leads2") }, account, true), []);
  });

  it("are two where the target is protected", () => {
    assert.deepEqual(approverProblems({ first: group("leads") }, account, true), [
      {
        path: "second",
        reason: "is missing: what is protected is destroyed only after two groups have approved",
      },
    ]);
    assert.deepEqual(approverProblems({ first: group("leads") }, account, false), []);
  });

  it("are judged as far as they can be read", () => {
    assert.deepEqual(approverProblems({ first: { principals: [undefined] }, second: {} }, account, true), []);
    assert.deepEqual(approverProblems({}, account, false), []);
  });
});

describe("a role that approves", () => {
  const own = ["shop-destroy+Preview", "shop-deploy-eu-central-1"];

  for (const [what, name, reason] of [
    ["the role of people", "leads", undefined],
    ["a role that is only called almost like an own one", "shop-deploy-eu-central-1x", undefined],
    ["a role that people assume by single sign-on", "sso/leads", undefined],
    [
      "a role of the environment",
      "shop-deploy-eu-central-1",
      ", a role of this environment, and what it runs would approve for itself: give a role that people assume",
    ],
    [
      "a role of the environment by a path",
      "any/path/shop-deploy-eu-central-1",
      ", a role of this environment, and what it runs would approve for itself: give a role that people assume",
    ],
    [
      "a role of AWS's single sign-on",
      "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b",
      ", a role of AWS's own, which takes no policy: give a role of the account that these people assume",
    ],
    [
      "a role of a service",
      "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
      ", a role of AWS's own, which takes no policy: give a role of the account that these people assume",
    ],
  ] as const) {
    it(`${reason === undefined ? "may" : "must not"} be ${what}`, () => {
      assert.deepEqual(
        ownApproverProblems({ first: group("leads"), second: group(name) }, own),
        reason === undefined ? [] : [{ path: "second.principals[0]", reason: `is ${shown(role(name))}${reason}` }],
      );
    });
  }

  it("has a name, which is unique in its account whatever its path", () => {
    assert.equal(roleNameOf(role("leads")), "leads");
    assert.equal(roleNameOf(role("a/b/leads")), "leads");
  });
});
