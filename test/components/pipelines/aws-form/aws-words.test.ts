import assert from "node:assert/strict";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { actionIn, approval, problemsIn, propertiesOf, stageIn } from "../../../support/aws-definition";

const commands = { Category: "Compute", Owner: "AWS", Provider: "Commands", Version: "1" };
const shell = {
  Name: "Shell",
  ActionTypeId: commands,
  InputArtifacts: [{ Name: "source" }],
  Commands: ["make"],
};

describe("numbers and text in AWS's form", () => {
  it("stand for each other, as CloudFormation takes them", () => {
    const written = { ...approval, Name: 7, RunOrder: "2", TimeoutInMinutes: "30", Namespace: 8 };
    const read = { ...approval, Name: "7", RunOrder: 2, TimeoutInMinutes: 30, Namespace: "8" };
    assert.deepEqual(actionIn(propertiesOf([written])), actionIn(propertiesOf([read])));
    const pipeline = { Name: 2024, PipelineType: "V2", Variables: [{ Name: 1, DefaultValue: true, Description: 2 }] };
    const { definition, pipelineName, problems } = readDefinition(
      JSON.stringify(propertiesOf([approval], { Name: 3 }, pipeline)),
    );
    assert.deepEqual(problems, []);
    assert.equal(pipelineName, "2024");
    assert.equal(definition?.stages[1]?.name, "3");
    assert.deepEqual(definition?.variables, [{ name: "1", defaultValue: "true", description: "2" }]);
  });

  it("stand for each other in a configuration, alone or in a list", () => {
    const stackSet = {
      Name: "Set",
      ActionTypeId: { Category: "Deploy", Owner: "AWS", Provider: "CloudFormationStackSet", Version: 1 },
      InputArtifacts: [{ Name: "source" }],
      Configuration: {
        StackSetName: "shop",
        TemplatePath: "source::template.yaml",
        DeploymentTargets: 444455556666,
        Regions: "eu-central-1",
        MaxConcurrentPercentage: "2",
      },
    };
    const action = actionIn(propertiesOf([stackSet]));
    assert.deepEqual(action && "configuration" in action && action.configuration, {
      StackSetName: "shop",
      TemplatePath: "source::template.yaml",
      DeploymentTargets: ["444455556666"],
      Regions: ["eu-central-1"],
      MaxConcurrentPercentage: 2,
      PermissionModel: "SELF_MANAGED",
    });
  });

  for (const text of ["1.5", "a", "", " 1", "01", "-1", "1e1"]) {
    it(`do not where the text is no whole number: "${text}"`, () => {
      assert.deepEqual(problemsIn(propertiesOf([{ ...approval, RunOrder: text, TimeoutInMinutes: text }])), [
        { path: "stages[1].actions[0].runOrder", reason: `is ${JSON.stringify(text)}: give a number` },
        { path: "stages[1].actions[0].timeoutInMinutes", reason: `is ${JSON.stringify(text)}: give a number` },
      ]);
    });
  }
});

