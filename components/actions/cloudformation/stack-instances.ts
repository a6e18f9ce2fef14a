import { z } from "zod";
import { stackName } from "../../aws/names";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction, type RequiredGrant } from "../base/action-type";
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

export const stackInstancesSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormationStackInstances"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The name of a stack set that exists: a letter and up to 127 letters, digits or hyphens. No references. */
    StackSetName: stackName,
    /**
     * Where stacks are created or updated: accounts or organizational units, as the stack set's permission model
     * requires, or a file of an input artifact, `<artifact>::<path>`. Required, together with the regions.
     */
    DeploymentTargets: deploymentTargets.optional(),
    /** The regions in which stacks are created or updated, in this order. */
    Regions: targetRegions,
    /**
     * Values of parameters in these stacks, as `stackSetParameters` writes them:
     * `ParameterKey=Size,ParameterValue=small`; or a file of an input artifact, `<artifact>::<path>`.
     * @default - the values of the stack set
     */
    ParameterOverrides: stackSetParametersSchema.optional(),
    ...operationPreferences,
  }),
});

type Action = z.output<typeof stackInstancesSchema>;

/**
 * Creates stacks of a stack set in accounts and regions, or updates existing stacks.
 *
 * @see
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackInstances
 */
export const stackInstances = defineAction({
  schema: stackInstancesSchema,
  inputArtifacts: { min: 0, max: 2 },
  outputVariables: ["OperationId", "StackSetId"],
  validate: problems,
  permissions,
  requiredGrants,
});

/** Returns an action that creates or updates stacks of a stack set. */
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

function requiredGrants({ configuration: { StackSetName, DeploymentTargets } }: Action): RequiredGrant[] {
  const accounts = accountsOf(DeploymentTargets);
  const note = `They must have the execution role of the stack set ${StackSetName}, which trusts the administration role of the stack set.`;
  return accounts.length === 0 ? [] : [{ of: `the accounts ${accounts.join(", ")}`, statements: [], note }];
}
