import assert from "node:assert/strict";
import { cloudFormation, cloudFormationSchema } from "../../../../components/actions/cloudformation/action";
import { artifactAttribute, artifactValue } from "../../../../components/actions/cloudformation/parameter-overrides";
import { downloadArtifacts } from "../../../../components/iam/artifact-access";
import type { Statement } from "../../../../components/iam/statement";
import { context } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";
import { scope } from "../../../support/scopes";
import {
  executionRole,
  otherRole,
  otherStacks,
  passRole,
  stack,
  stackActionOf,
  toCloudFormation,
} from "../../../support/stacks";

const minimal = stackActionOf({
  ActionMode: "CREATE_UPDATE",
  RoleArn: executionRole,
  TemplatePath: "source::shop.yml",
});

const full = stackActionOf(
  {
    ActionMode: "REPLACE_ON_FAILURE",
    RoleArn: executionRole,
    TemplatePath: "source::shop.yml",
    TemplateConfiguration: "source::test.json",
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    ParameterOverrides: {
      Version: "#{Repository.CommitId}",
      Bucket: artifactAttribute("code", "BucketName"),
      Key: artifactAttribute("code", "ObjectKey"),
      Image: artifactValue("code", "image.json", "ImageURI"),
    },
    OutputFileName: "outputs.json",
  },
  { inputArtifacts: ["source", "code"], outputArtifacts: ["outputs"], region: "eu-central-1", runOrder: 2 },
);

const deletion = stackActionOf({ ActionMode: "DELETE_ONLY", RoleArn: executionRole });

const deploy = [
  "cloudformation:CreateStack",
  "cloudformation:DescribeStackEvents",
  "cloudformation:DescribeStackResources",
  "cloudformation:DescribeStacks",
  "cloudformation:GetTemplate",
  "cloudformation:UpdateStack",
];

