import { cloudFormation } from "../../../../components/actions/cloudformation/action";
import type { Statement } from "../../../../components/iam/statement";
import { configured, describeProvider } from "../../../support/provider-cases";
import {
  executionRole,
  otherRole,
  otherStacks,
  passRole,
  stack,
  stackActionOf,
  toCloudFormation,
} from "../../../support/stacks";

const prepare = stackActionOf({
  ActionMode: "CHANGE_SET_REPLACE",
  ChangeSetName: "next",
  RoleArn: executionRole,
  TemplatePath: "source::shop.yml",
});
const prepared = {
  ActionMode: "CHANGE_SET_REPLACE",
  StackName: "shop",
  ChangeSetName: "next",
  RoleArn: executionRole,
  TemplatePath: "source::shop.yml",
};

const execute = stackActionOf({ ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "next" });
const executed = { ActionMode: "CHANGE_SET_EXECUTE", StackName: "shop", ChangeSetName: "next" };

const resources = ["arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/*"];
const own = { "cloudformation:ChangeSetName": "next" };
const others = { "cloudformation:ChangeSetName": "next2" };

function onStack(actions: string[]): Statement {
  return { Sid: "Stack", Effect: "Allow", Action: actions, Resource: resources };
}

function onChangeSet(actions: string[]): Statement {
  const conditions = { StringEqualsIfExists: own };
  return { Sid: "ChangeSet", Effect: "Allow", Action: actions, Resource: resources, Condition: conditions };
}

const preparing = [
  onStack(["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"]),
  onChangeSet(["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"]),
  passRole,
];

describeProvider(cloudFormation, {
  title: "an action that prepares a change set",
  minimal: { action: prepare, configuration: prepared, statements: preparing },
  full: {
    action: configured(
      { ...prepare, outputArtifacts: ["outputs"] },
      {
        TemplateConfiguration: "source::test.json",
        Capabilities: ["CAPABILITY_IAM"],
        ParameterOverrides: { Size: "small" },
        OutputFileName: "outputs.json",
      },
    ),
    configuration: {
      ...prepared,
      TemplateConfiguration: "source::test.json",
      Capabilities: "CAPABILITY_IAM",
      ParameterOverrides: '{"Size":"small"}',
      OutputFileName: "outputs.json",
    },
    statements: preparing,
  },
  required: ["ActionMode", "StackName", "ChangeSetName", "RoleArn", "TemplatePath"],
  refused: [
    [
      "a change set with a name that CloudFormation does not take",
      configured(prepare, { ChangeSetName: "next_1" }),
      "configuration.ChangeSetName",
      'is "next_1": give a letter and up to 127 letters, digits, hyphens or references',
    ],
  ],
  allowed: [
    { action: "cloudformation:DescribeStacks", resource: stack },
    // AWS names no change set while the stack does not exist.
    { action: "cloudformation:DescribeChangeSet", resource: stack },
    { action: "cloudformation:CreateChangeSet", resource: stack, context: own },
    { action: "cloudformation:DeleteChangeSet", resource: stack, context: own },
    // A request without the name of a change set is limited to the stack.
    { action: "cloudformation:CreateChangeSet", resource: stack },
    { action: "iam:PassRole", resource: executionRole, context: toCloudFormation },
  ],
  denied: [
    { action: "cloudformation:CreateChangeSet", resource: stack, context: others },
    { action: "cloudformation:DeleteChangeSet", resource: stack, context: others },
    { action: "cloudformation:ExecuteChangeSet", resource: stack, context: own },
    { action: "cloudformation:CreateStack", resource: stack },
    { action: "cloudformation:UpdateStack", resource: stack },
    { action: "cloudformation:DeleteStack", resource: stack },
    ...otherStacks.flatMap((resource) =>
      ["CreateChangeSet", "DeleteChangeSet", "DescribeChangeSet"].map((name) => ({
        action: `cloudformation:${name}`,
        resource,
        context: own,
      })),
    ),
    { action: "iam:PassRole", resource: otherRole, context: toCloudFormation },
    { action: "iam:PassRole", resource: executionRole, context: { "iam:PassedToService": "lambda.amazonaws.com" } },
  ],
});

const executing = [
  onStack(["cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"]),
  onChangeSet(["cloudformation:ExecuteChangeSet"]),
];
const useless =
  "has no effect with CHANGE_SET_EXECUTE, which takes ActionMode, StackName, ChangeSetName, OutputFileName: remove it";
const withInput = { ...execute, inputArtifacts: ["source"] };

describeProvider(cloudFormation, {
  title: "an action that executes a change set",
  minimal: { action: execute, configuration: executed, statements: executing },
  full: {
    action: configured({ ...execute, outputArtifacts: ["outputs"] }, { OutputFileName: "outputs.json" }),
    configuration: { ...executed, OutputFileName: "outputs.json" },
    statements: executing,
  },
  required: ["ActionMode", "StackName", "ChangeSetName"],
  refused: [
    ["a role", configured(execute, { RoleArn: executionRole }), "configuration.RoleArn", useless],
    ["a template", configured(withInput, { TemplatePath: "source::a.yml" }), "configuration.TemplatePath", useless],
    [
      "a configuration of a template",
      configured(withInput, { TemplateConfiguration: "source::a.json" }),
      "configuration.TemplateConfiguration",
      useless,
    ],
    ["capabilities", configured(execute, { Capabilities: ["CAPABILITY_IAM"] }), "configuration.Capabilities", useless],
    [
      "parameters",
      configured(execute, { ParameterOverrides: { Size: "small" } }),
      "configuration.ParameterOverrides",
      useless,
    ],
  ],
  allowed: [
    { action: "cloudformation:DescribeStacks", resource: stack },
    { action: "cloudformation:DescribeStackEvents", resource: stack },
    { action: "cloudformation:DescribeChangeSet", resource: stack },
    { action: "cloudformation:ExecuteChangeSet", resource: stack, context: own },
  ],
  denied: [
    { action: "cloudformation:ExecuteChangeSet", resource: stack, context: others },
    ...otherStacks.map((resource) => ({ action: "cloudformation:ExecuteChangeSet", resource, context: own })),
    { action: "cloudformation:CreateChangeSet", resource: stack, context: own },
    { action: "cloudformation:DeleteChangeSet", resource: stack, context: own },
    { action: "cloudformation:UpdateStack", resource: stack },
    { action: "iam:PassRole", resource: executionRole, context: toCloudFormation },
  ],
});
