import { z } from "zod";
import { roleArn } from "../../aws/arn";
import { roleArnSchema, roleName, stackName } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { allowedKeys, distinct } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction, type Place, type RequiredGrant } from "../base/action-type";
import { artifactPath, artifactPathProblems } from "../base/artifact-path";
import { passedRoleProblems, passRole } from "../base/passed-role";
import {
  accountsOf,
  delegationPermissions,
  deploymentTargets,
  operationPreferences,
  placeProblems,
  stackSetOf,
  stackSetParameterProblems,
  stackSetParametersSchema,
  targetProblems,
  targetRegions,
} from "./stack-set-shape";
import { capabilities } from "./template-parameters";

export const stackSetSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormationStackSet"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The name of the stack set: a letter and up to 127 letters, digits or hyphens. No references. */
    StackSetName: stackName,
    /** The template in an input artifact, `<artifact>::<path>`, at most 460,800 bytes. */
    TemplatePath: artifactPath,
    /**
     * The purpose of the stack set, 1 to 1000 characters.
     * @default - none
     */
    Description: z.string().min(1).max(1000).optional(),
    /**
     * Values of the template's parameters, as `stackSetParameters` writes them:
     * `ParameterKey=Size,ParameterValue=small`; or a file of an input artifact, `<artifact>::<path>`.
     * @default - the defaults of the template, or the current values of the stack set
     */
    Parameters: stackSetParametersSchema.optional(),
    /**
     * The capabilities that you acknowledge for the template. Macros, `CAPABILITY_AUTO_EXPAND`, need `SELF_MANAGED`.
     * @default - neither IAM resources nor macros
     */
    Capabilities: distinct(z.array(z.enum(capabilities)).min(1)).optional(),
    /**
     * The roles that work in the target accounts: your own (`SELF_MANAGED`), or those that AWS creates in the accounts of
     * an organization (`SERVICE_MANAGED`).
     * @default "SELF_MANAGED"
     */
    PermissionModel: z.enum(["SELF_MANAGED", "SERVICE_MANAGED"]).default("SELF_MANAGED"),
    /**
     * The ARN of the role that CloudFormation enters the target accounts with. `SELF_MANAGED` only.
     * @default - the role AWSCloudFormationStackSetAdministrationRole of the account
     */
    AdministrationRoleArn: roleArnSchema.optional(),
    /**
     * The name of the role that works in the target accounts. `SELF_MANAGED` only.
     * @default - AWSCloudFormationStackSetExecutionRole
     */
    ExecutionRoleName: roleName.optional(),
    /**
     * Whether accounts that join the organization get stacks automatically. `SERVICE_MANAGED` only, without
     * `DeploymentTargets` and `Regions`.
     * @default - `Disabled`
     */
    OrganizationsAutoDeployment: z.enum(["Enabled", "Disabled", "EnabledWithStackRetention"]).optional(),
    /**
     * Where stacks are created or updated, together with `Regions`: accounts with `SELF_MANAGED`, organizational units
     * with `SERVICE_MANAGED`, or a file of an input artifact, `<artifact>::<path>`.
     * @default - every existing stack
     */
    DeploymentTargets: deploymentTargets.optional(),
    /**
     * The regions in which stacks are created or updated, in this order, together with `DeploymentTargets`.
     * @default - every existing stack
     */
    Regions: targetRegions.optional(),
    ...operationPreferences,
  }),
});

type Action = z.output<typeof stackSetSchema>;
type Configuration = Action["configuration"];

/**
 * Creates or updates a CloudFormation stack set and its stacks in accounts and regions.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackSet
 */
export const stackSet = defineAction({
  schema: stackSetSchema,
  inputArtifacts: { min: 1, max: 3 },
  outputVariables: ["OperationId", "StackSetId"],
  validate: problems,
  permissions,
  artifactReaders: ({ configuration }, { scope }) =>
    configuration.PermissionModel === "SELF_MANAGED" ? [administrationRole(configuration, scope)] : [],
  requiredGrants,
});

/** Returns an action that creates or updates a stack set. */
export function stackSetAction(
  action: Omit<z.input<typeof stackSetSchema>, "provider">,
): z.input<typeof stackSetSchema> {
  return { ...action, provider: "CloudFormationStackSet" };
}

