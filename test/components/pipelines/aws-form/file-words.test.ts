import assert from "node:assert/strict";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import { approval, type Keys, propertiesOf } from "../../../support/aws-definition";

const rule = {
  Name: "Wanted",
  RuleTypeId: { Category: "Rule", Owner: "AWS", Provider: "VariableCheck", Version: "1" },
  Configuration: { Variable: "#{Repository.CommitMessage}", Operator: "EQ", Value: "x" },
};

const build = {
  Name: "Image",
  ActionTypeId: { Category: "Build", Owner: "AWS", Provider: "CodeBuild", Version: "1" },
  InputArtifacts: [{ Name: "source" }],
  Configuration: { ProjectName: "shop-image" },
};

const trigger = (git: Keys) => ({
  Triggers: [
    { ProviderType: "CodeStarSourceConnection", GitConfiguration: { SourceActionName: "Repository", ...git } },
  ],
});

const Push = [{ Branches: { Includes: ["main"] } }];

/** Messages of a template in JSON, with a line for each key, as `path: reason`. */
function told(properties: Keys): string[] {
  const { messages } = readDefinition(JSON.stringify(properties, undefined, 1));
  return messages.map(({ path, reason }) => `${path.replace(/line \d+/, "line N")}: ${reason}`);
}

/** Mistakes in a template, with the beginning of their only message. */
const cases: readonly (readonly [mistake: string, properties: Keys, message: string])[] = [
  [
    "a misspelt provider",
    propertiesOf([{ ...build, ActionTypeId: { ...build.ActionTypeId, Provider: "CodeBild" } }]),
    'Stages[1].Actions[0].ActionTypeId.Provider (Next/Image, line N): is "CodeBild". Did you mean CodeBuild? Allowed are',
  ],
  [
    "another category",
    propertiesOf([{ ...build, ActionTypeId: { ...build.ActionTypeId, Category: "Deploy" } }]),
    'Stages[1].Actions[0].ActionTypeId.Category (Next/Image, line N): is "Deploy": allowed are Build, Test',
  ],
  [
    "another version",
    propertiesOf([{ ...build, ActionTypeId: { ...build.ActionTypeId, Version: 2 } }]),
    "Stages[1].Actions[0].ActionTypeId.Version (Next/Image, line N): is 2: allowed are 1",
  ],
  [
    "a misspelt key of an action",
    propertiesOf([{ ...build, Namspace: "x" }]),
    "Stages[1].Actions[0].Namspace (Next/Image, line N): is not known here. Did you mean Namespace? Allowed are Name, ActionTypeId, RunOrder, InputArtifacts, OutputArtifacts, Region, RoleArn,",
  ],
  [
    "a misspelt key of a configuration",
    propertiesOf([{ ...build, Configuration: { ProjectName: "shop", BatchEnable: true } }]),
    "Stages[1].Actions[0].Configuration.BatchEnable (Next/Image, line N): is not known here. Did you mean BatchEnabled? Allowed are ProjectName,",
  ],
  [
    "a misspelt key of a stage",
    propertiesOf([approval], { BeforEntry: {} }),
    "Stages[1].BeforEntry (Next, line N): is not known here. Did you mean BeforeEntry? Allowed are Name, Actions, BeforeEntry, OnSuccess, OnFailure",
  ],
  [
    "a misspelt key of a trigger",
    propertiesOf([approval], {}, { ...trigger({ Push, PulRequest: [] }) }),
    "Triggers[0].GitConfiguration.PulRequest (line N): is not known here. Did you mean PullRequest? Allowed are SourceActionName, Push, PullRequest",
  ],
  [
    "another provider of a trigger",
    propertiesOf([approval], {}, { Triggers: [{ ...trigger({ Push }).Triggers[0], ProviderType: "Webhook" }] }),
    "Triggers[0].ProviderType (line N): has another value than CodeStarSourceConnection, the only provider of triggers",
  ],
  [
    "a source that a trigger cannot watch",
    propertiesOf([approval], {}, trigger({ Push, SourceActionName: "Release" })),
    'Triggers[0].GitConfiguration.SourceActionName (line N): "Release" is no source action that triggers can watch',
  ],
  [
    "files without branches",
    propertiesOf([approval], {}, trigger({ Push: [{ FilePaths: { Includes: ["a"] } }] })),
    "Triggers[0].GitConfiguration.Push[0] (line N): names files without branches: give tags, branches, or branches and FilePaths",
  ],
  [
    "a parameter of a stack that is no value",
    propertiesOf([
      {
        Name: "Stack",
        ActionTypeId: { Category: "Deploy", Owner: "AWS", Provider: "CloudFormation", Version: "1" },
        InputArtifacts: [{ Name: "source" }],
        Configuration: {
          ActionMode: "CREATE_UPDATE",
          StackName: "shop",
          RoleArn: "arn:aws:iam::111122223333:role/shop-stack",
          TemplatePath: "source::template.yml",
          ParameterOverrides: { Size: ["a"] },
        },
      },
    ]),
    'Stages[1].Actions[0].Configuration.ParameterOverrides.Size (Next/Stack, line N): is no value of a parameter: give text, { "Fn::GetArtifactAtt": [artifact, attribute] } or { "Fn::GetParam": [artifact, file, key] }',
  ],
  [
    "an artifact that nobody makes",
    propertiesOf([{ ...build, InputArtifacts: [{ Name: "built" }] }]),
    'Stages[1].Actions[0].InputArtifacts[0] (Next/Image, line N): "built" is made by no action; take one of source',
  ],
  [
    "an artifact that two actions make",
    propertiesOf([{ ...build, OutputArtifacts: [{ Name: "source" }] }]),
    'Stages[1].Actions[0].OutputArtifacts[0] (Next/Image, line N): "source" is made by Source/Repository already',
  ],
  [
    "another result of a condition",
    propertiesOf([approval], { OnSuccess: { Conditions: [{ Result: "SKIP", Rules: [rule] }] } }),
    'Stages[1].OnSuccess.Conditions[0].Result (Next, line N): is "SKIP": allowed are FAIL, ROLLBACK',
  ],
  [
    "another rule",
    propertiesOf([approval], {
      OnSuccess: {
        Conditions: [{ Result: "FAIL", Rules: [{ ...rule, RuleTypeId: { ...rule.RuleTypeId, Owner: "Acme" } }] }],
      },
    }),
    'Stages[1].OnSuccess.Conditions[0].Rules[0].RuleTypeId.Owner (Next, line N): is "Acme": allowed are AWS',
  ],
  [
    "a way to retry without a retry",
    propertiesOf([approval], {
      OnFailure: { Result: "ROLLBACK", RetryConfiguration: { RetryMode: "ALL_ACTIONS" } },
    }),
    'Stages[1].OnFailure.RetryConfiguration.RetryMode (Next, line N): is "ALL_ACTIONS", and the result is not RETRY',
  ],
  [
    "variables of a pipeline of type V1",
    propertiesOf([approval], {}, { PipelineType: "V1", Variables: [{ Name: "a", DefaultValue: "b" }] }),
    "Variables (line N): is not for pipelines of type V1: remove it, or let PipelineType be V2",
  ],
];

