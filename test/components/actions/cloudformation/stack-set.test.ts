import assert from "node:assert/strict";
import { stackSet, stackSetSchema } from "../../../../components/actions/cloudformation/stack-set";
import { stackSetParameters } from "../../../../components/actions/cloudformation/stack-set-shape";
import type { Statement } from "../../../../components/iam/statement";
import { context } from "../../../support/pipelines";
import { describeProvider, factsOf } from "../../../support/provider-cases";
import {
  delegation,
  otherDelegation,
  otherSets,
  preferences,
  set,
  stackSetActionOf,
} from "../../../support/stack-sets";
import { toCloudFormation } from "../../../support/stacks";

const defaultRole = "arn:aws:iam::111122223333:role/AWSCloudFormationStackSetAdministrationRole";
const administrationRole = "arn:aws:iam::111122223333:role/guardrails-administration";

const actions = [
  "cloudformation:CreateStackInstances",
  "cloudformation:DescribeStackSet",
  "cloudformation:DescribeStackSetOperation",
  "cloudformation:ListStackInstances",
  "cloudformation:UpdateStackSet",
];

const create: Statement = {
  Sid: "CreateStackSet",
  Effect: "Allow",
  Action: ["cloudformation:CreateStackSet"],
  Resource: ["*"],
};

function onSet(account = "111122223333"): Statement {
  const resource = `arn:aws:cloudformation:eu-central-1:${account}:stackset/guardrails:*`;
  return { Sid: "StackSet", Effect: "Allow", Action: actions, Resource: [resource] };
}

function pass(role: string): Statement {
  const conditions = { StringEquals: toCloudFormation };
  return { Sid: "PassRole", Effect: "Allow", Action: ["iam:PassRole"], Resource: [role], Condition: conditions };
}

const minimal = {
  action: stackSetActionOf(),
  configuration: {
    StackSetName: "guardrails",
    TemplatePath: "source::guardrails.yml",
    PermissionModel: "SELF_MANAGED",
  },
  statements: [create, onSet(), pass(defaultRole)],
};

const selfManaged = stackSetActionOf({
  Description: "What no account may do.",
  Parameters: stackSetParameters({ Size: "small", Trail: { usePreviousValue: true } }),
  Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
  AdministrationRoleArn: administrationRole,
  ExecutionRoleName: "guardrails-execution",
  DeploymentTargets: ["444455556666", "777788889999"],
  Regions: ["eu-central-1", "us-east-1"],
  ...preferences,
});

const serviceManaged = stackSetActionOf({
  PermissionModel: "SERVICE_MANAGED",
  DeploymentTargets: ["ou-ab12-abcdefgh", "r-ab12"],
  Regions: ["eu-central-1"],
  CallAs: "DELEGATED_ADMIN",
});

const withRole = { "cloudformation:RoleArn": administrationRole };
const every = [...actions, "cloudformation:DeleteStackSet", "cloudformation:DeleteStackInstances"];

