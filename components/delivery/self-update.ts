import { codeBuildAction } from "../actions/codebuild/action";
import { manualApprovalAction } from "../actions/manual-approval";
import { variableCheckRule } from "../actions/rules/variable-check";
import { roleArn, topicArn } from "../aws/arn";
import { accessLogBucketName, bucketNameOf, nameLimits, shortenedBeginning } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { buildRuleBeginning } from "../codebuild/build-starts";
import type { MachineSettings } from "../codebuild/machine-settings";
import { type PlannedApprover, planApprover } from "../iam/approver-plan";
import {
  guardUnattended,
  guardUpdater,
  type UpdatedResources,
  updateEnvironment,
  updateUnattended,
} from "../iam/environment-access";
import { guardAllGates } from "../iam/gate-tag";
import type { KeyUsers } from "../iam/key-policy";
import type { Statement } from "../iam/statement";
import { repositoryAction } from "../infrastructure/source-action";
import { stateStatements } from "../infrastructure/state-use";
import { notificationAlarmsName, notificationsNameOf } from "../notifications/plan";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { outputVariable } from "../pipelines/definition/variable-reference";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import { listKeyUsers, listRoleNames, type PlannedProject, planBuilds } from "../pipelines/plan/planned-builds";
import { startRuleBeginning } from "../pipelines/plan/starts";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import { waitingCount } from "../recipes/change-plan";
import type { SelfUpdated } from "../recipes/self-update-plan";
import { deployBuild, planBuild, planObjects } from "./infrastructure-builds";
import type { PlannedTopic } from "./pipeline-plan";
import { bondPlan, planApproval, planVariables } from "./plan-bond";
import { releaseStoreOf } from "./promotion";
import { type ProgramStack, type SelfUpdate, selfUpdateNames } from "./self-update-settings";
import { stateOwnerOf } from "./update-settings";

/** Everything about the pipeline that updates the stack of an environment. */
export interface SelfUpdatePlan {
  /** The name of the component and of the pipeline. */
  readonly name: string;
  readonly bucketName: string;
  readonly pipeline: PipelinePlan;
  readonly projects: readonly PlannedProject[];
  readonly topics: readonly PlannedTopic[];
  /** Grants of both approvals to roles that exist. */
  readonly approvers: readonly (PlannedApprover & { readonly stage: string })[];
  readonly keyUsers: KeyUsers;
}

/** The environment whose stack is updated. */
export interface UpdatedEnvironment {
  readonly name: string;
  readonly application: string;
  /** The bucket of its artifacts. */
  readonly bucketName: string;
  readonly pipeline: PipelinePlan;
  readonly projects: readonly PlannedProject[];
  readonly repositoryName: string | undefined;
  readonly keyUsers: KeyUsers;
  /** Names of the topics of its approvals and notifications. */
  readonly topicNames: readonly string[];
  readonly machine?: MachineSettings | undefined;
}

const approval = { stage: "Approve", action: "Commit" } as const;
const update = { stage: "Update", action: "Plan" } as const;
/** The stage of updates that wait for nobody. */
const unattendedStage = "UpdateUnattended";

/**
 * Plans the pipeline that updates the stack of an environment. Every update waits for an approval; an empty plan needs none.
 * If settings say so, updates that change no permission and no gate wait for nobody. They run with a role of their own.
 *
 * The program of a commit runs with the role that updates, and that role can change each gate of the environment. No plan
 * tells what a program does beside its plan, so no program decides whether it needs an approval. The approval and the
 * update stand in one stage: whatever skips the approval skips the update.
 */
export function planSelfUpdate(
  scope: AwsScope,
  environment: UpdatedEnvironment,
  program: ProgramStack,
  selfUpdate: SelfUpdate,
): SelfUpdatePlan {
  const { update: settings, notify, principals, boundaryArn, isUnattended } = selfUpdate;
  const {
    pipelineName: name,
    projectNames: [planName, runName, unattendedName],
  } = selfUpdateNames(environment.name);
  const names = { plan: planName, run: runName, unattended: unattendedName, topic: `${name}-approvals` };
  const bucketName = bucketNameOf(name, "artifacts", scope.account, scope.region);
  const place = { planBucketName: bucketName };
  const roleNames = listRoleNames(
    environment.pipeline,
    environment.projects.map(({ projectName }) => projectName),
  );
  const judged: SelfUpdated = { name: environment.name, roleNames, ...(isUnattended && { waiting: "mark" }) };
  const infrastructure = {
    name: `the stack of ${environment.name}`,
    update: settings,
    machine: environment.machine,
    repositoryName: undefined,
    environment: judged,
  };
  const unattended = { ...infrastructure, environment: { ...judged, waiting: "refuse" as const } };
  const updated = updatedResources(scope, environment, program, { boundaryArn, roleNames });
  const updateBuild = (of: typeof infrastructure, permissions: readonly Statement[]) => {
    const build = deployBuild(scope, of, place);
    return { ...build, permissions: [...build.permissions, ...permissions] };
  };
  const builds = {
    [names.plan]: planBuild(scope, infrastructure, place),
    [names.run]: updateBuild(infrastructure, updateEnvironment(scope, updated)),
    ...(isUnattended && {
      [names.unattended]: updateBuild(unattended, updateUnattended(scope, updated)),
    }),
  };
  const pipeline = planPipeline(
    readPipeline(
      { ...definitionOf(environment.name, names, topicArn(scope, names.topic), selfUpdate), pipelineName: name },
      scope,
    ),
    { scope, pipelineName: name },
    { home: bucketName, regional: {} },
    { artifacts: {} },
  );
  const written = stateStatements(scope, settings.state, stateOwnerOf(settings), "write")
    .filter(({ Action }) => [Action].flat().includes("s3:PutObject"))
    .flatMap(({ Resource = [] }) => Resource);
  const updater = { gateName: name, stateObjects: written };
  const projects = planBuilds(builds, pipeline, (projectName) =>
    projectName === names.plan
      ? guardAllGates(scope, { gateNames: [name], writesTo: planObjects(scope, place) })
      : projectName === names.run
        ? guardUpdater(updated, updater, scope)
        : guardUnattended(updated, updater, scope),
  );
  const approvals = [...(selfUpdate.approveBeforePlan ? [approval] : []), update];
  return {
    name,
    bucketName,
    pipeline,
    projects,
    topics: [{ topicName: names.topic, emails: notify }],
    approvers: principals.flatMap((arn) =>
      approvals.map(({ stage, action }) => ({ stage, ...planApprover(scope, name, stage, action, arn) })),
    ),
    keyUsers: listKeyUsers(pipeline, projects, false),
  };
}

