import assert from "node:assert/strict";
import { destroyBranch, destroyPipelineSchema, destroySchema } from "../../../components/destroy/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { approvers, destroySettings } from "../../support/destroy-settings";

const minimal = { approvers };
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const group = (more: object) => ({ approvers: { first: { ...approvers.first, ...more } } });
const email = "is no e-mail address: give one such as release@example.com";

describe("the settings of a destroy", () => {
  for (const [what, settings] of [
    ["approvers alone", minimal],
    ["two groups", { approvers: { ...approvers, second: { ...approvers.first, principals: [role("security")] } } }],
    ["ten roles that approve", group({ principals: Array.from({ length: 10 }, (_, index) => role(`r${index}`)) })],
    ["the shortest wait", { ...minimal, approvalTimeoutInMinutes: 5, timeoutInMinutes: 5 }],
    ["the longest wait", { ...minimal, approvalTimeoutInMinutes: 1440, timeoutInMinutes: 2160 }],
    ["a target of 100 characters", { ...minimal, target: `_${"a./-_".repeat(19)}abcd` }],
    ["a branch", { ...minimal, branch: "b".repeat(255) }],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(schemaProblems(destroySchema, settings), []);
    });
  }

  const target = "give at most 100 letters, digits or the characters _ . / -, such as dev";
  for (const [what, settings, path, reason] of [
    ["nobody to tell", group({ notify: [] }), "approvers.first.notify", "is []: give at least 1 entry"],
    ["an address that is none", group({ notify: ["leads"] }), "approvers.first.notify[0]", email],
    [
      "an address twice",
      group({ notify: ["a@b.example", "a@b.example"] }),
      "approvers.first.notify",
      'is ["a@b.example","a@b.example"]: give everything once',
    ],
    ["nobody to approve", group({ principals: [] }), "approvers.first.principals", "is []: give at least 1 entry"],
    [
      "eleven roles that approve",
      group({ principals: Array.from({ length: 11 }, (_, index) => role(`r${index}`)) }),
      "approvers.first.principals",
      `is ${JSON.stringify(Array.from({ length: 11 }, (_, index) => role(`r${index}`))).slice(0, 77)}...: give at most 10 entries`,
    ],
    [
      "everybody who approves",
      group({ principals: ["*"] }),
      "approvers.first.principals[0]",
      'is "*": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
    ],
    ["no approvers", { branch: "main" }, "approvers", "is missing: give an object"],
    [
      "a wait of four minutes",
      { ...minimal, approvalTimeoutInMinutes: 4 },
      "approvalTimeoutInMinutes",
      "is 4: give at least 5",
    ],
    [
      "a wait of more than a day",
      { ...minimal, approvalTimeoutInMinutes: 1441 },
      "approvalTimeoutInMinutes",
      "is 1441: give at most 1440",
    ],
    ["a target with a space", { ...minimal, target: "dev now" }, "target", `is "dev now": ${target}`],
    ["a target that is a pattern", { ...minimal, target: "*" }, "target", `is "*": ${target}`],
    ["a target that starts like an option", { ...minimal, target: "-f" }, "target", `is "-f": ${target}`],
    ["an empty branch", { ...minimal, branch: "" }, "branch", 'is "": give the name of one branch, such as main'],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(schemaProblems(destroySchema, settings), [{ path, reason }]);
    });
  }

  it("start from a branch of their own", () => {
    assert.equal(destroyBranch, "destroy-manual-trigger");
  });
});

describe("the settings of a destroy pipeline", () => {
  it("say what is destroyed and where it comes from, besides", () => {
    assert.deepEqual(schemaProblems(destroyPipelineSchema, destroySettings()), []);
    assert.deepEqual(
      schemaProblems(destroyPipelineSchema, minimal).map(({ path }) => path),
      ["infrastructure", "source"],
    );
  });

  it("name the neighbour of a misspelt key", () => {
    const { approvers: _, ...rest } = destroySettings();
    const problems = schemaProblems(destroyPipelineSchema, { ...rest, approvers, retainOnDestroy: true });
    assert.deepEqual(
      problems.map(({ path, reason }) => [path, reason.split("?")[0]]),
      [["retainOnDestroy", "is not known here. Did you mean retainOnDelete"]],
    );
  });
});
