import { cloudFormationAction } from "../actions/cloudformation/action";
import { executionId, outputVariable } from "../pipelines/definition/variable-reference";
import { checkArguments } from "./action-arguments";
import type { ChangeSetAction } from "./change-set-action";
import {
  type ApprovalActionArgs,
  type Artifact,
  approvalAction,
  artifactName,
  type DeliveryAction,
  type StackActionArgs,
  stackAction,
} from "./inline-actions";
import type { DeliveryStage } from "./pipeline-plan";
import { bondChangeSet, bondPlan, type PlanBond, planVariables } from "./plan-bond";
import type { PlacedKeys, Target } from "./targets";
import type { UpdateAction } from "./update-action";
import type { UpdateSettings } from "./update-settings";

/** A deployment with a plan that people approve. Plain data. */
export interface PlannedDeployment extends Pick<PlanBond, "message" | "reviewLink" | "unlessEmpty"> {
  /** The actions that plan, for a stage before the approval. */
  readonly plan: readonly DeliveryAction[];
  /** The actions that apply the approved plan, for a stage after the approval. */
  readonly apply: readonly DeliveryAction[];
}

/** The arguments of {@link planUpdate}: the settings of a deployment, and its place in the pipeline. */
export type PlanUpdateArgs = UpdateSettings & {
  /** The name of the deployment, unique in the pipeline: 1 to 40 letters, digits, `-` or `_`. */
  readonly name: string;
  /** The repository: the source action, or the name of its artifact. A plan belongs to a commit. */
  readonly input: Artifact;
  /**
   * The ECR repository of the image that is deployed. The program gets the image of the commit as `IMAGE_URI`.
   * @default - no image
   */
  readonly imageRepositoryName?: string | undefined;
  /**
   * The account and region of the infrastructure and its state. The builds work there with a role of the target account.
   * @default - those of the pipeline
   */
  readonly target?: Target | undefined;
};

/**
 * Returns a deployment by Pulumi, Terraform or OpenTofu that applies an approved plan or nothing. {@link planStages}
 * makes its stages.
 *
 * @example
 * ```ts
 * const network = planUpdate({
 *   name: "Network",
 *   input: source,
 *   tool: "terraform",
 *   version: "1.13.5",
 *   sha256,
 *   state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "network.tfstate" },
 * });
 * ```
 * @see `@platform/aws-pipelines-docs/docs/production.md`
 */
export function planUpdate(args: PlanUpdateArgs): PlannedDeployment {
  checkArguments("planUpdate", args);
  const { name, input, imageRepositoryName, target, ...settings } = args;
  const namespace = `${name}-plan`;
  const bond = bondPlan((variable) => `#{${namespace}.${variable}}`, commitOf(input));
  const { message, reviewLink, unlessEmpty, approvedVariables } = bond;
  const update = { name, input, settings: settings as UpdateSettings, repositoryName: imageRepositoryName, target };
  const action = (step: "plan" | "apply", passed: Readonly<Record<string, string>>): UpdateAction & PlacedKeys => ({
    ...updateAction(update),
    ...(step === "plan" && { namespace }),
    update: { step, settings: settings as UpdateSettings, planName: name, repositoryName: imageRepositoryName, passed },
  });
  return {
    plan: [action("plan", planVariables)],
    apply: [action("apply", approvedVariables)],
    message,
    reviewLink,
    unlessEmpty,
  };
}

/** An action that applies infrastructure without a plan. */
export function updateAction({
  name,
  input,
  settings,
  repositoryName,
  target,
}: {
  readonly name: string;
  readonly input: Artifact;
  readonly settings: UpdateSettings;
  readonly repositoryName: string | undefined;
  readonly target?: Target | undefined;
}): UpdateAction & PlacedKeys {
  return {
    name,
    provider: "CodeBuild",
    inputArtifacts: [artifactName(input)],
    // No artifact: a role that writes artifacts could replace the source that is deployed.
    outputArtifacts: [],
    update: { step: "apply", settings, planName: undefined, repositoryName, passed: {} },
    ...(target && { target }),
  };
}

