import assert from "node:assert/strict";
import { readFileOptions } from "../../../../components/pipelines/aws-form/file-options";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { approval, propertiesOf } from "../../../support/aws-definition";

const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";

const gitHub = {
  Name: "Code",
  ActionTypeId: { Category: "Source", Owner: "ThirdParty", Provider: "GitHub", Version: 1 },
  Configuration: {
    Owner: "acme",
    Repo: "shop",
    Branch: "main",
    OAuthToken: "{{resolve:secretsmanager:token}}",
    PollForSourceChanges: false,
  },
  OutputArtifacts: [{ Name: "source" }],
};

function withSource(source: object) {
  const { Stages } = propertiesOf([approval]);
  return JSON.stringify({ Stages: [{ Name: "Source", Actions: [source] }, ...(Stages as unknown[]).slice(1)] });
}

const ecs = {
  Name: "Service",
  ActionTypeId: { Category: "Deploy", Owner: "AWS", Provider: "ECS", Version: "1" },
  InputArtifacts: [{ Name: "source" }],
  Configuration: { ClusterName: "prod", ServiceName: "shop" },
};

describe("a GitHub source of version 1", () => {
  it("is read as a source by the connection of the option, without its token", () => {
    const { definition, problems, ignored } = readDefinition(withSource(gitHub), { connectionArn });
    assert.deepEqual(problems, []);
    const action = definition?.stages[0]?.actions[0];
    assert.equal(action?.provider, "CodeStarSourceConnection");
    assert.deepEqual(action?.outputArtifacts, ["source"]);
    assert.deepEqual(Object.entries(action?.configuration ?? {}).slice(0, 3), [
      ["ConnectionArn", connectionArn],
      ["FullRepositoryId", "acme/shop"],
      ["BranchName", "main"],
    ]);
    assert.ok(!JSON.stringify(definition).includes("resolve"));
    assert.deepEqual(ignored, [
      "Source/Code: The connection replaces the OAuth token of the source. Revoke the token.",
    ]);
  });

  it("is refused without the option, which the message names, and without a word about the token", () => {
    assert.deepEqual(readDefinition(withSource(gitHub)).messages, [
      {
        path: "Stages[0].Actions[0].ActionTypeId.Provider (Source/Code, line 1)",
        reason:
          "is GitHub of version 1, whose configuration holds a token that reads every repository of a person. Give the option connectionArn, the ARN of a connection, and the reader makes the action a source by that connection",
      },
    ]);
  });

  it("names a part of the repository that only the stack knows", () => {
    const source = { ...gitHub, Configuration: { ...gitHub.Configuration, Owner: { Ref: "AWS::StackName" } } };
    const [problem, ...others] = readDefinition(withSource(source), { connectionArn }).problems;
    assert.match(problem?.reason ?? "", /^uses Ref, which needs AWS::StackName: give the option stackName/);
    assert.deepEqual(others, []);
  });
});

describe("keys of this package for an action", () => {
  const keys = { taskDefinitionFamily: "shop", passRoleArns: ["arn:aws:iam::111122223333:role/shop-task"] };

  it("come from the option, by stage and action", () => {
    const { definition, problems } = readDefinition(JSON.stringify(propertiesOf([ecs])), {
      actions: { "Next/Service": keys },
    });
    assert.deepEqual(problems, []);
    assert.equal(Reflect.get(definition?.stages[1]?.actions[0] ?? {}, "taskDefinitionFamily"), "shop");
  });

  it("are named by the message when they are missing", () => {
    const { messages } = readDefinition(JSON.stringify(propertiesOf([ecs]), undefined, 1));
    assert.deepEqual(
      messages.map(({ path }) => path.replace(/\d+\)$/, "N)")),
      ["Stages[1].Actions[0] (Next/Service, line N)", "Stages[1].Actions[0] (Next/Service, line N)"],
    );
    assert.match(
      messages[0]?.reason ?? "",
      /^needs taskDefinitionFamily, and the role .* in RoleArn\. The file has no place for the key: give the option actions: \{ "Next\/Service": \{ taskDefinitionFamily: \.\.\. \} \}$/,
    );
  });

  it("are refused for an action that the file does not have", () => {
    assert.deepEqual(
      readDefinition(JSON.stringify(propertiesOf([approval])), { actions: { "Next/Relese": keys } }).optionProblems,
      [
        {
          path: "actions.Next/Relese",
          reason:
            "is no action of the pipeline. Did you mean Next/Release? Allowed are Source/Repository, Next/Release",
        },
      ],
    );
  });
});

describe("a dynamic reference", () => {
  const source = (reference: string) => ({
    ...gitHub,
    ActionTypeId: { Category: "Source", Owner: "AWS", Provider: "CodeStarSourceConnection", Version: "1" },
    Configuration: { ConnectionArn: reference, FullRepositoryId: "acme/shop", BranchName: "main" },
  });

  it("has the value of the option, alone or in a text", () => {
    const id = connectionArn.split("/")[1] ?? "";
    for (const [text, value] of [
      ["{{resolve:ssm:/shop/connection:1}}", connectionArn],
      [connectionArn.replace(id, "{{resolve:ssm:/shop/connection:1}}"), id],
    ] as const) {
      const references = { "ssm:/shop/connection:1": value };
      const { definition, problems } = readDefinition(withSource(source(text)), { references });
      assert.deepEqual(problems, []);
      const { configuration = {} } = definition?.stages[0]?.actions[0] ?? {};
      assert.equal(Reflect.get(configuration, "ConnectionArn"), connectionArn);
    }
  });

  it("is refused without it", () => {
    const [problem] = readDefinition(withSource(source("{{resolve:ssm:/shop/connection:1}}"))).problems;
    assert.equal(
      problem?.reason,
      'uses {{resolve:ssm:/shop/connection:1}}, which CloudFormation reads at the deployment: give the option references: { "ssm:/shop/connection:1": ... }, or write the value, or read the output of aws codepipeline get-pipeline',
    );
  });
});

describe("the options of a pipeline file", () => {
  it("are text where YAML reads numbers, because a number keeps its spelling", () => {
    const { options, problems } = readFileOptions({ account: "012345678901", parameters: { Port: 80, Debug: true } });
    assert.deepEqual(problems, []);
    assert.deepEqual(options, { account: "012345678901", parameters: { Port: "80", Debug: "true" } });
  });

  it("are refused without hiding the pipeline's own problems", () => {
    const { options, problems } = readFileOptions({ account: 11122223333, stackId: "shop", actions: [] });
    assert.deepEqual(options, { account: "11122223333", stackId: "shop" });
    assert.deepEqual(problems, [
      { path: "account", reason: 'is "11122223333": give the 12 digits of an account, in quotation marks' },
      {
        path: "stackId",
        reason: 'is "shop": give the ARN of a stack, arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>',
      },
      { path: "actions", reason: "is []: give an object of names and values" },
    ]);
  });
});
