import assert from "node:assert/strict";
import { buildAction, pipelineOf, planOf as planned } from "../../../support/pipelines";
import { keyArn } from "../../../support/scopes";

const spread = pipelineOf([buildAction({ region: "us-east-1" })]);
const regionalKey = "arn:aws:kms:us-east-1:111122223333:key/k";

function planOf(definition: unknown, regional: Record<string, string> = {}, artifacts: Record<string, string> = {}) {
  return planned(definition, regional, { artifacts });
}

describe("the plan of a pipeline", () => {
  it("has the stores that are there already in their regions, and names keys that are given as text", () => {
    const plan = planOf(spread, { "us-east-1": "existing" }, { "eu-central-1": keyArn, "us-east-1": regionalKey });
    assert.deepEqual(plan.buckets, { "eu-central-1": "store", "us-east-1": "existing" });
    assert.deepEqual(
      plan.statements.map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["ArtifactStore", ["arn:aws:s3:::store", "arn:aws:s3:::existing"]],
        ["Artifacts", ["arn:aws:s3:::store/*", "arn:aws:s3:::existing/*"]],
        ["Key", [keyArn, regionalKey]],
        [
          "ActThroughActionRoles",
          [
            "arn:aws:iam::111122223333:role/shop+Source+Repository+eu-central-1",
            "arn:aws:iam::111122223333:role/shop+Stage1+Image+eu-central-1",
          ],
        ],
      ],
    );
    assert.deepEqual(plan.problems, []);
  });

  it("names in the role of an action the key of its own region alone", () => {
    const { roles } = planOf(spread, {}, { "eu-central-1": keyArn, "us-east-1": regionalKey });
    const keys = roles.map(({ statements }) =>
      statements.filter(({ Sid }) => Sid === "Key").map(({ Resource }) => Resource),
    );
    assert.deepEqual(keys, [[[keyArn]], []]);
  });

  it("assumes a role that several actions share once", () => {
    const roleArn = "arn:aws:iam::222233334444:role/deployer";
    const { statements } = planOf(pipelineOf([buildAction({ roleArn }), buildAction({ name: "Other", roleArn })]));
    assert.deepEqual(statements.at(-1)?.Resource, [
      "arn:aws:iam::111122223333:role/shop+Source+Repository+eu-central-1",
      roleArn,
    ]);
  });

  it("says what is wrong with stores that are there already", () => {
    assert.deepEqual(planOf(spread, { "eu-west-1": "existing" }).problems, [
      { path: "regionalStores.eu-west-1", reason: "is a region that nothing runs in: give one of us-east-1" },
    ]);
  });

  it("judges the documents of roles that it makes, and not those of roles that are there", () => {
    const long = { ServiceRoleArnOverride: `arn:aws:iam::111122223333:role/${"x".repeat(11_000)}` };
    const problemsOf = (changes: Record<string, unknown>) =>
      planOf(pipelineOf([buildAction(changes, long)]))
        .problems.map(({ path }) => path)
        .filter((path) => !path.endsWith(".ServiceRoleArnOverride"));
    assert.deepEqual(problemsOf({}), ["Stage1/Image"]);
    assert.deepEqual(problemsOf({ roleArn: "arn:aws:iam::111122223333:role/own" }), []);
  });
});
