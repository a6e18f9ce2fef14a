import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { actionShape, roleArnSchema } from "../base/action-shape";
import { actionType, movesArtifacts, type Place } from "../base/action-type";
import { artifactPath, artifactPathProblems } from "../base/artifact-path";
import { passedRoleProblems } from "../base/passed-role";
import { cloudFormationName } from "./name";
import { operationPreferences } from "./stack-set-operation";
import { stackSetParameterProblems, stackSetParametersSchema } from "./stack-set-parameters";
import { modelProblems, permissionModels } from "./stack-set-permission-model";
import { stackSetAsks, stackSetPermissions } from "./stack-set-permissions";
import { deploymentTargets, placeProblems, targetProblems, targetRegions } from "./stack-set-targets";
import { capabilities } from "./template-parameters";

export const stackSetSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormationStackSet"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The name of the stack set: a letter and up to 127 letters, digits or hyphens. No references. */
    StackSetName: cloudFormationName,
    /** The template in an input artifact, `<artifact>::<path>`, of 460,800 bytes at most. */
    TemplatePath: artifactPath,
    /**
     * What the stack set is for.
     * @default - nothing is said
     */
    Description: z.string().min(1).max(1000).optional(),
    /**
     * Values of the template's parameters, as `stackSetParameters` writes them:
     * `ParameterKey=Size,ParameterValue=small`; or a file of an input artifact, `<artifact>::<path>`.
     * @default - those that the template has, or the stack set had
     */
    Parameters: stackSetParametersSchema.optional(),
    /**
     * What the template may do that its writer must know about. Macros, `CAPABILITY_AUTO_EXPAND`, need `SELF_MANAGED`.
     * @default - neither IAM resources nor macros
     */
    Capabilities: distinct(z.array(z.enum(capabilities)).min(1)).optional(),
    /**
     * Whose roles work in the target accounts: `SELF_MANAGED` for the user's own, `SERVICE_MANAGED` for those that AWS
     * makes in the accounts of an organization.
     * @default "SELF_MANAGED"
     */
    PermissionModel: z.enum(permissionModels).default("SELF_MANAGED"),
    /**
     * The ARN of the role that CloudFormation goes to the target accounts with, with `SELF_MANAGED` alone.
     * @default - the role AWSCloudFormationStackSetAdministrationRole of the account
     */
    AdministrationRoleArn: roleArnSchema.optional(),
    /**
     * The name of the role that works in the target accounts, with `SELF_MANAGED` alone.
     * @default - AWSCloudFormationStackSetExecutionRole
     */
    ExecutionRoleName: matching(
      /^[\w+=,.@-]{1,64}$/,
      "give the name of a role, 1 to 64 letters, digits or the characters _+=,.@-",
    ).optional(),
    /**
     * Whether accounts that join the organization get stacks by themselves, with `SERVICE_MANAGED` alone and without
     * `DeploymentTargets` and `Regions`.
     * @default - `Disabled`
     */
    OrganizationsAutoDeployment: z.enum(["Enabled", "Disabled", "EnabledWithStackRetention"]).optional(),
    /**
     * Where stacks are made or updated, together with `Regions`: accounts with `SELF_MANAGED`, organizational units
     * with `SERVICE_MANAGED`, or a file of an input artifact, `<artifact>::<path>`.
     * @default - every stack that there is
     */
    DeploymentTargets: deploymentTargets.optional(),
    /**
     * The regions in which stacks are made or updated, in this order, together with `DeploymentTargets`.
     * @default - every stack that there is
     */
    Regions: targetRegions.optional(),
    ...operationPreferences,
  }),
});

type Action = z.output<typeof stackSetSchema>;

/**
 * Makes or updates a stack set, and its stacks in accounts and regions.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackSet
 */
export const stackSet = actionType(stackSetSchema, {
  provider: "CloudFormationStackSet",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 3 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: ["OperationId", "StackSetId"],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: problems,
  permissions: ({ configuration }, context) => stackSetPermissions(configuration, context),
  asksOthers: ({ configuration }, context) => stackSetAsks(configuration, context),
});

/** An action that makes or updates a stack set. */
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
