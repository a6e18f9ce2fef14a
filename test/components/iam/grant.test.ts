import assert from "node:assert/strict";
import { grantSchema, grantStatements } from "../../../components/iam/grant";
import { schemaProblems } from "../../../components/schema/vocabulary";

const service = "arn:aws:ecs:eu-central-1:111122223333:service/shop/web";
const good = { actions: ["ecs:UpdateService"], resources: [service] };
const action = "give one action, such as ecs:UpdateService; wildcards grant what nobody asked for";
const resource = "give an ARN, or * for actions that AWS cannot limit to a resource";

const refused: [what: string, grant: unknown, path: string, reason: string][] = [
  ["no action", { ...good, actions: [] }, "actions", "is []: give at least 1 entry"],
  ["missing actions", { resources: [service] }, "actions", "is missing: give a list"],
  ["no resource", { ...good, resources: [] }, "resources", "is []: give at least 1 entry"],
  ["every action", { ...good, actions: ["*"] }, "actions[0]", `is "*": ${action}`],
  ["every action of a service", { ...good, actions: ["ecs:*"] }, "actions[0]", `is "ecs:*": ${action}`],
  ["a family of actions", { ...good, actions: ["ecs:Describe*"] }, "actions[0]", `is "ecs:Describe*": ${action}`],
  ["an unknown character", { ...good, actions: ["ecs:Update?"] }, "actions[0]", `is "ecs:Update?": ${action}`],
  ["a resource that is no ARN", { ...good, resources: ["shop"] }, "resources[0]", `is "shop": ${resource}`],
  [
    "a text around an ARN",
    { ...good, resources: ["x arn:aws:s3:::a"] },
    "resources[0]",
    `is "x arn:aws:s3:::a": ${resource}`,
  ],
  ["a wildcard before more", { ...good, resources: ["*:shop"] }, "resources[0]", `is "*:shop": ${resource}`],
  [
    "a condition without an operator",
    { ...good, conditions: { "aws:SourceAccount": "1" } },
    "conditions.aws:SourceAccount",
    'is "1": give an object of names and values',
  ],
  [
    "an unknown key",
    { ...good, effect: "Allow" },
    "effect",
    "is not known here: allowed are actions, resources, conditions",
  ],
];

describe("a grant", () => {
  for (const [what, grant, path, reason] of refused) {
    it(`is refused: ${what}`, () => {
      assert.deepEqual(schemaProblems(grantSchema, grant), [{ path, reason }]);
    });
  }

  it("may have conditions of one value or several", () => {
    const conditions = { StringEquals: { "iam:PassedToService": ["a", "b"], "aws:SourceAccount": "1" } };
    assert.deepEqual(schemaProblems(grantSchema, { ...good, resources: ["*"], conditions }), []);
  });

  it("becomes a statement that is named by its place", () => {
    const conditions = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
    assert.deepEqual(grantStatements([good, { actions: ["iam:PassRole"], resources: ["arn:aws:x"], conditions }]), [
      { Sid: "Granted1", Effect: "Allow", Action: ["ecs:UpdateService"], Resource: [service] },
      { Sid: "Granted2", Effect: "Allow", Action: ["iam:PassRole"], Resource: ["arn:aws:x"], Condition: conditions },
    ]);
    assert.deepEqual(grantStatements([]), []);
  });
});
