import { topicArn } from "../aws/arn";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import type { Buildspec } from "../codebuild/buildspec";
import { readBuildProject } from "../codebuild/project-schema";
import { validateBuildspec } from "../codebuild/validate-buildspec";
import { gateStoreProblems, statementReachProblems } from "../iam/gate-reach";
import { guardBuild } from "../iam/gate-tag";
import type { KeyUsers } from "../iam/key-policy";
import { type NotificationsPlan, planNotifications } from "../notifications/plan";
import { notifyProblems } from "../notifications/problems";
import { type NotifySettings, notifySchema } from "../notifications/settings";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import { type Build, listKeyUsers, type PlannedProject, planBuilds } from "../pipelines/plan/planned-builds";
import { destroyCommandProblems } from "../pipelines/validation/ungated-destroy";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import { type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import type { ApprovalAction, BuildAction, BuildSettings, DeliveryAction, GitSource } from "./inline-actions";

type StageInput = PipelineDefinition["stages"][number];
type Trigger = NonNullable<PipelineDefinition["triggers"]>[number];

/** A stage whose actions may bring what they work on. */
export interface DeliveryStage extends Omit<StageInput, "actions"> {
  actions: readonly DeliveryAction[];
}

/** A pipeline whose actions may bring what they work on. */
export interface DeliveryPipelineDefinition extends Omit<PipelineDefinition, "stages"> {
  /** The stages in their order, 2 to 50. */
  stages: readonly DeliveryStage[];
}

/** Topic of one approval. */
export interface PlannedTopic {
  readonly topicName: string;
  readonly emails: readonly string[];
}

/** Everything about a delivery pipeline that is known before any of it exists. */
export interface DeliveryPipelinePlan {
  /** Whether it waits for an approval, so that builds elsewhere in the account must not touch it. */
  readonly isGate: boolean;
  readonly bucketName: string;
  readonly pipeline: PipelinePlan;
  readonly projects: readonly PlannedProject[];
  readonly topics: readonly PlannedTopic[];
  readonly keyUsers: KeyUsers;
  /** Notifications, if the arguments name recipients. */
  readonly notifications: NotificationsPlan | undefined;
}

/** Plans a delivery pipeline, or returns its problems. */
export function planDeliveryPipeline(
  scope: AwsScope,
  name: string,
  { stages, ...others }: DeliveryPipelineDefinition,
  { existingBucketName, existingKeyArn, bucketName }: ArtifactStoreSettings = {},
  notify?: NotifySettings,
): { readonly plan: DeliveryPipelinePlan | undefined; readonly problems: readonly Problem[] } {
  const parts = stages.map((stage, index) => readStage(scope, name, stage, `stages[${index}]`));
  const builds = parts.flatMap((part) => part.builds);
  const own = [...parts.flatMap(({ problems }) => problems), ...repeatedProjects(builds)];
  const triggers = [...(others.triggers ?? []), ...parts.flatMap((part) => part.triggers)];
  const definition: PipelineDefinition = {
    ...others,
    ...(triggers.length > 0 && { triggers }),
    stages: parts.map(({ stage }) => stage),
  };
  const reading = readPipeline(definition, scope);
  const told = notify && readNotify(scope, notify, definition, builds.length > 0);
  const bucket =
    existingBucketName ??
    bucketName ??
    physicalName([name.toLowerCase(), "artifacts", scope.account, scope.region], nameLimits.bucket);
  const problems = [
    ...own,
    ...gateStoreProblems("artifacts.bucketName", bucket),
    ...reading.problems,
    ...(told?.problems ?? []),
  ];
  if (problems.length > 0) {
    return { plan: undefined, problems };
  }
  const pipeline = planPipeline(
    reading,
    { scope, pipelineName: name },
    { home: bucket, regional: {} },
    existingKeyArn === undefined
      ? { artifacts: {} }
      : { artifacts: { [scope.region]: existingKeyArn }, topics: existingKeyArn },
  );
  const projects = planBuilds(
    Object.fromEntries(builds.map(({ projectName, build }) => [projectName, build])),
    pipeline,
    (_, permissions) => guardBuild(scope, permissions, [name]),
  );
  const notifications =
    told?.value &&
    planNotifications(
      scope,
      `${name}-notifications`,
      { environment: name, pipelineNames: [name], projectNames: projects.map(({ projectName }) => projectName) },
      told.value,
    );
  return {
    plan: {
      isGate: parts.some(({ stage }) => stage.actions.some(({ provider }) => provider === "Manual")),
      bucketName: bucket,
      pipeline,
      projects,
      topics: parts.flatMap((part) => part.topics),
      keyUsers: {
        ...listKeyUsers(pipeline, projects, false),
        ...(notifications && { publishers: notifications.publishers }),
      },
      notifications,
    },
    problems: pipeline.problems,
  };
}

/** Reads the recipients and events, and refuses events that this pipeline never sends. */
function readNotify(
  scope: AwsScope,
  notify: NotifySettings,
  { stages, executionMode = "SUPERSEDED" }: PipelineDefinition,
  hasBuilds: boolean,
): Reading<NotifySettings> {
  const reading = readInput(notifySchema, notify);
  const hasApproval = stages.some(({ actions }) => actions.some(({ category }) => category === "Approval"));
  const between = notifyProblems(reading.parts ?? {}, {
    scope,
    hasApproval,
    supersedes: executionMode === "SUPERSEDED",
    hasBuilds,
  });
  return {
    ...reading,
    problems: within("notify", [...reading.problems, ...unlessRefused(reading.problems, between)]),
  };
}

interface NamedBuild {
  readonly path: string;
  readonly projectName: string;
  readonly build: Build;
}

interface StageParts {
  readonly stage: StageInput;
  readonly builds: readonly NamedBuild[];
  readonly topics: readonly PlannedTopic[];
  readonly triggers: readonly Trigger[];
  readonly problems: readonly Problem[];
}

function readStage(scope: AwsScope, name: string, { actions, ...stage }: DeliveryStage, path: string): StageParts {
  const builds: NamedBuild[] = [];
  const topics: PlannedTopic[] = [];
  const triggers: Trigger[] = [];
  const problems: Problem[] = [];
  const plain = actions.map((action, index): StageInput["actions"][number] => {
    const place = `${path}.actions[${index}]`;
    const physical = [name, stage.name, action.name].join("-").replace(/[^A-Za-z0-9_-]+/g, "-");
    if (isBuild(action)) {
      const projectName = physicalName([physical], longestProjectName);
      const { build, ...rest } = action;
      problems.push(...within(place, buildProblems(build, scope.account)));
      builds.push({ path: place, projectName, build: projectOf(build, `${action.name} in ${stage.name} of ${name}`) });
      return {
        ...rest,
        inputArtifacts: [...rest.inputArtifacts],
        outputArtifacts: [...rest.outputArtifacts],
        configuration: { ProjectName: projectName },
      };
    }
    if (isApproval(action)) {
      const { notify, ...rest } = action;
      if (notify.length === 0) {
        return rest;
      }
      topics.push({ topicName: physical, emails: notify });
      return { ...rest, configuration: { ...rest.configuration, NotificationArn: topicArn(scope, physical) } };
    }
    if (hasTrigger(action)) {
      const { trigger, ...rest } = action;
      triggers.push({ sourceAction: action.name, ...trigger });
      return rest;
    }
    return action;
  });
  return { stage: { ...stage, actions: plain }, builds, topics, triggers, problems };
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const longestProjectName = 150;

function isBuild(action: DeliveryAction): action is BuildAction {
  return "build" in action;
}

function isApproval(action: DeliveryAction): action is ApprovalAction {
  return "notify" in action;
}

function hasTrigger(action: DeliveryAction): action is GitSource & Required<Pick<GitSource, "trigger">> {
  return "trigger" in action && action.trigger !== undefined;
}

/** Lists the problems of the project of a build action. */
export function buildProblems(
  { commands, runtime, reports, files, buildspec, permissions = [], ...settings }: BuildSettings,
  account: string,
): Problem[] {
  const short = { commands, runtime, reports, files };
  const both = Object.entries(short).filter(([, value]) => value !== undefined);
  const form: Problem[] =
    buildspec === undefined
      ? commands === undefined
        ? [{ path: "commands", reason: "is missing: give commands, or a buildspec" }]
        : []
      : both.map(([path]) => ({ path, reason: "stands beside buildspec: write it in the buildspec" }));
  return [
    ...form,
    ...readBuildProject(settings).problems,
    ...(form.length > 0
      ? []
      : within(
          buildspec ? "buildspec" : "",
          validateBuildspec(specOf({ commands, runtime, reports, files, buildspec })),
        )),
    ...destroyCommandProblems("commands", commands),
    ...statementReachProblems("permissions", permissions, account),
  ];
}

function projectOf(
  { commands, runtime, reports, files, buildspec, permissions = [], ...settings }: BuildSettings,
  description: string,
): Build {
  return {
    description,
    ...settings,
    buildspec: specOf({ commands, runtime, reports, files, buildspec }),
    permissions,
  };
}

/** The buildspec, given or made of commands. */
function specOf({
  commands = [],
  runtime,
  reports,
  files,
  buildspec,
}: Pick<BuildSettings, "commands" | "runtime" | "reports" | "files" | "buildspec">): Buildspec {
  return (
    buildspec ?? {
      phases: {
        ...(runtime && { install: { "runtime-versions": { ...runtime } } }),
        build: { commands: [...commands] },
      },
      ...(reports && { reports }),
      ...(files && { artifacts: { files: [...files] } }),
    }
  );
}

/** Two actions whose names differ only in characters that project names lack. */
function repeatedProjects(builds: readonly NamedBuild[]): Problem[] {
  return builds
    .filter(({ projectName }, index) => builds.findIndex((build) => build.projectName === projectName) < index)
    .map(({ path, projectName }) => ({
      path: `${path}.name`,
      reason: `gives the project name "${projectName}" a second time: rename the action`,
    }));
}
