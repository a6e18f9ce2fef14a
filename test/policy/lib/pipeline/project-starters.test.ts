import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { propertyOf, startedBy, starterTypes } from "../../../../policy/lib/pipeline/project-starters";

const [webhook = "", target = "", pipe = "", schedule = "", machine = ""] = starterTypes;
const arn = "arn:aws:codebuild:eu-west-1:123456789012:project/shop";
const api = "arn:aws:scheduler:::aws-sdk:codebuild:startBuild";

function machineWith(...states: readonly object[]): Properties {
  return { definition: JSON.stringify({ States: Object.fromEntries(states.entries()) }) };
}

describe("the resources that start builds without a pipeline", () => {
  it("are five types", () => {
    assert.deepEqual(starterTypes, [
      "aws:codebuild/webhook:Webhook",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:pipes/pipe:Pipe",
      "aws:scheduler/schedule:Schedule",
      "aws:sfn/stateMachine:StateMachine",
    ]);
  });

  const cases: readonly (readonly [
    title: string,
    type: string,
    props: Properties,
    ...found: (readonly unknown[])[],
  ])[] = [
    ["a webhook by its project", webhook, { projectName: "shop" }, ["projectName", "shop"]],
    ["a webhook of an unknown project", webhook, { projectName: unknownValue }, ["projectName", unknownValue]],
    ["a webhook without a project", webhook, {}],
    ["a target by its ARN", target, { arn }, ["arn", "shop"]],
    ["a target with an unknown ARN", target, { arn: unknownValue }, ["arn", unknownValue]],
    ["a target of another service", target, { arn: "arn:aws:lambda:eu-west-1:123456789012:function:project/shop" }],
    ["a pipe by its target", pipe, { target: arn }, ["target", "shop"]],
    ["a schedule by its target", schedule, { target: { arn } }, ["target.arn", "shop"]],
    [
      "a schedule by the input of a request",
      schedule,
      { target: { arn: api, input: '{"ProjectName":"shop"}' } },
      ["target.input", "shop"],
    ],
    [
      "a schedule by an ARN in a request",
      schedule,
      { target: { arn: `${api}Batch`, input: JSON.stringify({ ProjectName: arn }) } },
      ["target.input", "shop"],
    ],
    [
      "a schedule with an unknown request",
      schedule,
      { target: { arn: api, input: unknownValue } },
      ["target.input", unknownValue],
    ],
    [
      "a schedule of another request",
      schedule,
      { target: { arn: api.replace("startBuild", "stopBuild"), input: '{"ProjectName":"shop"}' } },
    ],
    ["a schedule with a request that is no JSON", schedule, { target: { arn: api, input: "shop" } }],
    [
      "a state machine by every request, however deep",
      machine,
      machineWith(
        { Resource: "arn:aws:states:::codebuild:startBuild.sync", Parameters: { ProjectName: "shop" } },
        {
          Branches: [
            {
              States: {
                b: { Resource: "arn:aws:states:::aws-sdk:codebuild:startBuildBatch", Arguments: { ProjectName: arn } },
              },
            },
          ],
        },
      ),
      ["definition", "shop"],
      ["definition", "shop"],
    ],
    [
      "a state machine with another request",
      machine,
      machineWith({ Resource: "arn:aws:states:::codebuild:stopBuild", Parameters: { ProjectName: "shop" } }),
    ],
    ["a state machine with an unknown definition", machine, { definition: unknownValue }, ["definition", unknownValue]],
    ["another resource", "aws:s3/bucket:Bucket", { projectName: "shop", arn }],
  ];
  for (const [title, type, props, ...found] of cases) {
    it(`${found.length === 0 ? "leave out" : "have"} ${title}`, () => {
      assert.deepEqual(
        startedBy({ type, props }).map(({ path, value }) => [path, value]),
        found,
      );
    });
  }

  it("take the name from a property", () => {
    assert.equal(propertyOf({ path: "target.input", value: "shop" }), "target");
    assert.equal(propertyOf({ path: "arn", value: "shop" }), "arn");
  });
});