function problems(action: Action, place: Place | undefined): Problem[] {
  const { configuration } = action;
  const { TemplatePath, Parameters, DeploymentTargets, PermissionModel, AdministrationRoleArn } = configuration;
  return [
    ...artifactPathProblems(action, "TemplatePath", TemplatePath),
    ...stackSetParameterProblems(action, "Parameters", Parameters),
    ...targetProblems(
      action,
      DeploymentTargets,
      PermissionModel === "SELF_MANAGED" ? "accounts" : "organizational units",
    ),
    ...passedRoleProblems(action, "configuration.AdministrationRoleArn", AdministrationRoleArn, place),
    ...modelProblems(configuration),
    ...placeProblems(configuration),
  ];
}

const keysOfOtherModel = {
  SELF_MANAGED: ["OrganizationsAutoDeployment", "CallAs"],
  SERVICE_MANAGED: ["AdministrationRoleArn", "ExecutionRoleName"],
} as const;

function modelProblems(configuration: Configuration): Problem[] {
  const { PermissionModel: model, Capabilities = [] } = configuration;
  const useless = keysOfOtherModel[model].filter((key) => configuration[key] !== undefined);
  const found = useless.map((key) => ({
    path: `configuration.${key}`,
    reason: `has no effect with the PermissionModel ${model}: remove it, or change the model`,
  }));
  if (model === "SERVICE_MANAGED" && Capabilities.includes("CAPABILITY_AUTO_EXPAND")) {
    const reason = "has CAPABILITY_AUTO_EXPAND, and stack sets that are SERVICE_MANAGED expand no macros: remove it";
    found.push({ path: "configuration.Capabilities", reason });
  }
  return found;
}

/**
 * The permissions to create and update one stack set. AWS knows no resource for CreateStackSet, although the action's
 * page gives it one; the administration role limits it, where the action names one.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#edit-role-cfn-stackset
 */
function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const { StackSetName, AdministrationRoleArn: role, PermissionModel, CallAs } = configuration;
  return [
    allowStatement({
      sid: "CreateStackSet",
      actions: ["cloudformation:CreateStackSet"],
      resources: ["*"],
      ...(role !== undefined && { conditions: { ArnEqualsIfExists: { "cloudformation:RoleArn": role } } }),
    }),
    allowStatement({
      sid: "StackSet",
      actions: [
        "cloudformation:CreateStackInstances",
        "cloudformation:DescribeStackSet",
        "cloudformation:DescribeStackSetOperation",
        "cloudformation:ListStackInstances",
        "cloudformation:UpdateStackSet",
      ],
      resources: [stackSetOf(scope, StackSetName, CallAs)],
    }),
    ...(PermissionModel === "SELF_MANAGED"
      ? [passRole([administrationRole(configuration, scope)], "cloudformation")]
      : []),
    ...delegationPermissions(CallAs),
  ];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html */
function requiredGrants({ configuration }: Action, { scope }: ActionContext): RequiredGrant[] {
  const { StackSetName, PermissionModel, ExecutionRoleName, DeploymentTargets } = configuration;
  if (PermissionModel === "SERVICE_MANAGED") {
    const note = "must activate trusted access for CloudFormation StackSets; AWS then creates the roles";
    return [{ of: "the organization's management account", statements: [], note }];
  }
  const administration = administrationRole(configuration, scope);
  const execution = ExecutionRoleName ?? "AWSCloudFormationStackSetExecutionRole";
  const accounts = accountsOf(DeploymentTargets);
  const roles = (accounts.length > 0 ? accounts : ["*"]).map((account) =>
    roleArn({ ...scope, account, rolePath: "/" }, execution),
  );
  const everywhere = accounts.length > 0 ? `the accounts ${accounts.join(", ")}` : "each target account";
  return [
    {
      of: `the role ${administration}`,
      statements: [allowStatement({ sid: "AssumeExecutionRoles", actions: ["sts:AssumeRole"], resources: roles })],
      note: "It must trust cloudformation.amazonaws.com.",
    },
    {
      of: `the role ${execution} of ${everywhere}`,
      statements: [],
      note: `It must trust ${administration}. It needs permissions for everything that the template of the stack set ${StackSetName} creates, changes and deletes.`,
    },
  ];
}

function administrationRole({ AdministrationRoleArn }: Configuration, scope: AwsScope): string {
  return AdministrationRoleArn ?? roleArn({ ...scope, rolePath: "/" }, "AWSCloudFormationStackSetAdministrationRole");
}
