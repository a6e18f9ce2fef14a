import { z } from "zod";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, actionType, movesArtifacts, type RequiredGrant } from "../base/action-type";
import { cloudFormationName } from "./name";
import { delegationPermissions, operationPreferences } from "./stack-set-operation";
import { stackSetParameterProblems, stackSetParametersSchema } from "./stack-set-parameters";
import { stackSetOf } from "./stack-set-permissions";
import { accountsOf, deploymentTargets, placeProblems, targetProblems, targetRegions } from "./stack-set-targets";

export const stackInstancesSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormationStackInstances"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The name of a stack set that exists: a letter and up to 127 letters, digits or hyphens. No references. */
    StackSetName: cloudFormationName,
    /**
     * Where stacks are made or updated: accounts or organizational units, as the stack set's permission model has it, or
     * a file of an input artifact, `<artifact>::<path>`. Required, as the regions are.
     */
    DeploymentTargets: deploymentTargets.optional(),
    /** The regions in which stacks are made or updated, in this order. */
    Regions: targetRegions,
    /**
     * Values of parameters in these stacks, as `stackSetParameters` writes them:
     * `ParameterKey=Size,ParameterValue=small`; or a file of an input artifact, `<artifact>::<path>`.
     * @default - those of the stack set
     */
    ParameterOverrides: stackSetParametersSchema.optional(),
    ...operationPreferences,
  }),
});

type Action = z.output<typeof stackInstancesSchema>;

/**
 * Makes stacks of a stack set in accounts and regions, or brings those that are there up to date.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackInstances
 */
export const stackInstances = actionType(stackInstancesSchema, {
  provider: "CloudFormationStackInstances",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 0, max: 2 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: ["OperationId", "StackSetId"],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: problems,
  permissions,
  asksOthers,
});

/** An action that makes or updates stacks of a stack set. */
export function stackInstancesAction(
  action: Omit<z.input<typeof stackInstancesSchema>, "provider">,
): z.input<typeof stackInstancesSchema> {
  return { ...action, provider: "CloudFormationStackInstances" };
}

function problems(action: Action): Problem[] {
  const { DeploymentTargets, ParameterOverrides, CallAs } = action.configuration;
  return [
    ...placeProblems(action.configuration),
    ...targetProblems(action, DeploymentTargets, CallAs === undefined ? "one kind" : "organizational units"),
    ...stackSetParameterProblems(action, "ParameterOverrides", ParameterOverrides),
  ];
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#edit-role-cfn-stackinstances */
function permissions({ configuration: { StackSetName, CallAs } }: Action, { scope }: ActionContext): Statement[] {
  return [
    allowStatement({
      sid: "StackSet",
      actions: ["cloudformation:CreateStackInstances", "cloudformation:DescribeStackSetOperation"],
      resources: [stackSetOf(scope, StackSetName, CallAs)],
    }),
    ...delegationPermissions(CallAs),
  ];
}

function asksOthers({ configuration: { StackSetName, DeploymentTargets } }: Action): RequiredGrant[] {
  const accounts = accountsOf(DeploymentTargets);
  const note = `must have the execution role of the stack set ${StackSetName}, which trusts the administration role of the stack set`;
  return accounts.length === 0 ? [] : [{ of: `the accounts ${accounts.join(", ")}`, statements: [], note }];
}