function onStack(actions: string[]): Statement {
  const resource = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/*";
  return { Sid: "Stack", Effect: "Allow", Action: actions, Resource: [resource] };
}

const stackPolicy: Statement = { ...onStack(["cloudformation:SetStackPolicy"]), Sid: "StackPolicy" };

const allowedRole = { action: "iam:PassRole", resource: executionRole, context: toCloudFormation };
const deniedRoles = [
  { action: "iam:PassRole", resource: otherRole, context: toCloudFormation },
  { action: "iam:PassRole", resource: executionRole, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
];

describe("an action of CloudFormation", () => {
  it("is known as AWS describes it", () => {
    assert.deepEqual(factsOf(cloudFormation), {
      provider: "CloudFormation",
      owner: "AWS",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 0, max: 10 },
      outputArtifacts: { min: 0, max: 1 },
      outputVariables: "decided at run time",
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });

  it("moves its artifacts itself", () => {
    const use = (action: unknown) => cloudFormation.artifactUse(cloudFormationSchema.parse(action));
    assert.deepEqual(use(full), { read: true, write: true });
    assert.deepEqual(use(deletion), { read: false, write: false });
  });

  it("asks of the role that CloudFormation works with what only its user knows", () => {
    const asks = (action: unknown) =>
      cloudFormation.requiredGrants?.(cloudFormationSchema.parse(action), context, "store");
    assert.deepEqual(asks(minimal), [
      {
        of: `the role ${executionRole}`,
        statements: downloadArtifacts(scope, "store"),
        note: "It must trust cloudformation.amazonaws.com. It needs permissions for everything that the template of the stack shop creates, changes and deletes.",
      },
    ]);
    assert.deepEqual(asks(stackActionOf({ ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "next" })), []);
  });

  it("hands artifacts on to the role of the stack, unless it takes none", () => {
    const readers = (action: unknown) => cloudFormation.artifactReaders?.(cloudFormationSchema.parse(action), context);
    assert.deepEqual(readers(minimal), [executionRole]);
    assert.deepEqual(readers(deletion), []);
  });

  it("works in the region and account that it runs in", () => {
    const scope = { partition: "aws", account: "444455556666", region: "us-east-1" };
    const [statement] = cloudFormation.permissions(cloudFormationSchema.parse(minimal), { ...context, scope });
    assert.deepEqual(statement?.Resource, ["arn:aws:cloudformation:us-east-1:444455556666:stack/shop/*"]);
  });
});

describeProvider(cloudFormation, {
  title: "an action that makes or updates a stack",
  minimal: {
    action: minimal,
    configuration: {
      ActionMode: "CREATE_UPDATE",
      StackName: "shop",
      RoleArn: executionRole,
      TemplatePath: "source::shop.yml",
    },
    statements: [onStack(deploy), passRole],
  },
  full: {
    action: configured(full, { ActionMode: "CREATE_UPDATE" }),
    configuration: {
      ActionMode: "CREATE_UPDATE",
      StackName: "shop",
      RoleArn: executionRole,
      TemplatePath: "source::shop.yml",
      TemplateConfiguration: "source::test.json",
      Capabilities: "CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND",
      ParameterOverrides:
        '{"Version":"#{Repository.CommitId}","Bucket":{"Fn::GetArtifactAtt":["code","BucketName"]},"Key":{"Fn::GetArtifactAtt":["code","ObjectKey"]},"Image":{"Fn::GetParam":["code","image.json","ImageURI"]}}',
      OutputFileName: "outputs.json",
    },
    statements: [onStack(deploy), stackPolicy, passRole],
  },
  required: ["ActionMode", "StackName", "RoleArn", "TemplatePath"],
  refused: [
    [
      "a change set",
      configured(minimal, { ChangeSetName: "next" }),
      "configuration.ChangeSetName",
      "has no effect with CREATE_UPDATE, which takes ActionMode, StackName, RoleArn, TemplatePath, Capabilities, ParameterOverrides, TemplateConfiguration, OutputFileName: remove it",
    ],
    [
      "a mode that AWS does not know",
      configured(minimal, { ActionMode: "DESTROY" }),
      "configuration.ActionMode",
      'is "DESTROY": allowed are CREATE_UPDATE, REPLACE_ON_FAILURE, DELETE_ONLY, CHANGE_SET_REPLACE, CHANGE_SET_EXECUTE',
    ],
  ],
  allowed: [
    ...[...deploy, "cloudformation:SetStackPolicy"].map((action) => ({ action, resource: stack })),
    allowedRole,
  ],
  denied: [
    ...otherStacks.flatMap((resource) =>
      [...deploy, "cloudformation:SetStackPolicy"].map((action) => ({ action, resource })),
    ),
    { action: "cloudformation:DeleteStack", resource: stack },
    { action: "cloudformation:TagResource", resource: stack },
    { action: "cloudformation:CreateChangeSet", resource: stack },
    { action: "cloudformation:ValidateTemplate", resource: "*" },
    ...deniedRoles,
  ],
});

describeProvider(cloudFormation, {
  title: "an action that replaces a stack that failed",
  minimal: {
    action: configured(minimal, { ActionMode: "REPLACE_ON_FAILURE" }),
    configuration: {
      ActionMode: "REPLACE_ON_FAILURE",
      StackName: "shop",
      RoleArn: executionRole,
      TemplatePath: "source::shop.yml",
    },
    statements: [onStack([...deploy, "cloudformation:DeleteStack"]), passRole],
  },
  full: {
    action: configured(full, { ParameterOverrides: undefined }),
    configuration: {
      ActionMode: "REPLACE_ON_FAILURE",
      StackName: "shop",
      RoleArn: executionRole,
      TemplatePath: "source::shop.yml",
      TemplateConfiguration: "source::test.json",
      Capabilities: "CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND",
      OutputFileName: "outputs.json",
    },
    statements: [onStack([...deploy, "cloudformation:DeleteStack"]), stackPolicy, passRole],
  },
  required: ["ActionMode", "StackName", "RoleArn", "TemplatePath"],
  refused: [],
  allowed: [{ action: "cloudformation:DeleteStack", resource: stack }, allowedRole],
  denied: [
    ...otherStacks.map((resource) => ({ action: "cloudformation:DeleteStack", resource })),
    { action: "cloudformation:ExecuteChangeSet", resource: stack },
    ...deniedRoles,
  ],
});

const deletes = ["cloudformation:DeleteStack", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"];
const ofDeletion = { ActionMode: "DELETE_ONLY", StackName: "shop", RoleArn: executionRole };
const onlyRole = "has no effect with DELETE_ONLY, which takes ActionMode, StackName, RoleArn: remove it";

describeProvider(cloudFormation, {
  title: "an action that deletes a stack",
  minimal: { action: deletion, configuration: ofDeletion, statements: [onStack(deletes), passRole] },
  full: { action: { ...deletion, runOrder: 9 }, configuration: ofDeletion, statements: [onStack(deletes), passRole] },
  required: ["ActionMode", "StackName", "RoleArn"],
  refused: [
    ...(
      [
        ["TemplatePath", "source::shop.yml"],
        ["TemplateConfiguration", "source::test.json"],
        ["ChangeSetName", "next"],
        ["Capabilities", ["CAPABILITY_IAM"]],
        ["ParameterOverrides", { Size: "small" }],
      ] as const
    ).map(
      ([key, value]) =>
        [
          key,
          configured({ ...deletion, inputArtifacts: ["source"] }, { [key]: value }),
          `configuration.${key}`,
          onlyRole,
        ] as [string, Record<string, unknown>, string, string],
    ),
    [
      "the outputs of a stack that is no more",
      configured({ ...deletion, outputArtifacts: ["outputs"] }, { OutputFileName: "outputs.json" }),
      "configuration.OutputFileName",
      onlyRole,
    ],
    [
      "an output artifact",
      { ...deletion, outputArtifacts: ["outputs"] },
      "outputArtifacts",
      'are ["outputs"], and without OutputFileName the action makes none: remove them',
    ],
  ],
  allowed: [...deletes.map((action) => ({ action, resource: stack })), allowedRole],
  denied: [
    ...otherStacks.flatMap((resource) => deletes.map((action) => ({ action, resource }))),
    { action: "cloudformation:CreateStack", resource: stack },
    { action: "cloudformation:UpdateStack", resource: stack },
    ...deniedRoles,
  ],
});