function updatedResources(
  scope: AwsScope,
  { name, application, bucketName, repositoryName, keyUsers, topicNames, pipeline, projects }: UpdatedEnvironment,
  { stack }: ProgramStack,
  { boundaryArn, roleNames }: { readonly boundaryArn: string; readonly roleNames: readonly string[] },
): UpdatedResources {
  const notifications = notificationsNameOf(name);
  // A name that is too long ends in a digest, and loses its last characters.
  const shortest = (beginning: string) => shortenedBeginning(beginning, nameLimits.eventRule);
  return {
    name,
    tags: { application, environment: stack },
    pipelineName: pipeline.context.pipelineName,
    projectNames: projects.map(({ projectName }) => projectName),
    roleArns: roleNames.map((roleName) => roleArn(scope, roleName)),
    logGroupArns: keyUsers.logGroups,
    topicNames,
    ruleBeginnings: [
      `${notifications}-`,
      ...(["change", "schedule"] as const).map((kind) => startRuleBeginning(pipeline.context.pipelineName, kind)),
      ...projects
        .filter(({ schedules = [] }) => schedules.length > 0)
        .map(({ projectName }) => buildRuleBeginning(projectName)),
    ].map(shortest),
    alarmsName: notificationAlarmsName(notifications),
    bucketNames: [bucketName, releaseStoreOf({ name, scope }).bucketName].flatMap((bucket) => [
      bucket,
      accessLogBucketName(bucket),
    ]),
    repositoryName,
    connectionArns: connectionsOf(pipeline.definition),
    boundaryArn,
  };
}

/** The connections of all sources. The update passes each of them to the pipeline. */
function connectionsOf({ stages }: PipelineDefinition): string[] {
  const arns = stages
    .flatMap(({ actions }) => actions)
    .flatMap((action) =>
      action.provider === "CodeStarSourceConnection" ? (action.configuration?.ConnectionArn ?? []) : [],
    );
  return [...new Set(arns)];
}

function definitionOf(
  environment: string,
  { plan, run, unattended }: { readonly plan: string; readonly run: string; readonly unattended: string },
  notificationArn: string,
  { source, approveBeforePlan, approvalTimeoutInMinutes, isUnattended }: SelfUpdate,
): PipelineDefinition {
  const repository = repositoryAction(source);
  const commit = outputVariable(repository, "CommitId");
  const build = (name: string, projectName: string, runOrder: number, passed: Readonly<Record<string, string>>) =>
    codeBuildAction({
      name,
      runOrder,
      // No artifact: a role that writes artifacts could replace the source.
      inputArtifacts: ["source"],
      configuration: {
        ProjectName: projectName,
        EnvironmentVariables: Object.entries(passed).map(([variable, value]) => ({ name: variable, value })),
      },
    });
  const preview = build("Preview", plan, 1, planVariables);
  const { message, reviewLink, unlessEmpty, approvedVariables } = bondPlan(
    (variable) => outputVariable(preview, variable),
    commit,
  );
  // Exactly one of the two stages runs. A condition that AWS cannot evaluate skips a stage with its own update.
  const entry = (operator: "EQ" | "NE") =>
    isUnattended
      ? {
          result: "SKIP" as const,
          rules: [
            ...(unlessEmpty?.rules ?? []),
            variableCheckRule({
              name: operator === "NE" ? "Waits" : "WaitsForNobody",
              configuration: { Variable: outputVariable(preview, waitingCount), Value: "0", Operator: operator },
            }),
          ],
        }
      : unlessEmpty;
  const warning = `Review the code: it runs with rights over ${environment}.`;
  return {
    stages: [
      { name: "Source", actions: [repository] },
      ...(approveBeforePlan
        ? [
            {
              name: approval.stage,
              actions: [
                manualApprovalAction({
                  name: approval.action,
                  timeoutInMinutes: approvalTimeoutInMinutes,
                  configuration: {
                    NotificationArn: notificationArn,
                    CustomData: `Plans commit ${commit} of the stack of ${environment}. Its program reads the state of the stack, with its secrets.`,
                  },
                }),
              ],
            },
          ]
        : []),
      { name: "Plan", actions: [preview] },
      {
        name: update.stage,
        beforeEntry: entry("NE"),
        actions: [
          planApproval({ message: `${message} ${warning}`, reviewLink }, notificationArn, approvalTimeoutInMinutes),
          build("Stack", run, 2, approvedVariables),
        ],
      },
      ...(isUnattended
        ? [
            {
              name: unattendedStage,
              beforeEntry: entry("EQ"),
              actions: [build("Unattended", unattended, 1, approvedVariables)],
            },
          ]
        : []),
    ],
  };
}
