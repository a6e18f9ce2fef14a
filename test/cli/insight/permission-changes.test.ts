import assert from "node:assert/strict";
import { accessMapOf } from "../../../cli/insight/access";
import { permissionChanges } from "../../../cli/insight/permission-changes";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { permissionSentence } from "../../../cli/report/differences";
import { resource } from "../preview/support/resource";

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  ...{ Effect: "Allow", Action, Resource },
  ...more,
});
const trust = (Principal: object, more: object = {}) => ({
  ...{ Effect: "Allow", Principal, Action: "sts:AssumeRole" },
  ...more,
});
const codebuild = trust({ Service: "codebuild.amazonaws.com" });
const role = (statements: object[], given: PropertyMap = {}, trusts: object[] = [codebuild]) =>
  resource("aws:iam/role:Role", "deploy", {
    inputs: {
      name: "deploy",
      assumeRolePolicy: document(...trusts),
      inlinePolicies: statements.length === 0 ? [] : [{ name: "own", policy: document(...statements) }],
      ...given,
    },
  });
const changes = (before: Resource[], after: Resource[]) =>
  permissionChanges(accessMapOf(before, []), accessMapOf(after, [])).changes.map(permissionSentence);

const grant = (name: string, to: string, statement: object) =>
  resource("aws:iam/rolePolicy:RolePolicy", name, { inputs: { role: to, policy: document(statement) } });

const objects = "arn:aws:s3:::data/*";
const own = { StringEquals: { "aws:ResourceAccount": "111122223333" } };

describe("the permissions that a change gives or takes", () => {
  it("are none where statements are only moved, split, merged or renamed", () => {
    const before = role([allow(["s3:GetObject", "s3:PutObject"], objects, { Sid: "A" })]);
    const after = role([allow("s3:PutObject", objects), allow("s3:GetObject", objects, { Sid: "B" })]);
    assert.deepEqual(changes([before], [after]), []);
    assert.deepEqual(changes([before], [role([allow("s3:*", objects), allow("s3:*", "*")])]).length, 2);
  });

  const cases: [string, Resource[], Resource[], string[]][] = [
    [
      "a grant to a role that exists already",
      [],
      [grant("allow", "leads", allow("s3:GetObject", objects))],
      [`role leads may now s3:GetObject on ${objects}`],
    ],
    [
      "a wider grant to a role that exists already",
      [grant("old", "leads", allow("s3:GetObject", objects))],
      [grant("new", "leads", allow(["s3:GetObject", "s3:PutObject"], objects))],
      [`role leads may now s3:PutObject on ${objects}`],
    ],
    [
      "a new action",
      [role([allow("s3:GetObject", objects)])],
      [role([allow(["s3:GetObject", "s3:PutObject"], objects)])],
      [`role deploy may now s3:PutObject on ${objects}`],
    ],
    [
      "a wider resource, by wildcard or by region",
      [role([allow("s3:GetObject", objects), allow("logs:PutLogEvents", "arn:aws:logs:us-east-1:1:log-group:a")])],
      [role([allow("s3:GetObject", "arn:aws:s3:::*"), allow("logs:PutLogEvents", "arn:aws:logs:*:1:log-group:a")])],
      [
        "role deploy may now s3:GetObject on arn:aws:s3:::*",
        "role deploy may now logs:PutLogEvents on arn:aws:logs:*:1:log-group:a",
      ],
    ],
    [
      "a narrower action",
      [role([allow("s3:*", objects)])],
      [role([allow("s3:GetObject", objects)])],
      [`role deploy may no longer s3:* on ${objects}`],
    ],
    [
      "a condition that is gone",
      [role([allow("s3:GetObject", objects, { Condition: own })])],
      [role([allow("s3:GetObject", objects)])],
      [
        `role deploy may s3:GetObject on ${objects} under other conditions: none (before: if aws:resourceaccount stringequals 111122223333)`,
      ],
    ],
    [
      "a condition that is new",
      [role([allow("s3:GetObject", objects)])],
      [role([allow("s3:GetObject", objects, { Condition: own })])],
      [
        `role deploy may s3:GetObject on ${objects} under stricter conditions, if aws:resourceaccount stringequals 111122223333 (before: without a condition)`,
      ],
    ],
    [
      "a deny that is gone",
      [role([allow("s3:*", objects), { Effect: "Deny", Action: "s3:*", Resource: "*" }])],
      [role([allow("s3:*", objects)])],
      [`role deploy may now s3:* on ${objects}`],
    ],
    [
      "a principal that the role trusts now",
      [role([])],
      [role([], {}, [codebuild, trust({ AWS: "arn:aws:iam::222233334444:root" })])],
      ["account 222233334444 may now assume role deploy"],
    ],
    [
      "a trust without its condition",
      [role([], {}, [trust({ Service: "codebuild.amazonaws.com" }, { Condition: own })])],
      [role([])],
      [
        "service codebuild.amazonaws.com may sts:AssumeRole on role deploy under other conditions: none (before: if aws:resourceaccount stringequals 111122223333)",
      ],
    ],
    ["a role that is new", [], [role([])], ["service codebuild.amazonaws.com may now assume role deploy"]],
    ["a role that is gone", [role([])], [], ["service codebuild.amazonaws.com may no longer assume role deploy"]],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`are said for ${what}`, () => {
      assert.deepEqual(changes(before, after), expected);
    });
  }

  it("are said for a boundary that lets more through", () => {
    const boundary = (action: string) =>
      resource("aws:iam/policy:Policy", "b", { inputs: { name: "b", policy: document(allow(action, "*")) } });
    const bounded = role([allow("s3:GetObject", objects)], { permissionsBoundary: "arn:aws:iam::1:policy/b" });
    assert.deepEqual(changes([bounded, boundary("logs:*")], [bounded, boundary("*")]), [
      `role deploy may now s3:GetObject on ${objects}`,
    ]);
  });

  it("are said for the policy of a resource, with the program's role by its name", () => {
    const bucket = (...statements: object[]) =>
      resource("aws:s3/bucketPolicy:BucketPolicy", "p", {
        inputs: { bucket: "data", policy: document(...statements) },
      });
    const tls = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: { a: "false" } } };
    const subject = role([]);
    assert.deepEqual(
      changes(
        [subject, bucket(tls)],
        [
          subject,
          bucket(
            tls,
            allow("s3:PutObject", objects, { Principal: { AWS: "arn:aws:iam::111122223333:role/deploy" } }),
            allow("s3:GetObject", objects, { Principal: "*" }),
          ),
        ],
      ),
      ["anyone may now s3:GetObject on bucket data", "role deploy may now s3:PutObject on bucket data"],
    );
  });

  it("name documents that a side does not know", () => {
    const unknown = role([], { inlinePolicies: [{ name: "later", policy: UNKNOWN }] });
    assert.deepEqual(permissionChanges(accessMapOf([], []), accessMapOf([unknown], [])).notKnown, [
      "after: role deploy: document later",
    ]);
  });
});
