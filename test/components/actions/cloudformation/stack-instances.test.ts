import assert from "node:assert/strict";
import { stackInstances, stackInstancesSchema } from "../../../../components/actions/cloudformation/stack-instances";
import { context } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";
import {
  delegation,
  otherDelegation,
  otherSets,
  preferences,
  set,
  stackInstancesActionOf,
} from "../../../support/stack-sets";

const minimal = stackInstancesActionOf();
const units = { DeploymentTargets: ["ou-ab12-abcdefgh"], CallAs: "DELEGATED_ADMIN" as const };
const full = {
  ...stackInstancesActionOf({ ...units, ...preferences, ParameterOverrides: "overrides::eu.json" }),
  inputArtifacts: ["overrides"],
};
const actions = ["cloudformation:CreateStackInstances", "cloudformation:DescribeStackSetOperation"];

describe("an action on the stacks of a stack set", () => {
  it("is known as AWS describes it", () => {
    assert.deepEqual(factsOf(stackInstances), {
      provider: "CloudFormationStackInstances",
      owner: "AWS",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 0, max: 2 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: ["OperationId", "StackSetId"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });

  it("reads the files that it names, and nothing where it names none", () => {
    const use = (action: unknown) => stackInstances.artifactUse(stackInstancesSchema.parse(action));
    assert.deepEqual(use(minimal), { read: false, write: false });
    assert.deepEqual(use(full), { read: true, write: false });
  });

  it("asks of target accounts that they have a role for it, and of no organizational unit", () => {
    const asks = (action: unknown) =>
      stackInstances.requiredGrants?.(stackInstancesSchema.parse(action), context, "store");
    assert.deepEqual(asks(minimal), [
      {
        of: "the accounts 444455556666, 777788889999",
        statements: [],
        note: "They must have the execution role of the stack set guardrails, which trusts the administration role of the stack set.",
      },
    ]);
    assert.deepEqual(asks(full), []);
  });
});

describeProvider(stackInstances, {
  title: "an action that makes stacks of a stack set",
  minimal: {
    action: minimal,
    configuration: {
      StackSetName: "guardrails",
      DeploymentTargets: "444455556666,777788889999",
      Regions: "eu-central-1,us-east-1",
    },
    statements: [
      {
        Sid: "StackSet",
        Effect: "Allow",
        Action: actions,
        Resource: ["arn:aws:cloudformation:eu-central-1:111122223333:stackset/guardrails:*"],
      },
    ],
  },
  full: {
    action: full,
    configuration: {
      StackSetName: "guardrails",
      DeploymentTargets: "ou-ab12-abcdefgh",
      Regions: "eu-central-1,us-east-1",
      ParameterOverrides: "overrides::eu.json",
      FailureTolerancePercentage: "0",
      MaxConcurrentPercentage: "100",
      RegionConcurrencyType: "PARALLEL",
      ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
      CallAs: "DELEGATED_ADMIN",
    },
    statements: [
      {
        Sid: "StackSet",
        Effect: "Allow",
        Action: actions,
        // The stack sets of delegated administrators are the management account's.
        Resource: ["arn:aws:cloudformation:eu-central-1:*:stackset/guardrails:*"],
      },
      {
        Sid: "Delegation",
        Effect: "Allow",
        Action: ["organizations:ListDelegatedAdministrators"],
        Resource: ["*"],
        Condition: { StringEqualsIfExists: delegation.context },
      },
    ],
  },
  required: ["StackSetName", "DeploymentTargets", "Regions"],
  refused: [
    [
      "accounts and organizational units together",
      configured(minimal, { DeploymentTargets: ["444455556666", "ou-ab12-abcdefgh"] }),
      "configuration.DeploymentTargets",
      'is ["444455556666","ou-ab12-abcdefgh"]: give accounts alone, or organizational units alone',
    ],
    [
      "accounts of an organization's administrator",
      configured(minimal, { CallAs: "SELF" }),
      "configuration.DeploymentTargets",
      'is ["444455556666","777788889999"]: give organizational units, or the root, alone: AWS manages the roles in them',
    ],
    [
      "parameters in an artifact that the action does not take",
      configured(minimal, { ParameterOverrides: "overrides::eu.json" }),
      "configuration.ParameterOverrides",
      'is "overrides::eu.json", in no input artifact of the action: add it to inputArtifacts',
    ],
    [
      "a secret among the parameters",
      configured(minimal, { ParameterOverrides: "ParameterKey=DbPassword,ParameterValue=hunter2" }),
      "configuration.ParameterOverrides",
      "has the name of a secret, and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up",
    ],
    [
      "a template, which is the stack set's",
      configured(minimal, { TemplatePath: "source::a.yml" }),
      "configuration.TemplatePath",
      "is not known here: allowed are StackSetName, DeploymentTargets, Regions, ParameterOverrides, FailureTolerancePercentage, MaxConcurrentPercentage, RegionConcurrencyType, ConcurrencyMode, CallAs",
    ],
  ],
  accepted: [
    ["organizational units alone", configured(minimal, { DeploymentTargets: ["ou-ab12-abcdefgh", "r-ab12"] })],
  ],
  allowed: [...actions.map((action) => ({ action, resource: set })), delegation],
  denied: [
    ...otherSets.flatMap((resource) => actions.map((action) => ({ action, resource }))),
    { action: "cloudformation:UpdateStackSet", resource: set },
    { action: "cloudformation:DeleteStackInstances", resource: set },
    { action: "cloudformation:CreateStackSet", resource: "*" },
    otherDelegation,
  ],
});
