import assert from "node:assert/strict";
import { cloudFormation } from "../../../../components/actions/cloudformation/action";
import { artifactAttribute, artifactValue } from "../../../../components/actions/cloudformation/parameter-overrides";
import { configured, problemsOf } from "../../../support/provider-cases";
import { executionRole, stackActionOf } from "../../../support/stacks";

const action = stackActionOf({
  ActionMode: "CREATE_UPDATE",
  RoleArn: executionRole,
  TemplatePath: "source::shop.yml",
});

const name = "give a letter and up to 127 letters, digits or hyphens, without references";
const path = "give the name of an input artifact and the path of a file in it, such as source::template.yml";
const stored =
  "everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up";

function withParameters(overrides: Record<string, unknown>) {
  return configured(action, { ParameterOverrides: overrides });
}

const refused: [what: string, action: Record<string, unknown>, path: string, reason: string][] = [
  [
    "a stack name that starts with a digit",
    configured(action, { StackName: "1shop" }),
    "configuration.StackName",
    `is "1shop": ${name}`,
  ],
  [
    "a stack name with a dot",
    configured(action, { StackName: "shop.dev" }),
    "configuration.StackName",
    `is "shop.dev": ${name}`,
  ],
  [
    "a stack name of 129 characters",
    configured(action, { StackName: "a".repeat(129) }),
    "configuration.StackName",
    `is "${"a".repeat(76)}...: ${name}`,
  ],
  [
    "a stack that only the execution names",
    configured(action, { StackName: "shop-#{variables.Stage}" }),
    "configuration.StackName",
    `is "shop-#{variables.Stage}": ${name}`,
  ],
  [
    "a template without an artifact",
    configured(action, { TemplatePath: "shop.yml" }),
    "configuration.TemplatePath",
    `is "shop.yml": ${path}`,
  ],
  [
    "a template in an artifact that the action does not take",
    configured(action, { TemplatePath: "build::shop.yml" }),
    "configuration.TemplatePath",
    'is "build::shop.yml", in no input artifact of the action: name one of source',
  ],
  [
    "a configuration in an artifact that the action does not take",
    configured(action, { TemplateConfiguration: "build::dev.json" }),
    "configuration.TemplateConfiguration",
    'is "build::dev.json", in no input artifact of the action: name one of source',
  ],
  [
    "a capability that AWS does not know",
    configured(action, { Capabilities: ["CAPABILITY_ALL"] }),
    "configuration.Capabilities[0]",
    'is "CAPABILITY_ALL". Did you mean CAPABILITY_IAM? Allowed are CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND',
  ],
  [
    "no capability in a list",
    configured(action, { Capabilities: [] }),
    "configuration.Capabilities",
    "is []: give at least 1 entry",
  ],
  [
    "a capability twice",
    configured(action, { Capabilities: ["CAPABILITY_IAM", "CAPABILITY_IAM"] }),
    "configuration.Capabilities",
    'is ["CAPABILITY_IAM","CAPABILITY_IAM"]: give everything once',
  ],
  [
    "a file of outputs without an artifact",
    configured(action, { OutputFileName: "outputs.json" }),
    "outputArtifacts",
    "are [], and outputs.json has no artifact to be in: name one",
  ],
  [
    "an artifact without a file of outputs",
    { ...action, outputArtifacts: ["outputs"] },
    "outputArtifacts",
    'are ["outputs"], and without OutputFileName the action makes none: name the file in OutputFileName, or remove them',
  ],
  [
    "outputs in a folder",
    configured({ ...action, outputArtifacts: ["outputs"] }, { OutputFileName: "out/outputs.json" }),
    "configuration.OutputFileName",
    'is "out/outputs.json": give the name of a file, such as outputs.json',
  ],
  [
    "a role that is no ARN",
    configured(action, { RoleArn: "shop-stack" }),
    "configuration.RoleArn",
    'is "shop-stack": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
  ],
  [
    "a role of another account than that of the action's own",
    { ...action, roleArn: "arn:aws:iam::444455556666:role/deploy" },
    "configuration.RoleArn",
    "is of account 111122223333, and the action works in 444455556666: give one of that account",
  ],
  [
    "a parameter with a hyphen in its name",
    withParameters({ "instance-size": "small" }),
    "configuration.ParameterOverrides.instance-size",
    'is "instance-size": name parameters in letters and digits',
  ],
  [
    "a parameter that is a number",
    withParameters({ Size: 3 }),
    "configuration.ParameterOverrides.Size",
    'is no value of a parameter: give text, { "Fn::GetArtifactAtt": [artifact, attribute] } or { "Fn::GetParam": [artifact, file, key] }',
  ],
  [
    "an attribute that artifacts do not have",
    withParameters({ Bucket: { "Fn::GetArtifactAtt": ["source", "Arn"] } }),
    "configuration.ParameterOverrides.Bucket.Fn::GetArtifactAtt[1]",
    'is "Arn": allowed are BucketName, ObjectKey, URL',
  ],
  [
    "an attribute of an artifact that the action does not take",
    withParameters({ Bucket: artifactAttribute("build", "BucketName") }),
    "configuration.ParameterOverrides.Bucket",
    'is "build::BucketName", in no input artifact of the action: name one of source',
  ],
  [
    "a value of an artifact that the action does not take",
    withParameters({ Url: artifactValue("outputs", "outputs.json", "Url") }),
    "configuration.ParameterOverrides.Url",
    'is "outputs::outputs.json::Url", in no input artifact of the action: name one of source',
  ],
  [
    "a password",
    withParameters({ DatabasePassword: "hunter2" }),
    "configuration.ParameterOverrides.DatabasePassword",
    `has the name of a secret, and ${stored}`,
  ],
  [
    "a credential under any name",
    withParameters({ Other: `ghp_${"a".repeat(36)}` }),
    "configuration.ParameterOverrides.Other",
    `has the value of a credential, and ${stored}`,
  ],
  [
    "parameters of more than 1000 characters",
    withParameters({ Text: "a".repeat(990) }),
    "configuration.ParameterOverrides",
    "is 1001 characters long when rendered; AWS takes 1000: shorten it",
  ],
  [
    "parameters of more than 1 KB in fewer characters",
    withParameters({ Text: "ä".repeat(510) }),
    "configuration.ParameterOverrides",
    "is 1031 bytes of JSON, and AWS takes 1024: keep what is known beforehand in TemplateConfiguration",
  ],
];