describe("what says nothing in AWS's form", () => {
  const plain = { definition: readDefinition(JSON.stringify(propertiesOf([approval]))).definition, problems: [] };
  const read = (...args: Parameters<typeof propertiesOf>) => {
    const { definition, problems } = readDefinition(JSON.stringify(propertiesOf(...args)));
    return { definition, problems };
  };

  it("is left out of a pipeline", () => {
    for (const off of [false, "false", null, true]) {
      const pipeline = { RestartExecutionOnUpdate: off, DisableInboundStageTransitions: [], Triggers: [], Tags: null };
      assert.deepEqual(read([approval], {}, pipeline), plain);
    }
  });

  it("is left out of a stage", () => {
    const nothing = { BeforeEntry: { Conditions: [] }, OnSuccess: {}, OnFailure: { RetryConfiguration: {} } };
    assert.deepEqual(read([approval], { ...nothing, Blockers: [] }), plain);
    assert.deepEqual(read([approval], { BeforeEntry: null, OnSuccess: null, OnFailure: null }), plain);
  });

  it("is left out of an action", () => {
    const lists = {
      InputArtifacts: [],
      OutputArtifacts: [],
      Commands: [],
      EnvironmentVariables: [],
      OutputVariables: [],
    };
    assert.deepEqual(read([{ ...approval, ...lists, Configuration: {} }]), plain);
    assert.deepEqual(read([{ ...approval, Region: null, RoleArn: null, Configuration: { CustomData: null } }]), plain);
  });

  it("is left out of an output artifact and of a trigger", () => {
    const made = [{ Name: "made", Files: ["**/*"] }];
    const files = (list: unknown) => actionIn(propertiesOf([{ ...shell, OutputArtifacts: list }]));
    assert.deepEqual(files([]), actionIn(propertiesOf([shell])));
    assert.deepEqual(Reflect.get(files(made) ?? {}, "outputFiles"), ["**/*"]);
    const { Files, ...unnamed } = { ...made[0] };
    assert.deepEqual(files([{ ...unnamed, Files: [] }]), files([unnamed]));
    const trigger = (filters: object) => ({
      PipelineType: "V2",
      Triggers: [
        { ProviderType: "CodeStarSourceConnection", GitConfiguration: { SourceActionName: "Repository", ...filters } },
      ],
    });
    const Push = [{ Branches: { Includes: ["main"] } }];
    assert.deepEqual(read([approval], {}, trigger({ Push, PullRequest: [] })), read([approval], {}, trigger({ Push })));
  });

  it("says something of one output artifact among several, which is refused", () => {
    const OutputArtifacts = [{ Name: "a", Files: ["**/*"] }, { Name: "b" }];
    assert.ok(
      problemsIn(propertiesOf([{ ...shell, OutputArtifacts }])).some(
        ({ path, reason }) =>
          path === "stages[1].actions[0].outputArtifacts[0]" && reason.startsWith('is {"name":"a","files":["**/*"]}'),
      ),
    );
  });

  for (const [what, properties, path, reason] of [
    [
      "a transition",
      propertiesOf([approval], {}, { DisableInboundStageTransitions: [{ StageName: "Next", Reason: "x" }] }),
      "disableInboundStageTransitions",
      /^is not allowed here: the AWS provider of Pulumi cannot say it/,
    ],
    [
      "an environment variable",
      propertiesOf([{ ...shell, EnvironmentVariables: [{ Name: "A", Value: "b" }] }]),
      "stages[1].actions[0].environmentVariables",
      /^is not allowed here: the AWS provider of Pulumi cannot say it/,
    ],
    [
      "a blocker",
      propertiesOf([approval], { Blockers: [{ Name: "x", Type: "Schedule" }] }),
      "stages[1].blockers",
      /^is not known here/,
    ],
    [
      "something beside the name of an artifact",
      propertiesOf([{ ...approval, InputArtifacts: [{ Name: "source", Files: ["a"] }] }]),
      "stages[1].actions[0].inputArtifacts[0]",
      /^is \{"name":"source","files":\["a"\]\}: give text/,
    ],
    [
      "something beside how a stage is tried again",
      propertiesOf([approval], {
        OnFailure: { Result: "RETRY", RetryConfiguration: { RetryMode: "ALL_ACTIONS", Times: 3 } },
      }),
      "stages[1].onFailure.retryConfiguration",
      /^is not known here: allowed are result, retryMode, rules$/,
    ],
    [
      "two results of a failure",
      propertiesOf([approval], { OnFailure: { Result: "RETRY", Conditions: [{ Result: "ROLLBACK" }] } }),
      "stages[1].onFailure.conditions",
      /^is not known here: allowed are result, retryMode, rules$/,
    ],
    [
      "a trigger of another kind",
      propertiesOf(
        [approval],
        {},
        {
          Triggers: [
            {
              ProviderType: "Webhook",
              GitConfiguration: { SourceActionName: "Repository", Push: [{ Branches: { Includes: ["main"] } }] },
            },
          ],
        },
      ),
      "triggers[0].providerType",
      /^is not known here: allowed are sourceAction, push, pullRequest$/,
    ],
  ] as const) {
    it(`is not ${what}, which is refused`, () => {
      const [problem, ...others] = problemsIn(properties);
      assert.equal(problem?.path, path);
      assert.match(problem.reason, reason);
      assert.deepEqual(others, []);
    });
  }

  it("says nothing of our own form, where it is a mistake", () => {
    const text = JSON.stringify({ stages: [], restartExecutionOnUpdate: false, disableInboundStageTransitions: [] });
    assert.deepEqual(
      readDefinition(text)
        .problems.map(({ path }) => path)
        .filter((path) => path !== "stages"),
      ["disableInboundStageTransitions", "restartExecutionOnUpdate"],
    );
    assert.ok(stageIn(propertiesOf([approval])));
  });
});
