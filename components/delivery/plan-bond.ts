import { manualApprovalAction } from "../actions/manual-approval";
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
  /**
   * The condition of the approval and of the deployment: the plan changes something, and its texts have their forms. Both
   * ask the same: neither runs without the other.
   */
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
    unlessEmpty: { result: "SKIP", rules: [changesSomething(variable), ...plainForms(variable)] },
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

/** How long an approval waits unless settings say otherwise, in minutes. */
export const defaultApprovalTimeout = 24 * 60;

/**
 * The approval of a plan, told to an existing topic.
 *
 * @param message - the text of the approval: that of the bond, or more
 */
export function planApproval(
  { message, reviewLink }: Pick<PlanBond, "message" | "reviewLink">,
  notificationArn: string,
  timeoutInMinutes = defaultApprovalTimeout,
): ReturnType<typeof manualApprovalAction> {
  return manualApprovalAction({
    name: "Plan",
    timeoutInMinutes,
    configuration: { NotificationArn: notificationArn, CustomData: message, ExternalEntityLink: reviewLink },
  });
}

/** The condition that skips a stage if a change set changes nothing. */
export function skipWithoutChanges(variable: (name: string) => string): SkipCondition {
  return { result: "SKIP", rules: [changesSomething(variable)] };
}

function changesSomething(variable: (name: string) => string) {
  return variableCheckRule({
    name: "ChangesSomething",
    configuration: { Variable: variable("CHANGE_COUNT"), Value: "0", Operator: "NE" },
  });
}

/** Addresses of builds in the console of each partition. */
const buildAddress = String.raw`https://[a-z0-9-]{5,30}\.console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)/codesuite/codebuild/[A-Za-z0-9_%/-]{20,600}\?region=[a-z0-9-]{5,30}`;

/**
 * Rules about the texts of a plan, which the program of the commit could forge. CodePipeline writes them into the JSON of a
 * build's variables as they are, so quotation marks could add variables; a link could lead approvers elsewhere.
 */
function plainForms(variable: (name: string) => string) {
  const forms = [
    ["PlainDigest", "PLAN_DIGEST", "[0-9a-f]{64}"],
    ["PlainSummary", "PLAN_SUMMARY", String.raw`[A-Za-z0-9_ .,:;/@()\[\]+*='-]{1,2000}`],
    ["LinkToBuild", "PREVIEW_LINK", buildAddress],
  ] as const;
  return forms.map(([name, output, form]) => hasForm(name, variable(output), form));
}

/** A rule that a variable has one form from its beginning to its end. AWS does not say that MATCHES compares all. */
export function hasForm(name: string, variable: string, form: string) {
  return variableCheckRule({
    name,
    configuration: { Variable: variable, Value: String.raw`\A${form}\z`, Operator: "MATCHES" },
  });
}
