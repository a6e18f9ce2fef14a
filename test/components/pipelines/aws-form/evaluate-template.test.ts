import assert from "node:assert/strict";
import { evaluateTemplate, type TemplateValues } from "../../../../components/pipelines/aws-form/evaluate-template";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { approval, propertiesOf } from "../../../support/aws-definition";

/** A function Sub whose placeholders are written in angle brackets. */
function sub(argument: unknown) {
  return JSON.parse(placeholders(JSON.stringify({ "Fn::Sub": argument })));
}

function placeholders(text: string): string {
  return text.replace(/<([^>]*)>/g, (_, name) => `$\{${name}}`);
}

const template = {
  Parameters: {
    Stage: { Type: "String", Default: "dev" },
    Owner: { Type: "String" },
    Zones: { Type: "CommaDelimitedList", Default: "a,b" },
  },
  Mappings: { Names: { dev: { bucket: "shop-dev" } } },
  Conditions: {
    IsDev: { "Fn::Equals": [{ Ref: "Stage" }, "dev"] },
    IsProd: { "Fn::Not": [{ Condition: "IsDev" }] },
    Both: { "Fn::And": [{ Condition: "IsDev" }, { Condition: "IsProd" }] },
    Either: { "Fn::Or": [{ Condition: "IsDev" }, { Condition: "IsProd" }] },
  },
  Resources: {
    Build: { Type: "AWS::CodeBuild::Project", Properties: { Name: sub("shop-<Stage>") } },
    Unnamed: { Type: "AWS::CodeBuild::Project", Properties: {} },
    Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "stack", Path: "/deploy/" } },
    Code: { Type: "AWS::CodeCommit::Repository", Properties: { RepositoryName: "shop" } },
    Topic: { Type: "AWS::SNS::Topic", Properties: {} },
  },
};

const given: TemplateValues = {
  account: "111122223333",
  region: "eu-central-1",
  stackName: "pipeline",
  parameters: { Owner: "acme" },
  resources: {
    Unnamed: "Unnamed-1A2B",
    Topic: "arn:aws:sns:eu-central-1:111122223333:topic",
    "Topic.TopicName": "topic",
  },
  exports: { "shared-bucket": "acme-shared" },
};

const known: readonly [part: unknown, value: unknown][] = [
  [{ Ref: "Stage" }, "dev"],
  [{ Ref: "Owner" }, "acme"],
  [{ Ref: "Zones" }, ["a", "b"]],
  [{ Ref: "AWS::AccountId" }, "111122223333"],
  [{ Ref: "AWS::Region" }, "eu-central-1"],
  [{ Ref: "AWS::Partition" }, "aws"],
  [{ Ref: "AWS::URLSuffix" }, "amazonaws.com"],
  [{ Ref: "AWS::StackName" }, "pipeline"],
  [{ Ref: "Build" }, "shop-dev"],
  [{ Ref: "Unnamed" }, "Unnamed-1A2B"],
  [{ Ref: "Topic" }, "arn:aws:sns:eu-central-1:111122223333:topic"],
  [{ "Fn::GetAtt": ["Topic", "TopicName"] }, "topic"],
  [{ "Fn::GetAtt": "Code.Name" }, "shop"],
  [{ "Fn::GetAtt": ["Role", "Arn"] }, "arn:aws:iam::111122223333:role/deploy/stack"],
  [{ "Fn::GetAtt": "Build.Arn" }, "arn:aws:codebuild:eu-central-1:111122223333:project/shop-dev"],
  [sub("<Owner>-<AWS::Region>-<!Literal>-<Code.Name>"), placeholders("acme-eu-central-1-<Literal>-shop")],
  [sub(["<A>-<Stage>", { A: { Ref: "Owner" } }]), "acme-dev"],
  [{ "Fn::Join": ["/", ["a", { Ref: "Stage" }]] }, "a/dev"],
  [{ "Fn::Join": ["-", { Ref: "Zones" }] }, "a-b"],
  [{ "Fn::Select": ["1", { Ref: "Zones" }] }, "b"],
  [{ "Fn::Select": [0, { "Fn::Split": [".", "x.y"] }] }, "x"],
  [{ "Fn::FindInMap": ["Names", { Ref: "Stage" }, "bucket"] }, "shop-dev"],
  [{ "Fn::FindInMap": ["Names", "prod", "bucket", { DefaultValue: "none" }] }, "none"],
  [{ "Fn::ImportValue": { "Fn::Sub": "shared-bucket" } }, "acme-shared"],
  [{ "Fn::If": ["IsDev", "yes", "no"] }, "yes"],
  [{ "Fn::If": ["IsProd", "yes", "no"] }, "no"],
  [{ "Fn::If": ["Both", "yes", "no"] }, "no"],
  [{ "Fn::If": ["Either", "yes", "no"] }, "yes"],
  [{ A: { "Fn::If": ["IsProd", "x", { Ref: "AWS::NoValue" }] }, B: 1 }, { B: 1 }],
  [[{ "Fn::If": ["IsProd", "x", { Ref: "AWS::NoValue" }] }, "b"], ["b"]],
  [{ Condition: { StringEquals: {} } }, { Condition: { StringEquals: {} } }],
];

