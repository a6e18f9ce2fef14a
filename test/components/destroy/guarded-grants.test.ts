import assert from "node:assert/strict";
import { guardedGrantProblems } from "../../../components/destroy/guarded-grants";
import { shown } from "../../../components/schema/vocabulary";

const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-destroy-run";
const logs = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-destroy-run";
const bucket = "arn:aws:s3:::shop-destroy-artifacts";
const guarded = [
  { what: "a project of the destroy pipeline", arn: project },
  { what: "a log of the destroy pipeline", arn: logs },
  { what: "the artifacts of the destroy pipeline", arn: bucket },
];
const problems = (resources: string[], actions = ["ecs:DescribeServices"]) =>
  guardedGrantProblems(
    "permissions",
    [
      { actions: ["ecs:ListClusters"], resources: ["*"] },
      { actions, resources },
    ],
    guarded,
  );

describe("a grant of settings beside a gate", () => {
  for (const [resource, what] of [
    [project, "a project of the destroy pipeline"],
    [`${logs}:*`, "a log of the destroy pipeline"],
    [`${bucket}/plan.json`, "the artifacts of the destroy pipeline"],
    [`${bucket}/*`, "the artifacts of the destroy pipeline"],
  ] as const) {
    it(`must not be about ${resource}`, () => {
      assert.deepEqual(problems(["arn:aws:s3:::other", resource]), [
        {
          path: "permissions[1].resources[1]",
          reason: `is ${shown(resource)}, ${what}, which no build may touch: leave it out`,
        },
      ]);
    });
  }

  for (const resource of [
    `${bucket}-2`,
    `${bucket}-2/x`,
    project.slice(0, -1),
    "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
  ]) {
    it(`may be about ${resource}`, () => {
      assert.deepEqual(problems([resource]), []);
    });
  }

  it("must not reach every gate of the account, and one place has one problem", () => {
    const start = ["codebuild:StartBuild"];
    const everywhere = problems(["*"], start);
    assert.deepEqual(
      everywhere.map(({ path }) => path),
      ["permissions[1].resources[0]"],
    );
    assert.deepEqual(problems([project], start), problems([project]));
  });

  it("may be absent", () => {
    assert.deepEqual(guardedGrantProblems("permissions", undefined, guarded), []);
    assert.deepEqual(guardedGrantProblems("permissions", [], guarded), []);
  });
});
