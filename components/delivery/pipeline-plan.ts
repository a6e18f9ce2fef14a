import { logGroupArn, roleArn, topicArn } from "../aws/arn";
import { bucketNameOf, keyAlias, nameLimits, physicalName } from "../aws/physical-name";
import { actionRoleName, projectRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import { type CheckSettings, checkProblems, checkProjectNames } from "../codebuild/pull-request-settings";
import { projectLogGroup } from "../iam/build-access";
import { gateStoreProblems, storeReachProblems } from "../iam/gate-reach";
import { guardAllGates, guardBuild, writesStores } from "../iam/gate-tag";
import type { KeyUsers } from "../iam/key-policy";
import type { KeyReference } from "../iam/key-use";
import type { Statement } from "../iam/statement";
import {
  type NotificationsPlan,
  notificationsNameOf,
  planNotifications,
  projectsOf,
  withNotifications,
} from "../notifications/plan";
import { notifyProblems } from "../notifications/problems";
import { type NotifySettings, notifySchema } from "../notifications/settings";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { type PipelinePlan, planPipeline } from "../pipelines/plan/plan";
import { type Build, listKeyUsers, type PlannedProject, planBuilds } from "../pipelines/plan/planned-builds";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import {
  type ImageRepositorySettings,
  imageRepositoryModel,
  imageRepositoryProblems,
} from "../registries/image-repository-args";
import { type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { schemaProblems } from "../schema/vocabulary";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import { type ChangeSetAction, changeSetStatements, checkAction, describeBuild } from "./change-set-action";
import { foreignPassRoleProblems } from "./foreign-grants";
import type { ApprovalAction, BuildAction, BuildSettings, DeliveryAction, GitSource } from "./inline-actions";
import {
  buildProblems,
  type NamedBuild,
  passedVariables,
  projectOf,
  splitVariables,
  variablePaths,
} from "./inline-builds";
import type { NotifiedUpdates } from "./self-update-settings";
import { type NamedTargetRole, type PlannedTargetRole, planTargetRoles } from "./target-roles";
import {
  buildTargetProblems,
  type NamedStackRole,
  noTarget,
  type PlannedStackRole,
  placeAction,
  planStackRoles,
  type Target,
  type TargetPlace,
  targetOf,
  targetSchema,
} from "./targets";
import { readUpdate, type UpdateAction } from "./update-action";

type StageInput = PipelineDefinition["stages"][number];
type Trigger = NonNullable<PipelineDefinition["triggers"]>[number];

/** A stage whose actions may bring what they work on. */
export interface DeliveryStage extends Omit<StageInput, "actions"> {
  /** The actions of the stage, 1 to 50; `runOrder` says in which order they run. */
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
  /** Roles of CloudFormation stacks, in this account and others. */
  readonly stackRoles: readonly PlannedStackRole[];
  /** Roles of target accounts that builds and commands of this pipeline assume. */
  readonly targetRoles: readonly PlannedTargetRole[];
  readonly keyUsers: KeyUsers;
  /** Notifications, if the arguments name recipients. */
  readonly notifications: NotificationsPlan | undefined;
}

/** A build that the pipeline does not start, such as a check of drift. */
export interface BesideBuild {
  readonly build: Build;
  /** The ARN of the only objects that the build writes; undefined if it writes none. */
  readonly writesTo?: string | undefined;
  /** The role of a target account that the build assumes; undefined if it works in the account of the pipeline. */
  readonly targetRole?: Omit<NamedTargetRole, "trustedRoleArn"> | undefined;
}

/**
 * Plans a delivery pipeline, or returns its problems.
 *
 * @param accounts - other accounts whose roles somebody creates
 * @param programRoles - ARNs of roles of this account that the program creates itself
 * @param checks - returns checks of drift by project name, for the artifact store
 * @param updates - pipelines and projects beside this pipeline whose failures notifications tell as well
 */
export function planDeliveryPipeline(
  scope: AwsScope,
  name: string,
  { stages, ...others }: DeliveryPipelineDefinition,
  { existingBucketName, existingKeyArn, bucketName }: ArtifactStoreSettings = {},
  notify?: NotifySettings,
  accounts: readonly string[] = [],
  programRoles: readonly string[] = [],
  checks: (bucketName: string) => Readonly<Record<string, BesideBuild>> = () => ({}),
  updates: NotifiedUpdates = { pipelineNames: [], projects: [] },
): { readonly plan: DeliveryPipelinePlan | undefined; readonly problems: readonly Problem[] } {
  const bucket = existingBucketName ?? bucketName ?? bucketNameOf(name, "artifacts", scope.account, scope.region);
  const named = new Set<Target>();
  const parts = stages.map((stage, index) =>
    readStage(scope, { name, bucketName: bucket }, stage, accounts, named, `stages[${index}]`),
  );
  const builds = parts.flatMap((part) => part.builds);
  const stackRoleNames = parts.flatMap((part) => part.stackRoles);
  const own = [
    ...parts.flatMap(({ problems }) => problems),
    ...repeatedProjects(builds),
    ...foreignPassRoleProblems({ stages }, scope.account),
  ];
  const triggers = [...(others.triggers ?? []), ...parts.flatMap((part) => part.triggers)];
  const definition: PipelineDefinition = {
    ...others,
    ...(triggers.length > 0 && { triggers }),
    stages: parts.map(({ stage }) => stage),
  };
  const reading = readPipeline({ ...definition, pipelineName: name }, scope);
  const told = notify && readNotify(scope, notify, definition, builds.length + updates.projects.length > 0);
  const problems = [
    ...own,
    ...gateStoreProblems("artifacts.bucketName", bucket),
    ...variablePaths(reading.problems, builds).map((problem) =>
      problem.path === "pipelineName" ? { ...problem, path: "name" } : problem,
    ),
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
    {
      actionRoles: parts.flatMap((part) => part.foreignRoles),
      programRoles,
      readers: stackRoleNames.map(({ roleArn }) => roleArn),
      keys: storeKeys(name, scope, definition, existingKeyArn),
    },
  );
  const stacks = planStackRoles(pipeline, stackRoleNames);
  const beside = checks(bucket);
  const targets = planTargetRoles(scope, name, [
    ...parts.flatMap((part) => part.targetRoles),
    ...Object.entries(beside).flatMap(([projectName, { targetRole }]) =>
      targetRole === undefined
        ? []
        : [{ ...targetRole, trustedRoleArn: roleArn(scope, projectRoleName(projectName, scope.region)) }],
    ),
  ]);
  const projects = planBuilds(
    Object.fromEntries([
      ...builds.map(({ projectName, build, makesArtifact }) => [
        projectName,
        makesArtifact ? withBucket(build, bucket) : build,
      ]),
      ...Object.entries(beside).map(([projectName, { build }]) => [projectName, build]),
    ]),
    pipeline,
    (projectName, permissions) => {
      const own = builds.find((build) => build.projectName === projectName);
      const { writesTo, targetRole } = beside[projectName] ?? { ...own, targetRole: undefined };
      const assumes = targetRole ? roleArn(targetRole.place, targetRole.roleName) : own?.assumes;
      const holder = { gateNames: [name], assumes };
      return writesTo === undefined
        ? guardBuild(scope, permissions, holder)
        : guardAllGates(scope, { ...holder, writesTo });
    },
  );
  const notifications =
    told?.value &&
    planNotifications(
      scope,
      notificationsNameOf(name),
      {
        environment: name,
        pipelineNames: [name, ...updates.pipelineNames],
        ...projectsOf([...projects, ...updates.projects], Object.keys(beside)),
      },
      told.value,
    );
  return {
    plan: {
      isGate: parts.some(({ stage }) => stage.actions.some(({ provider }) => provider === "Manual")),
      bucketName: bucket,
      pipeline,
      projects,
      topics: parts.flatMap((part) => part.topics),
      stackRoles: stacks.roles,
      targetRoles: targets.roles,
      keyUsers: withNotifications(listKeyUsers(pipeline, projects, false), notifications),
      notifications,
    },
    problems: [...pipeline.problems, ...stacks.problems, ...targets.problems],
  };
}

/** Settings of the image repository and of the checks of pull requests, which a pipeline may create beside itself. */
interface PipelineParts {
  readonly imageRepository?: ImageRepositorySettings | undefined;
  readonly pullRequestChecks?: CheckSettings | undefined;
}

/** The name of the checks of pull requests of a pipeline. */
export function checksNameOf(name: string): string {
  return `${name}-checks`;
}

/** Lists the problems of the image repository and of the checks of pull requests. */
export function partProblems(name: string, { imageRepository, pullRequestChecks }: PipelineParts): Problem[] {
  return [
    ...within(
      "imageRepository",
      imageRepository === undefined ? [] : imageRepositoryProblems(imageRepositoryModel(name, imageRepository)),
    ),
    ...within("pullRequestChecks", pullRequestChecks === undefined ? [] : checkProblems(pullRequestChecks)),
  ];
}

/** Adds the image repository and the log groups of the checks to the users of the pipeline's key. */
export function withParts(
  users: KeyUsers,
  scope: AwsScope,
  name: string,
  { imageRepository, pullRequestChecks }: PipelineParts,
): KeyUsers {
  const { checks, comments } = checkProjectNames(checksNameOf(name));
  const projects =
    pullRequestChecks === undefined ? [] : [checks, ...(pullRequestChecks.comment === undefined ? [] : [comments])];
  return {
    ...users,
    imageRepository: users.imageRepository || imageRepository !== undefined,
    logGroups: [...users.logGroups, ...projects.map((project) => logGroupArn(scope, projectLogGroup(project)))],
  };
}

/** Tells a build that makes an artifact where artifacts are: tools such as `sam package` upload to the bucket themselves. */
function withBucket(build: Build, bucket: string): Build {
  return { ...build, environmentVariables: { ARTIFACT_BUCKET: { value: bucket }, ...build.environmentVariables } };
}

/** The keys of the stores, by region: an existing one by ARN, those of new stores by the aliases that they get. */
function storeKeys(
  name: string,
  { region: home }: AwsScope,
  { stages }: PipelineDefinition,
  existingKeyArn: string | undefined,
): Record<string, KeyReference> {
  const regions = stages.flatMap(({ actions }) => actions.flatMap(({ region }) => region ?? []));
  const further = regions
    .filter((region) => region !== home)
    .map((region): [string, KeyReference] => [region, { alias: keyAlias(`${name}-pipeline-${region}`) }]);
  return {
    [home]: existingKeyArn ?? { alias: keyAlias(`${name}-artifacts`) },
    ...Object.fromEntries(further),
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
    hasRepositories: false,
  });
  return {
    ...reading,
    problems: within("notify", [...reading.problems, ...unlessRefused(reading.problems, between)]),
  };
}

interface StageParts {
  readonly stage: StageInput;
  readonly builds: readonly NamedBuild[];
  readonly topics: readonly PlannedTopic[];
  readonly triggers: readonly Trigger[];
  readonly stackRoles: readonly NamedStackRole[];
  /** ARNs of action roles of other accounts. */
  readonly foreignRoles: readonly string[];
  readonly targetRoles: readonly NamedTargetRole[];
  readonly problems: readonly Problem[];
}

function readStage(
  scope: AwsScope,
  { name, bucketName }: { readonly name: string; readonly bucketName: string },
  { actions, ...stage }: DeliveryStage,
  accounts: readonly string[],
  /** Targets whose problems an earlier action named: a plan and its deployment share one. */
  named: Set<Target>,
  path: string,
): StageParts {
  const builds: NamedBuild[] = [];
  const topics: PlannedTopic[] = [];
  const triggers: Trigger[] = [];
  const problems: Problem[] = [];
  const stackRoles: NamedStackRole[] = [];
  const foreignRoles: string[] = [];
  const targetRoles: NamedTargetRole[] = [];
  const plain = actions.map(({ target, stackRole, ...action }, index): StageInput["actions"][number] => {
    const place = `${path}.actions[${index}]`;
    // The recipes throw at a place that is none.
    const isPlace = schemaProblems(targetSchema, target ?? {}).length === 0;
    const at = targetOf(scope, isPlace ? target : {}, name, stage.name, action.name);
    const once = (found: readonly Problem[]) => {
      const ofTarget = found.filter((problem) => problem.path.startsWith("target."));
      if (target === undefined || ofTarget.length === 0) {
        return found;
      }
      const isNamed = named.has(target);
      named.add(target);
      return isNamed ? found.filter((problem) => !ofTarget.includes(problem)) : found;
    };
    const reach = (trustedRoleName: string, statements: readonly Statement[] | undefined) => {
      if (at.role !== undefined && statements !== undefined) {
        const { roleName } = at.role;
        const trustedRoleArn = roleArn(scope, trustedRoleName);
        const role = { path: place, stageName: stage.name, actionName: action.name, place: at.place, roleName };
        targetRoles.push({ ...role, trustedRoleArn, statements });
      }
    };
    if (isChangeSet(action)) {
      problems.push(...within(place, once(buildTargetProblems(target, scope, accounts))));
      if (action.changeSet.step === "check") {
        const own = actionRoleName(name, stage.name, [action.name], scope.region);
        reach(own, changeSetStatements(action.changeSet, at.place));
        return checkAction(action, at);
      }
    } else if (isUpdate(action)) {
      problems.push(...within(place, once(buildTargetProblems(target, scope, accounts))));
    } else if (isBuild(action) || isApproval(action)) {
      problems.push(...(target === undefined ? [] : within(place, [noTarget(action.provider)])));
    } else if (target !== undefined || stackRole !== undefined) {
      const placed = placeAction(
        action as StageInput["actions"][number],
        { target, stackRole },
        { scope, pipelineName: name, stageName: stage.name, accounts },
      );
      problems.push(...within(place, once(placed.problems)));
      stackRoles.push(...(placed.stackRole ? [{ ...placed.stackRole, path: `${place}.stackRole` }] : []));
      foreignRoles.push(...(placed.roleArn === undefined ? [] : [placed.roleArn]));
      return placed.action;
    }
    const physical = physicalPart(name, stage.name, action.name);
    if (isBuild(action) || isUpdate(action) || isChangeSet(action)) {
      const projectName = physicalName([physical], nameLimits.project);
      const { rest, reading } = readBuild(scope, action, { name, bucketName }, target && at);
      problems.push(...within(place, reading.problems));
      reach(projectRoleName(projectName, scope.region), reading.targetStatements);
      if (reading.build === undefined) {
        return {
          ...rest,
          inputArtifacts: [...rest.inputArtifacts],
          outputArtifacts: [],
          configuration: { ProjectName: projectName },
        };
      }
      const { keyUse, ...settings } = reading.build;
      const { own, passed } = splitVariables(settings);
      problems.push(...within(place, buildProblems(own)));
      if (action.outputArtifacts.length > 0 || writesStores(scope, own.permissions ?? [])) {
        problems.push(...within(place, storeReachProblems("permissions", own.permissions ?? [])));
      }
      builds.push({
        path: place,
        projectName,
        passed,
        build: { ...projectOf(own, `${action.name} in ${stage.name} of ${name}`), ...(keyUse && { keyUse }) },
        makesArtifact: action.outputArtifacts.length > 0,
        writesTo: reading.writesTo,
        ...(reading.targetStatements && { assumes: at.role?.roleArn }),
      });
      return {
        ...rest,
        inputArtifacts: [...rest.inputArtifacts],
        outputArtifacts: [...rest.outputArtifacts],
        configuration: { ProjectName: projectName, ...passedVariables(passed) },
      };
    }
    if (isApproval(action)) {
      const { notify, ...rest } = action;
      if (notify.length === 0) {
        return rest;
      }
      const topicName = physicalName([physical], nameLimits.topic);
      topics.push({ topicName, emails: notify });
      return { ...rest, configuration: { ...rest.configuration, NotificationArn: topicArn(scope, topicName) } };
    }
    if (hasTrigger(action)) {
      const { trigger, ...rest } = action;
      triggers.push({ sourceAction: action.name, ...trigger });
      return rest;
    }
    return action;
  });
  return {
    ...{ stage: { ...stage, actions: plain }, builds, topics, triggers },
    ...{ stackRoles, foreignRoles, targetRoles, problems },
  };
}

/** The name of the project or the topic of an action, as far as its characters allow. */
export function physicalPart(pipelineName: string, stageName: string, actionName: string): string {
  return [pipelineName, stageName, actionName].join("-").replace(/[^A-Za-z0-9_-]+/g, "-");
}

/** Separates an action from the build that it brings. */
function readBuild(
  scope: AwsScope,
  action: BuildAction | UpdateAction | ChangeSetAction,
  { name, bucketName }: { readonly name: string; readonly bucketName: string },
  target: TargetPlace | undefined,
): {
  readonly rest: Omit<BuildAction, "build">;
  readonly reading: {
    readonly build: (BuildSettings & Pick<Build, "keyUse">) | undefined;
    readonly writesTo?: string | undefined;
    readonly targetStatements?: readonly Statement[] | undefined;
    readonly problems: readonly Problem[];
  };
} {
  if ("update" in action) {
    const { update, ...rest } = action;
    const place = { name: `${action.name} of ${name}`, pipelineName: name, bucketName };
    return { rest, reading: readUpdate(scope, update, place, target) };
  }
  if ("changeSet" in action) {
    const { changeSet, ...rest } = action;
    const at = target ?? { place: scope, role: undefined };
    const targetStatements = changeSetStatements(changeSet, at.place);
    return { rest, reading: { build: describeBuild(changeSet, at), targetStatements, problems: [] } };
  }
  const { build, ...rest } = action;
  return { rest, reading: { build, problems: [] } };
}

function isChangeSet(action: DeliveryAction): action is ChangeSetAction {
  return "changeSet" in action;
}

function isUpdate(action: DeliveryAction): action is UpdateAction {
  return "update" in action;
}

function isBuild(action: DeliveryAction): action is BuildAction {
  return "build" in action;
}

function isApproval(action: DeliveryAction): action is ApprovalAction {
  return "notify" in action && action.notify !== undefined;
}

function hasTrigger(action: DeliveryAction): action is GitSource & Required<Pick<GitSource, "trigger">> {
  return "trigger" in action && action.trigger !== undefined;
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
