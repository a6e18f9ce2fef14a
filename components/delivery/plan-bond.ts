import { variableCheckRule } from "../actions/rules/variable-check";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { executionId } from "../pipelines/definition/variable-reference";
import { approvedDigest, approvedSummary } from "../recipes/change-plan";

/** The variable that names the execution of a plan: a stage that is rolled back would bring an older plan. */
const ofExecution = { EXECUTION_ID: executionId };

/** Variables that the action of a plan passes to its build. */
export const planVariables: Readonly<Record<string, string>> = ofExecution;

/** The condition of a stage that an empty plan skips. */
export type SkipCondition = PipelineDefinition["stages"][number]["beforeEntry"];

/** The parts of a pipeline that bind an approval and a deployment to a plan. */
export interface PlanBond {
  /** The text of the approval. */
  readonly message: string;
  /** The address that approvers review. */
  readonly reviewLink: string;
  /** The condition of the approval and of the deployment. Both ask the same: neither runs without the other. */
  readonly unlessEmpty: SkipCondition;
  /** Variables that the action of the deployment passes to its build, which compares them with its own plan. */
  readonly approvedVariables: Readonly<Record<string, string>>;
}

/**
 * Binds an approval and a deployment to the plan of an action.
 *
 * @param variable - returns the reference to an output variable of the action that plans
 * @param commit - the commit in the text of the approval, or a reference to it
 */
export function bondPlan(variable: (name: string) => string, commit?: string): PlanBond {
  const digest = variable("PLAN_DIGEST");
  const summary = variable("PLAN_SUMMARY");
  const what = commit === undefined ? "Deploys" : `Deploys commit ${commit}`;
  return {
    message: `${what}: ${summary}. Digest of the plan: ${digest}. The log of the plan lists each change and shows the same digest.`,
    reviewLink: variable("PREVIEW_LINK"),
    unlessEmpty: skipWithoutChanges(variable),
    // The build compares both with its own plan: the approval told the truth, or nothing is deployed.
    approvedVariables: { ...ofExecution, [approvedDigest]: digest, [approvedSummary]: summary },
  };
}

/** Binds an approval to the change set that an action describes. {@link bondPlan} has the parameters. */
export function bondChangeSet(
  variable: (name: string) => string,
  commit?: string,
): Omit<PlanBond, "approvedVariables"> & { readonly approvedId: string } {
  const what = commit === undefined ? "Deploys" : `Deploys commit ${commit}`;
  return {
    message: `${what}: ${variable("PLAN_SUMMARY")}. The link shows the change set, which is executed as it is.`,
    reviewLink: variable("PREVIEW_LINK"),
    unlessEmpty: skipWithoutChanges(variable),
    approvedId: variable("CHANGE_SET_ID"),
  };
}

/** The condition that skips a stage if a plan changes nothing. */
export function skipWithoutChanges(variable: (name: string) => string): SkipCondition {
  return {
    result: "SKIP",
    rules: [
      variableCheckRule({
        name: "ChangesSomething",
        configuration: { Variable: variable("CHANGE_COUNT"), Value: "0", Operator: "NE" },
      }),
    ],
  };
}