/** The arguments of {@link planStack}. */
export interface PlanStackArgs extends Omit<StackActionArgs, "runOrder" | "namespace"> {
  /**
   * The commit in the text of the approval: `outputVariable(source, "CommitId")`.
   * @default - the commit of `input`, if it is a git source; otherwise the text names none
   */
  commit?: string | undefined;
}

/**
 * Returns a deployment of a CloudFormation stack that executes the approved change set or nothing. {@link planStages} makes
 * its stages. CloudFormation refuses a change set that another update of the stack made obsolete.
 *
 * The name of the change set holds the execution, so executions do not replace each other's. A check before the execution
 * compares its id with the approved one. For a stack in another account, both read with roles of that account.
 *
 * @example
 * ```ts
 * const orders = planStack({ name: "Orders", input: build, stackName: "orders-prod", sam: { api: "http" } });
 * ```
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
 */
export function planStack({ commit, ...args }: PlanStackArgs): PlannedDeployment {
  checkArguments("planStack", { commit, ...args });
  const { name, target, stackName } = args;
  const ChangeSetName = `plan-${executionId}`;
  const namespace = `${name}-plan`;
  const { approvedId, ...bond } = bondChangeSet(
    (variable) => `#{${namespace}.${variable}}`,
    commit ?? commitOf(args.input),
  );
  const { configuration, ...stack } = stackAction(args);
  const place = target && { target };
  const read = (step: "describe" | "check"): ChangeSetAction & PlacedKeys => ({
    name: `${name}-${step}`,
    provider: "CodeBuild",
    inputArtifacts: stack.inputArtifacts ?? [],
    outputArtifacts: [],
    changeSet: { step, stackName, name: ChangeSetName, approvedId },
    ...place,
  });
  return {
    ...bond,
    plan: [
      {
        ...stack,
        namespace: `${name}-changes`,
        configuration: { ...configuration, ActionMode: "CHANGE_SET_REPLACE", ChangeSetName },
      },
      { ...read("describe"), namespace, runOrder: 2 },
    ],
    apply: [
      read("check"),
      {
        ...cloudFormationAction({
          name,
          runOrder: 2,
          configuration: { ActionMode: "CHANGE_SET_EXECUTE", StackName: stackName, ChangeSetName },
        }),
        ...place,
      },
    ],
  };
}

/** A reference to the commit of a source action. */
function commitOf(input: Artifact): string | undefined {
  return typeof input === "object" && "provider" in input && input.provider === "CodeStarSourceConnection"
    ? outputVariable(input as Extract<DeliveryAction, { provider: "CodeStarSourceConnection" }>, "CommitId")
    : undefined;
}

/** The arguments of {@link planStages}. */
export interface PlanStagesArgs extends Pick<ApprovalActionArgs, "notify" | "timeoutInMinutes"> {
  /**
   * The end of the names of the stages, such as `Network` for `Plan-Network`. A pipeline with several plans needs it.
   * @default - the stages are `Plan`, `ApprovePlan` and `Deploy`
   */
  readonly name?: string | undefined;
}

/**
 * Returns the three stages of a planned deployment: the plan, its approval, and the deployment. An empty plan skips the
 * last two.
 *
 * @example
 * ```ts
 * const stages = [{ name: "Source", actions: [source] }, ...planStages(network, { notify: ["ops@acme.example"] })];
 * ```
 */
export function planStages(planned: PlannedDeployment, args: PlanStagesArgs = {}): DeliveryStage[] {
  checkArguments("planStages", args);
  const { name, ...approval } = args;
  const { message, reviewLink } = planned;
  return stagesOfPlan(planned, approvalAction({ ...approval, name: "Plan", message, reviewLink }), name);
}

/** The three stages of a planned deployment with a given approval. */
export function stagesOfPlan(
  { plan, apply, unlessEmpty }: PlannedDeployment,
  approval: DeliveryAction,
  name?: string,
): [plan: DeliveryStage, approval: DeliveryStage, deployment: DeliveryStage] {
  const end = name === undefined ? "" : `-${name}`;
  return [
    { name: `Plan${end}`, actions: plan },
    { name: `ApprovePlan${end}`, beforeEntry: unlessEmpty, actions: [approval] },
    { name: `Deploy${end}`, beforeEntry: unlessEmpty, actions: apply },
  ];
}