const unknown: readonly [part: unknown, reason: RegExp][] = [
  [
    { Ref: "Owner" },
    /needs the parameter Owner, which has no default: give the option parameters: \{ Owner: \.\.\. \}/,
  ],
  [
    { Ref: "Unnamed" },
    /needs the physical id of Unnamed \(AWS::CodeBuild::Project\).*resources: \{ Unnamed: \.\.\. \}/,
  ],
  [{ Ref: "Missing" }, /finds neither a parameter nor a resource Missing/],
  [{ Ref: "AWS::AccountId" }, /needs AWS::AccountId: give the option account: \.\.\./],
  [{ "Fn::GetAtt": ["Topic", "TopicName"] }, /resources: \{ "Topic\.TopicName": \.\.\. \}/],
  [{ "Fn::ImportValue": "x" }, /needs the export x: give the option exports: \{ x: \.\.\. \}/],
  [sub("a-<Owner>"), /needs the parameter Owner/],
  [{ "Fn::Join": ["-", ["a", { Ref: "Unnamed" }]] }, /physical id of Unnamed/],
  [{ "Fn::If": ["Missing", 1, 2] }, /finds no Missing in Conditions/],
];

describe("evaluateTemplate", () => {
  for (const [part, value] of known) {
    it(`evaluates ${JSON.stringify(part)}`, () => {
      assert.deepEqual(evaluateTemplate(part, template, given), value);
    });
  }

  for (const [part, reason] of unknown) {
    it(`says why ${JSON.stringify(part)} is unknown, and the ways out`, () => {
      const value = evaluateTemplate(part, template, {});
      assert.equal(typeof value, "symbol");
      assert.match(String(Object(value).description), reason);
      assert.match(String(Object(value).description), /or read the output of aws codepipeline get-pipeline$/);
    });
  }
});

describe("a template", () => {
  const pipelines = {
    Resources: {
      One: { Type: "AWS::CodePipeline::Pipeline", Properties: propertiesOf([approval], {}, { Name: "one" }) },
      Two: { Type: "AWS::CodePipeline::Pipeline", Properties: propertiesOf([approval], {}, { Name: "two" }) },
    },
  };

  it("of several pipelines is read by the logical id of one", () => {
    const { pipelineName, problems } = readDefinition(JSON.stringify(pipelines), { pipeline: "Two" });
    assert.deepEqual(problems, []);
    assert.equal(pipelineName, "two");
    assert.deepEqual(readDefinition(JSON.stringify(pipelines), { pipeline: "Three" }).problems, [
      { path: "Resources", reason: "has no pipeline Three: allowed are One, Two" },
    ]);
    assert.deepEqual(readDefinition(JSON.stringify(pipelines), { pipeline: "Tow" }).problems, [
      { path: "Resources", reason: "has no pipeline Tow. Did you mean Two? Allowed are One, Two" },
    ]);
  });

  it("may not name parts of a type beside the type, nor a space in the name", () => {
    const action = { ...approval, Provider: "Manual", Owner: "AWS" };
    const { problems } = readDefinition(JSON.stringify(propertiesOf([action], {}, { Name: "my shop" })));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["stages[1].actions[0].provider", "stages[1].actions[0].owner", "name"],
    );
    assert.equal(problems[0]?.reason, "is given beside actionTypeId, which has it: remove it");
  });

  it("may have its configuration as a text of JSON, and artifacts that CloudFormation never writes", () => {
    const stack = {
      Name: "Stack",
      ActionTypeId: { Category: "Deploy", Owner: "AWS", Provider: "CloudFormation", Version: "1" },
      OutputArtifacts: [{ Name: "outputs" }],
      InputArtifacts: [{ Name: "source" }],
      Configuration: JSON.stringify({
        ActionMode: "CREATE_UPDATE",
        StackName: "shop",
        TemplatePath: "source::template.yml",
        RoleArn: "arn:aws:iam::111122223333:role/stack",
      }),
    };
    const { definition, problems } = readDefinition(JSON.stringify(propertiesOf([stack])));
    assert.deepEqual(problems, []);
    const action = definition?.stages[1]?.actions[0];
    assert.equal(Reflect.get(action?.configuration ?? {}, "StackName"), "shop");
    assert.deepEqual(Reflect.get(action ?? {}, "outputArtifacts"), []);
  });

  it("may have DetectChanges at a source with a trigger, which AWS ignores", () => {
    const properties = JSON.parse(JSON.stringify(propertiesOf([approval])));
    properties.PipelineType = "V2";
    properties.Stages[0].Actions[0].Configuration.DetectChanges = true;
    properties.Triggers = [
      {
        ProviderType: "CodeStarSourceConnection",
        GitConfiguration: { SourceActionName: "Repository", Push: [{ Branches: { Includes: ["main"] } }] },
      },
    ];
    assert.deepEqual(readDefinition(JSON.stringify(properties)).problems, []);
  });
});
