import type { z } from "zod";
import type { AwsScope } from "../aws/scope";
import { type ApprovalAction, type Artifact, approvalAction } from "../delivery/inline-actions";
import type { DeliveryStage } from "../delivery/pipeline-plan";
import { updateAction } from "../delivery/planned-deployment";
import { type PulumiUpdate, updateProblems } from "../delivery/update-settings";
import { pulumiProgram } from "../infrastructure/settings";
import { pipelineLimits } from "../pipelines/validation/structure";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, shown } from "../schema/vocabulary";
import { type FleetPlan, fullStackName, type PlannedEnvironment, type PlannedWave } from "./plan";

/** How the pipeline of a fleet runs Pulumi. */
export const fleetDeploymentSchema = allowedKeys({
  /** The Pulumi CLI. */
  cli: allowedKeys({
    /** The version, x.y.z. */
    version: pulumiProgram.version,
    /** The SHA-256 of the download for Linux on x64, as Pulumi lists it. */
    sha256: pulumiProgram.sha256,
    /**
     * The major version of Node.js that runs the programs.
     * @default 22
     */
    nodejs: pulumiProgram.nodejs,
  }),
});

/** How the pipeline of a fleet runs Pulumi. */
export interface FleetDeployment extends z.output<typeof fleetDeploymentSchema> {}

/**
 * Returns the stages that deploy the waves of a fleet: one stage for up to 50 environments, and a stage before it for the
 * approval. Each environment is one action with its own build project and role, so that a retry of failed actions deploys
 * the failed environments alone.
 *
 * @param input - the action that makes the source artifact
 * @param commit - the commit in the texts of approvals, or a reference to it
 */
export function fleetStages(
  plan: FleetPlan,
  deployment: FleetDeployment,
  input: Artifact,
  commit?: string,
): DeliveryStage[] {
  return plan.waves.flatMap((wave) => [
    ...(wave.approval === undefined ? [] : [{ name: `Approve.${wave.name}`, actions: [approvalOf(wave, commit)] }]),
    ...waveStages(wave, deployment, input),
  ]);
}

/** Lists what keeps the environments of a plan from being deployed by one pipeline of an account. */
export function stageProblems(scope: AwsScope, plan: FleetPlan, deployment: FleetDeployment): Problem[] {
  const environments = plan.waves.flatMap((wave) => wave.environments);
  return [
    ...environments.flatMap((environment) =>
      within(`environments.${environment.name}`, [
        ...updateProblems(updateOf(environment, deployment), false),
        ...otherAccountProblems(scope, environment),
      ]),
    ),
    ...sizeProblems(plan),
  ];
}

function waveStages(wave: PlannedWave, deployment: FleetDeployment, input: Artifact): DeliveryStage[] {
  const groups = chunks(wave.environments, pipelineLimits.maxActionsPerStage);
  return groups.map((environments, index) => ({
    name: groups.length === 1 ? wave.name : `${wave.name}.${index + 1}`,
    actions: environments.map((environment, place) => ({
      ...updateAction({
        name: environment.name,
        input,
        settings: updateOf(environment, deployment),
        repositoryName: undefined,
      }),
      // Actions of one number run at the same time. A failed one keeps the next number from starting.
      runOrder: Math.floor(place / wave.maxParallel) + 1,
    })),
  }));
}

function updateOf(environment: PlannedEnvironment, { cli }: FleetDeployment): PulumiUpdate {
  const { directory, permissions, environmentVariables, timeoutInMinutes, state } = environment;
  return {
    tool: "pulumi",
    ...cli,
    stack: fullStackName(environment),
    directory,
    permissions,
    environmentVariables,
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    ...(state !== undefined && { state }),
  };
}

/** The longest list of environments in a message, in characters: CodePipeline takes 1,000 in all. */
const longestList = 800;

function approvalOf({ name, approval = {}, environments }: PlannedWave, commit: string | undefined): ApprovalAction {
  const what = commit === undefined ? `wave ${name}` : `commit ${commit} to wave ${name}`;
  const { message = `Deploy ${what}: ${listOf(environments)}`, ...others } = approval;
  return approvalAction({ name: "Approve", message, ...others });
}

function listOf(environments: readonly PlannedEnvironment[]): string {
  const names = environments.map(({ name }) => name);
  const all = names.join(", ");
  const count = `${names.length} ${names.length === 1 ? "environment" : "environments"}`;
  return all.length <= longestList ? `${count}: ${all}` : `${count}, ${names[0]} to ${names.at(-1)}`;
}

/** A build acts in its own account. It reaches another one by a role there, which a grant must name. */
function otherAccountProblems({ account: home }: AwsScope, { account, permissions }: PlannedEnvironment) {
  const assumes = permissions.some(
    ({ actions, resources }) =>
      actions.includes("sts:AssumeRole") && resources.some((arn) => arn.split(":")[4] === account),
  );
  return account === undefined || account === home || assumes
    ? []
    : [
        {
          path: "account",
          reason: `is ${shown(account)}, and the builds are in ${home}. Grant sts:AssumeRole on a role of ${account} in permissions, and give the role to the AWS provider in config`,
        },
      ];
}

function sizeProblems(plan: FleetPlan): Problem[] {
  const { maxStages, maxActionsPerStage, maxActions } = pipelineLimits;
  const stages = plan.waves.reduce(
    (count, { approval, environments }) =>
      count + (approval === undefined ? 0 : 1) + Math.ceil(environments.length / maxActionsPerStage),
    1,
  );
  const actions = plan.waves.reduce(
    (count, { approval, environments }) => count + (approval === undefined ? 0 : 1) + environments.length,
    1,
  );
  return within("waves", [
    ...(stages > maxStages
      ? [
          {
            path: "",
            reason: `need ${stages} stages, and a pipeline takes ${maxStages}: join waves, or create two fleets`,
          },
        ]
      : []),
    ...(actions > maxActions
      ? [{ path: "", reason: `need ${actions} actions, and a pipeline takes ${maxActions}: create two fleets` }]
      : []),
  ]);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