describe("an action on a stack set", () => {
  it("is known as AWS describes it", () => {
    assert.deepEqual(factsOf(stackSet), {
      provider: "CloudFormationStackSet",
      owner: "AWS",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 1, max: 3 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: ["OperationId", "StackSetId"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });

  it("reads its template, and writes nothing", () => {
    assert.deepEqual(stackSet.artifactUse(stackSetSchema.parse(minimal.action)), { read: true, write: false });
  });

  it("asks of the roles of the user's own that one may take on the other in each account", () => {
    assert.deepEqual(stackSet.requiredGrants?.(stackSetSchema.parse(selfManaged), context, "store"), [
      {
        of: `the role ${administrationRole}`,
        statements: [
          {
            Sid: "AssumeExecutionRoles",
            Effect: "Allow",
            Action: ["sts:AssumeRole"],
            Resource: [
              "arn:aws:iam::444455556666:role/guardrails-execution",
              "arn:aws:iam::777788889999:role/guardrails-execution",
            ],
          },
        ],
        note: "It must trust cloudformation.amazonaws.com.",
      },
      {
        of: "the role guardrails-execution of the accounts 444455556666, 777788889999",
        statements: [],
        note: `It must trust ${administrationRole}. It needs permissions for everything that the template of the stack set guardrails creates, changes and deletes.`,
      },
    ]);
  });

  it("asks the same of AWS's default roles, wherever the accounts are not known", () => {
    const [administration, execution] =
      stackSet.requiredGrants?.(stackSetSchema.parse(minimal.action), context, "store") ?? [];
    assert.equal(administration?.of, `the role ${defaultRole}`);
    assert.deepEqual(administration?.statements[0]?.Resource, [
      "arn:aws:iam::*:role/AWSCloudFormationStackSetExecutionRole",
    ]);
    assert.equal(execution?.of, "the role AWSCloudFormationStackSetExecutionRole of each target account");
  });

  it("asks of an organization that it lets AWS make the roles", () => {
    assert.deepEqual(stackSet.requiredGrants?.(stackSetSchema.parse(serviceManaged), context, "store"), [
      {
        of: "the organization's management account",
        statements: [],
        note: "must activate trusted access for CloudFormation StackSets; AWS then creates the roles",
      },
    ]);
  });
});

describeProvider(stackSet, {
  title: "an action on a stack set with roles of the user's own",
  minimal,
  full: {
    action: selfManaged,
    configuration: {
      StackSetName: "guardrails",
      TemplatePath: "source::guardrails.yml",
      Description: "What no account may do.",
      Parameters: "ParameterKey=Size,ParameterValue=small ParameterKey=Trail,UsePreviousValue=true",
      Capabilities: "CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND",
      PermissionModel: "SELF_MANAGED",
      AdministrationRoleArn: administrationRole,
      ExecutionRoleName: "guardrails-execution",
      DeploymentTargets: "444455556666,777788889999",
      Regions: "eu-central-1,us-east-1",
      FailureTolerancePercentage: "0",
      MaxConcurrentPercentage: "100",
      RegionConcurrencyType: "PARALLEL",
      ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
    },
    statements: [{ ...create, Condition: { ArnEqualsIfExists: withRole } }, onSet(), pass(administrationRole)],
  },
  required: ["StackSetName", "TemplatePath"],
  refused: [],
  allowed: [
    { action: "cloudformation:CreateStackSet", resource: "*", context: withRole },
    ...actions.map((action) => ({ action, resource: set })),
    { action: "iam:PassRole", resource: administrationRole, context: toCloudFormation },
  ],
  denied: [
    { action: "cloudformation:CreateStackSet", resource: "*", context: { "cloudformation:RoleArn": defaultRole } },
    ...otherSets.flatMap((resource) => every.map((action) => ({ action, resource }))),
    { action: "cloudformation:DeleteStackSet", resource: set },
    { action: "cloudformation:DeleteStackInstances", resource: set },
    { action: "iam:PassRole", resource: defaultRole, context: toCloudFormation },
    { action: "iam:PassRole", resource: administrationRole, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    delegation,
  ],
});

describeProvider(stackSet, {
  title: "an action on a stack set with roles of AWS's making",
  minimal: {
    action: stackSetActionOf({ PermissionModel: "SERVICE_MANAGED", OrganizationsAutoDeployment: "Enabled" }),
    configuration: {
      ...minimal.configuration,
      PermissionModel: "SERVICE_MANAGED",
      OrganizationsAutoDeployment: "Enabled",
    },
    statements: [create, onSet()],
  },
  full: {
    action: serviceManaged,
    configuration: {
      ...minimal.configuration,
      PermissionModel: "SERVICE_MANAGED",
      DeploymentTargets: "ou-ab12-abcdefgh,r-ab12",
      Regions: "eu-central-1",
      CallAs: "DELEGATED_ADMIN",
    },
    statements: [
      create,
      onSet("*"),
      {
        Sid: "Delegation",
        Effect: "Allow",
        Action: ["organizations:ListDelegatedAdministrators"],
        Resource: ["*"],
        Condition: { StringEqualsIfExists: delegation.context },
      },
    ],
  },
  required: ["StackSetName", "TemplatePath"],
  refused: [],
  accepted: [
    ["the management account itself", stackSetActionOf({ PermissionModel: "SERVICE_MANAGED", CallAs: "SELF" })],
  ],
  allowed: [{ action: "cloudformation:UpdateStackSet", resource: set }, delegation],
  denied: [
    ...otherSets.flatMap((resource) => every.map((action) => ({ action, resource }))),
    otherDelegation,
    { action: "iam:PassRole", resource: defaultRole, context: toCloudFormation },
  ],
});