describe("a message about a file in AWS's form", () => {
  for (const [mistake, properties, message] of cases) {
    it(`speaks the file's own words about ${mistake}`, () => {
      const [first = "", ...others] = told(properties);
      assert.equal(first.slice(0, message.length), message);
      assert.deepEqual(others, []);
    });
  }

  it("has the line of the file", () => {
    const text = [
      "pipeline:",
      "  name: shop",
      "  stages:",
      "    - name: Source",
      "      actions:",
      "        - name: Code",
      "          actionTypeId:",
      "            category: Source",
      "            owner: AWS",
      "            provider: CodeComit",
      "",
    ].join("\n");
    assert.ok(
      readDefinition(text).messages.some(
        ({ path, reason }) =>
          path === "stages[0].actions[0].actionTypeId.provider (Source/Code, line 10)" &&
          reason.startsWith('is "CodeComit". Did you mean CodeCommit?'),
      ),
    );
  });

  it("names stage and action of a file in the form of this package, and keeps its keys", () => {
    const text = "stages:\n- name: Source\n  actions:\n  - { name: Code, provider: CodeComit, actions: [] }\n";
    assert.ok(
      readDefinition(text).messages.some(
        ({ path, reason }) =>
          path === "stages[0].actions[0].provider (Source/Code, line 4)" &&
          reason.startsWith('is "CodeComit". Did you'),
      ),
    );
  });
});
