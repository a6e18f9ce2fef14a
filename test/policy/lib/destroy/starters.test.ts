import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { namesNoDestroy, startsNoDestroy } from "../../../../policy/lib/destroy/starters";
import { violation } from "../../../../policy/lib/facts/finding";
import { stackResource } from "../../support/stack-resource";

const webhook = "aws:codebuild/webhook:Webhook";
const schedule = "aws:scheduler/schedule:Schedule";
const machine = "aws:sfn/stateMachine:StateMachine";
const refusal = (path: string) =>
  violation(path, "should not start a project that destroys: only a pipeline can ask for an approval first");
const deletion = (path: string, call: string) =>
  violation(
    path,
    `should not call ${call}: only a pipeline can ask for an approval first. Delete it in a build or stack action after an approval`,
  );
const definition = (...resources: readonly string[]): Properties => ({
  definition: JSON.stringify({ States: resources.map((Resource) => ({ Resource })) }),
});

describe("a resource that starts builds by itself", () => {
  const cases: readonly (readonly [title: string, type: string, props: Properties, ...unknown[]])[] = [
    ["must not name a project that destroys", webhook, { projectName: "shop-destroy" }, refusal("projectName")],
    ["may name another project", webhook, { projectName: "shop" }],
    ["may have an unknown project", webhook, { projectName: unknownValue }],
    [
      "must not delete a stack on a schedule",
      schedule,
      { target: { arn: "arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack" } },
      deletion("target.arn", "cloudformation:deleteStack"),
    ],
    ["may delete objects on a schedule", schedule, { target: { arn: "arn:aws:scheduler:::aws-sdk:s3:deleteObject" } }],
    [
      "must not delete a database in a state machine",
      machine,
      definition("arn:aws:states:::aws-sdk:rds:deleteDBCluster"),
      deletion("definition", "rds:deleteDBCluster"),
    ],
    [
      "may do so in a state machine that waits for an answer",
      machine,
      definition("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "arn:aws:states:::aws-sdk:rds:deleteDBCluster"),
    ],
    ["may be another resource", "aws:s3/bucket:Bucket", { projectName: "shop-destroy", target: {} }],
  ];
  for (const [title, type, props, ...findings] of cases) {
    it(title, () => assert.deepEqual(namesNoDestroy({ type, props }), findings));
  }
});

describe("a resource that starts a project of the stack", () => {
  const project = stackResource("run", "aws:codebuild/project:Project", { name: "shop-run" });
  const starts = (props: Properties, sources: readonly string[] = [], destroying = [project]) => {
    const starter = stackResource("hook", webhook, props, { projectName: sources });
    return startsNoDestroy([project, starter], new Set(destroying));
  };
  const found = [{ urn: "hook", finding: refusal("projectName") }];

  it("must not start one that destroys, by its name or as the source of the name", () => {
    assert.deepEqual(starts({ projectName: "shop-run" }), found);
    assert.deepEqual(starts({ projectName: unknownValue }, ["run"]), found);
  });

  it("may start others", () => {
    assert.deepEqual(starts({ projectName: "other" }), []);
    assert.deepEqual(starts({ projectName: unknownValue }, ["other"]), []);
    assert.deepEqual(starts({ projectName: "shop-run" }, [], []), []);
    assert.deepEqual(starts({ projectName: unknownValue }, ["run"], []), []);
  });

  it("is judged by its name alone where that says enough", () => {
    const named = stackResource("named", "aws:codebuild/project:Project", { name: "shop-destroy" });
    const starter = stackResource("hook", webhook, { projectName: "shop-destroy" });
    assert.deepEqual(startsNoDestroy([named, starter], new Set([named])), []);
    assert.deepEqual(namesNoDestroy(starter), [refusal("projectName")]);
  });
});