const accepted: [what: string, action: Record<string, unknown>][] = [
  ["a stack name of 128 characters", configured(action, { StackName: "a".repeat(128) })],
  ["a reference in a parameter", withParameters({ Version: "#{Repository.CommitId}" })],
  ["a secret that an earlier action leaves behind", withParameters({ DatabasePassword: "#{Login.PASSWORD}" })],
  ["a secret that CloudFormation looks up", withParameters({ DatabasePassword: "{{resolve:secretsmanager:shop/db}}" })],
  ["parameters of 1000 characters", withParameters({ Text: "a".repeat(989) })],
  ["parameters of 1 KB", withParameters({ Text: "ä".repeat(506) })],
  ["a role of the account of the action's own", { ...action, roleArn: "arn:aws:iam::111122223333:role/deploy" }],
];

describe("the configuration of an action of CloudFormation", () => {
  for (const [what, wrong, at, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(problemsOf(cloudFormation, wrong), [{ path: at, reason }]);
    });
  }

  for (const [what, right] of accepted) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(problemsOf(cloudFormation, right), []);
    });
  }

  it("says everything that is wrong at once", () => {
    const wrong = configured(
      { ...action, inputArtifacts: [] },
      { ChangeSetName: "next", RoleArn: undefined, ParameterOverrides: { Url: artifactValue("a", "b", "c") } },
    );
    assert.deepEqual(
      problemsOf(cloudFormation, wrong).map(({ path: at }) => at),
      [
        "configuration.RoleArn",
        "configuration.ChangeSetName",
        "configuration.TemplatePath",
        "configuration.ParameterOverrides.Url",
      ],
    );
  });
});
