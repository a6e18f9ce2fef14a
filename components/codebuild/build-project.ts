import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codebuild from "@pulumi/aws/codebuild";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { composeArn, projectArn } from "../aws/arn";
import { noteCreated } from "../aws/created-resources";
import { keyInputProblems } from "../aws/names";
import { nameLimits, physicalName, projectNameOf } from "../aws/physical-name";
import { batchRoleName, projectRoleName } from "../aws/role-names";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, partitionOf, regionalService, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { projectLogGroup, runBatches } from "../iam/build-access";
import { statementReachProblems, storeReachProblems } from "../iam/gate-reach";
import { gateTag, guardBuild, writesStores } from "../iam/gate-tag";
import type { KeyUse } from "../iam/key-use";
import { attachPolicies, createRole } from "../iam/role";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import type { Statement } from "../iam/statement";
import { statementProblems } from "../iam/statement-problems";
import { serviceTrust } from "../iam/trust";
import type { BuildPlace } from "../network/build-place";
import { type Problem, within } from "../schema/problem";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { codeBuildTags, tagProblems } from "../schema/tags";
import { withoutNewKey } from "../storage/store-key";
import { environmentTypes, fleetProblems, isLambda, renderEnvironment, systemOf } from "./build-environment";
import { buildStatements, newReportGroups } from "./build-role";
import { planBuildStart } from "./build-starts";
import { locationIn, prefixIn, renderCache, renderFileSystems } from "./build-storage";
import type { Buildspec } from "./buildspec";
import { renderVariables } from "./environment-variable";
import { isHosted, renderSources } from "./own-source";
import { loadsPackages } from "./package-loads";
import { readSource, reportGroupProblems } from "./project-buildspec";
import { type BuildProjectModel, type BuildProjectSettings, readBuildProject, writesToBuckets } from "./project-schema";
import { renderBuildspec } from "./render-buildspec";
import { createStartRule } from "./start-rule";
import { renderWebhook } from "./webhook";

/** The arguments of a {@link BuildProject}. */
export interface BuildProjectArgs extends ScopeArgs, RoleSettings, Omit<BuildProjectSettings, "vpc" | "fleetArn"> {
  /**
   * The buildspec: an object, its text in YAML, or the path of a file in the source. The role may read the parameters and
   * secrets of an object or a text; for a path, `permissions` must cover them.
   */
  buildspec: Buildspec | string;
  /**
   * The ARN of the customer key that encrypts artifacts and logs. The role's own document names a key given as text.
   * The policy of a key made in the same program must allow the role to use it.
   */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The policy of a key made in the same program. The log group depends on it: CloudWatch Logs refuses a key that it
   * may not use.
   * @default - no dependency
   */
  encryptionKeyPolicy?: pulumi.Input<pulumi.Resource> | undefined;
  /**
   * Whether builds only decrypt artifacts, or also encrypt them. Builds that write to a bucket always encrypt.
   * @default - "encrypt", and no use for a build outside a pipeline that writes to no bucket
   */
  keyUse?: KeyUse | undefined;
  /**
   * Statements of the build role, beside those for logs, reports, and the parameters and secrets of the variables. A
   * statement that could reach a gate of the account is refused, such as `codebuild:StartBuild` on `*`. A build that may
   * store artifacts of a pipeline names each bucket that it writes to in full. Its buildspec is then a path, or has
   * `artifacts`.
   * @default - none
   */
  permissions?: readonly Statement[] | undefined;
  /**
   * VPC that builds run in: plain ids, or a {@link BuildPlace} such as `BuildNetwork`, whose ids EC2 assigns.
   * @default - no VPC
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
   */
  vpc?: BuildProjectSettings["vpc"] | BuildPlace | undefined;
  /**
   * The ARN of a fleet of reserved capacity, in the region of the project.
   * @default - capacity on demand
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html
   */
  fleetArn?: pulumi.Input<string> | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of a {@link BuildProject} whose `permissions` hold the guard already. @internal */
export interface GuardedProjectArgs extends BuildProjectArgs {
  readonly isGuarded: true;
}

/**
 * Creates a CodeBuild project with its own role and an encrypted log group with a retention. A pipeline starts it, or
 * `source`, `webhook` and `schedules` do. The role is denied every change to a resource with the tag
 * `aws-pipelines:gate`, whatever `permissions` allow. The project is never public.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new BuildProject("shop-test", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   encryptionKeyArn: key.arn,
 *   buildspec: { phases: { build: { commands: ["npm ci", "npm test"] } } },
 * });
 * ```
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 */
export class BuildProject extends pulumi.ComponentResource {
  /** The name of the project, plain: for pipelines and documents. */
  readonly name: string;
  /** The name of the project, known on the first preview. */
  readonly projectName: pulumi.Output<string>;
  /** The ARN of the project. */
  readonly projectArn: pulumi.Output<string>;
  /** The name of the log group of the builds. */
  readonly logGroupName: pulumi.Output<string>;
  /** The service role of the builds. */
  readonly role: iam.Role;
  /** Every policy of the role: IAM limits them together. */
  readonly #policies: RolePolicies[];
  readonly #scope: AwsScope;
  readonly #tags: BuildProjectArgs["tags"];

  constructor(name: string, args: BuildProjectArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: GuardedProjectArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: BuildProjectArgs | GuardedProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("BuildProject", name, args);
    // A key policy that names the role follows it, so the component must not wait for the key policy.
    const { encryptionKeyPolicy, ...inputs } = withoutGuard(args);
    const { model, projectName, logGroupName, policies, place, reports, isOffline } = readProject(name, args);
    super("aws-pipelines:index:BuildProject", name, withoutNewKey(inputs), opts);
    const scope = scopeOf(args);
    noteCreated(projectArn(scope, projectName));
    const { tags, buildspec, encryptionKeyArn } = args;
    const child = { parent: this };

    const trust = serviceTrust(scope, "codebuild.amazonaws.com", projectArn(scope, projectName));
    const { role, ready } = createRole(
      `${name}-role`,
      {
        roleName: projectRoleName(projectName, scope.region),
        description: `Builds of ${projectName}`,
        trust,
        policies,
        settings: scope,
        tags,
      },
      child,
    );
    const batches =
      model.batch &&
      createRole(
        `${name}-batch-role`,
        {
          roleName: batchRoleName(projectName, scope.region),
          description: `Batches of builds of ${projectName}`,
          trust,
          policies: rolePolicies([runBatches(scope, projectName)], scope.managedPoliciesOnly),
          settings: scope,
          tags,
        },
        child,
      );
    const logGroup = new cloudwatch.LogGroup(
      `${name}-logs`,
      {
        region: scope.region,
        name: logGroupName,
        kmsKeyId: encryptionKeyArn,
        retentionInDays: model.logRetentionInDays,
        tags,
      },
      { ...child, ...(encryptionKeyPolicy && { dependsOn: encryptionKeyPolicy }) },
    );
    if (isOffline) {
      pulumi.log.warn(
        "The build loads packages from the internet, and its network has neither a NAT gateway nor another way there. Give the network a NAT gateway, or load packages through an endpoint of CodeArtifact.",
        this,
      );
    }
    const reportGroups = reports.map(
      ({ group, isCoverage }) =>
        new codebuild.ReportGroup(
          `${name}-reports-${group}`,
          {
            region: scope.region,
            name: `${projectName}-${group}`,
            type: isCoverage ? "CODE_COVERAGE" : "TEST",
            exportConfig: reportExport(model, projectName, encryptionKeyArn),
            deleteReports: model.reportGroups?.retainReports === false,
            tags,
          },
          child,
        ),
    );
    const text = typeof buildspec === "string" ? buildspec : renderBuildspec(buildspec);
    const fleetArn = args.fleetArn;
    const vpcConfig = vpcConfigOf(model, place);
    const project = new codebuild.Project(
      name,
      {
        region: scope.region,
        name: projectName,
        description: model.description,
        serviceRole: role.arn,
        encryptionKey: encryptionKeyArn,
        ...renderSources(scope, model, projectName, text),
        environment: {
          ...renderEnvironment(scope, model),
          ...(fleetArn !== undefined && { fleet: { fleetArn } }),
          environmentVariables: renderVariables(model.environmentVariables),
        },
        cache: renderCache(model, projectName),
        ...(vpcConfig && { vpcConfig }),
        ...(model.fileSystems.length > 0 && {
          fileSystemLocations: renderFileSystems(model.fileSystems, regionalService(scope, "efs")),
        }),
        logsConfig: {
          cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name },
          ...(model.s3Logs && { s3Logs: { status: "ENABLED", location: locationIn(model.s3Logs, projectName) } }),
        },
        ...(model.batch &&
          batches && {
            buildBatchConfig: {
              serviceRole: batches.role.arn,
              restrictions: {
                maximumBuildsAllowed: model.batch.maximumBuilds,
                ...(model.batch.computeTypes && { computeTypesAlloweds: model.batch.computeTypes }),
              },
              timeoutInMins: model.batch.timeoutInMinutes,
              ...(model.batch.combineArtifacts && { combineArtifacts: true }),
            },
          }),
        ...(!isLambda(model.environmentType) && {
          buildTimeout: model.timeoutInMinutes,
          queuedTimeout: model.queuedTimeoutInMinutes,
        }),
        concurrentBuildLimit: model.concurrentBuildLimit,
        ...(model.autoRetryLimit !== undefined && { autoRetryLimit: model.autoRetryLimit }),
        badgeEnabled: model.badge ?? false,
        projectVisibility: "PRIVATE",
        tags,
      },
      { ...child, dependsOn: [...ready, ...(batches?.ready ?? []), ...reportGroups] },
    );
    createStarts(name, scope, model, projectName, tags, { parent: this, project });

    this.name = projectName;
    this.projectName = project.name;
    this.projectArn = project.arn;
    this.logGroupName = logGroup.name;
    this.role = role;
    this.#policies = [policies];
    this.#scope = scope;
    this.#tags = tags;
    this.registerOutputs({
      projectName: this.projectName,
      projectArn: this.projectArn,
      logGroupName: this.logGroupName,
    });
  }

  /**
   * Grants the build role what a pipeline needs of it, in policies that IAM takes beside those that the role has.
   *
   * @throws RunError if the policies of the role exceed the limits of IAM.
   * @internal
   */
  grantForPipeline(
    name: string,
    pipelineName: string,
    statements: readonly Statement[],
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Resource[] {
    const policies = rolePolicies(statements, this.#scope.managedPoliciesOnly, this.#policies);
    const attached = this.#policies.reduce((count, { managed }) => count + Object.keys(managed).length, 0);
    refuse(`BuildProject ${this.name}`, rolePolicyProblems("permissions", policies, attached));
    this.#policies.push(policies);
    return attachPolicies(
      name,
      {
        role: this.role,
        policies,
        inlineName: physicalName([pipelineName], nameLimits.policy),
        managedPrefix: `${pipelineName}-${projectRoleName(this.name, this.#scope.region)}`,
        description: `Builds of ${this.name} in ${pipelineName}`,
        settings: this.#scope,
        tags: this.#tags,
      },
      opts,
    );
  }
}

interface StartOptions {
  readonly parent: pulumi.Resource;
  readonly project: codebuild.Project;
}

/** Creates what starts a project outside a pipeline: its webhook, and the rules of its schedules. */
function createStarts(
  name: string,
  scope: AwsScope,
  { source, webhook, schedules = [] }: BuildProjectModel,
  projectName: string,
  tags: BuildProjectArgs["tags"],
  { parent, project }: StartOptions,
): void {
  if (webhook !== undefined && source !== undefined && isHosted(source)) {
    new codebuild.Webhook(
      `${name}-webhook`,
      { region: scope.region, projectName: project.name, ...renderWebhook(webhook, source.type) },
      { parent },
    );
  }
  for (const schedule of schedules) {
    const start = planBuildStart(scope, projectName, {
      name: schedule.name,
      description: `Starts a build of ${projectName} by the schedule ${schedule.name}`,
      when: { scheduleExpression: schedule.expression },
    });
    const target = { targetId: "project", arn: projectArn(scope, projectName) };
    createStartRule(`${name}-schedule-${schedule.name}`, scope, start, target, tags, { parent, dependsOn: project });
  }
}

function reportExport(
  { reportGroups }: BuildProjectModel,
  projectName: string,
  encryptionKey: pulumi.Input<string>,
): codebuild.ReportGroupArgs["exportConfig"] {
  const place = reportGroups?.exportTo;
  return place === undefined
    ? { type: "NO_EXPORT" }
    : {
        type: "S3",
        s3Destination: { bucket: place.bucket, path: prefixIn(place, projectName), packaging: "ZIP", encryptionKey },
      };
}

function vpcConfigOf({ vpc }: BuildProjectModel, place: BuildPlace | undefined) {
  if (place !== undefined) {
    return { vpcId: place.vpcId, subnets: place.subnetIds, securityGroupIds: place.securityGroupIds };
  }
  return vpc && { vpcId: vpc.vpcId, subnets: vpc.subnetIds, securityGroupIds: vpc.securityGroupIds };
}

/** Returns the gates that a project is a part of, as far as its tags are known. */
function gatesIn(tags: BuildProjectArgs["tags"]): string[] {
  const value = typeof tags === "object" && gateTag in tags ? tags[gateTag] : undefined;
  return typeof value === "string" ? [value] : [];
}

function withoutGuard(args: BuildProjectArgs | GuardedProjectArgs): BuildProjectArgs {
  const { isGuarded: _, ...others } = { isGuarded: false, ...args };
  return others;
}

/** Plan of a build project: settings, names and role statements. */
interface BuildPlan {
  readonly model: BuildProjectModel;
  readonly projectName: string;
  readonly logGroupName: string;
  /** The policies of the build role. */
  readonly policies: RolePolicies;
  /** The network of the same program that builds run in. */
  readonly place: BuildPlace | undefined;
  /** The report groups to create. */
  readonly reports: readonly { readonly group: string; readonly isCoverage: boolean }[];
  /** Whether the build loads packages from the internet, and its network has no way there. */
  readonly isOffline: boolean;
}

function isBuildPlace(vpc: BuildProjectArgs["vpc"]): vpc is BuildPlace {
  return vpc !== undefined && "networkTag" in vpc;
}

/** A network of the same program counts as a VPC for every rule of the settings. */
const placeholderVpc = {
  vpcId: "vpc-00000000",
  subnetIds: ["subnet-00000000"],
  securityGroupIds: ["sg-00000000"],
} satisfies BuildProjectSettings["vpc"];

function readProject(name: string, args: BuildProjectArgs | GuardedProjectArgs): BuildPlan {
  const isGuarded = "isGuarded" in args;
  const { account, region, partition, tags, buildspec, encryptionKeyArn, encryptionKeyPolicy, ...others } =
    withoutGuard(args);
  const { rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...work } = others;
  const { permissions = [], keyUse, vpc, fleetArn, ...settings } = work;
  const place = isBuildPlace(vpc) ? vpc : undefined;
  const type = environmentTypes.find((each) => each === settings.environmentType);
  const source = readSource(buildspec, systemOf(type));
  const { value, problems } = readBuildProject(
    {
      ...settings,
      ...(vpc !== undefined && { vpc: isBuildPlace(vpc) ? placeholderVpc : vpc }),
      ...(fleetArn !== undefined && { fleetArn: typeof fleetArn === "string" ? fleetArn : placeholderFleet(region) }),
    },
    source.buildspec !== undefined || source.problems.length > 0,
  );
  const model = requireValue(`BuildProject ${name}`, {
    value,
    problems: [
      ...problems,
      ...fleetProblems(fleetArn, region),
      ...keyInputProblems(encryptionKeyArn),
      ...within("buildspec", source.problems),
      ...(place !== undefined && settings.dockerServer?.securityGroupIds !== undefined
        ? [
            {
              path: "dockerServer.securityGroupIds",
              reason: "are given with a network of the program: remove them, or give vpc with ids",
            },
          ]
        : []),
      ...scopeProblems(args),
      ...roleSettingsProblems(args, account),
      ...tagProblems(tags, codeBuildTags),
      ...statementProblems("permissions", permissions),
      ...(isGuarded ? [] : statementReachProblems("permissions", permissions)),
    ],
  });
  const projectName = model.projectName ?? projectNameOf(name);
  refuse(`BuildProject ${name}`, within("buildspec", reportProblems(model, source.buildspec, projectName)));
  const logGroupName = projectLogGroup(projectName);
  // A build that stores nothing has no use of the key, which may open secrets in the repository.
  const ofPipeline = model.source === undefined;
  // The pipeline grants the bucket of its artifacts later, and a guard that denies writing there would win.
  const makesArtifacts = ofPipeline && (source.buildspec === undefined || source.buildspec.artifacts !== undefined);
  if (!isGuarded && (makesArtifacts || writesStores(scopeOf(args), permissions))) {
    refuse(`BuildProject ${name}`, storeReachProblems("permissions", permissions));
  }
  const usesKey = ofPipeline || writesToBuckets(model) || keyUse !== undefined;
  const statements = buildStatements(scopeOf(args), {
    projectName,
    logGroupName,
    model: place === undefined ? model : { ...model, vpc: undefined },
    network: place,
    buildspec: source.buildspec,
    permissions: isGuarded
      ? permissions
      : [...permissions, ...guardBuild(scopeOf(args), permissions, { gateNames: gatesIn(tags), makesArtifacts })],
    existingKeyArn: usesKey && typeof encryptionKeyArn === "string" ? encryptionKeyArn : undefined,
    keyUse: writesToBuckets(model) ? "encrypt" : (keyUse ?? "encrypt"),
  });
  const policies = rolePolicies(statements, managedPoliciesOnly);
  refuse(`BuildProject ${name}`, rolePolicyProblems("permissions", policies));
  return {
    model,
    projectName,
    logGroupName,
    policies,
    place,
    reports: model.reportGroups === undefined || source.buildspec === undefined ? [] : reportsOf(source.buildspec),
    isOffline: place?.hasInternet === false && source.buildspec !== undefined && loadsPackages(source.buildspec),
  };
}

/** Stands for the ARN of a fleet of the same program, which AWS assigns. */
function placeholderFleet(region: string): string {
  return composeArn({
    partition: partitionOf(region),
    service: "codebuild",
    region,
    account: "0".repeat(12),
    resource: "fleet/new:1",
  });
}

function reportsOf(buildspec: Buildspec): BuildPlan["reports"] {
  const { tests, coverage } = newReportGroups(buildspec);
  return [
    ...tests.map((group) => ({ group, isCoverage: false })),
    ...coverage.map((group) => ({ group, isCoverage: true })),
  ];
}

function reportProblems(
  { reportGroups }: BuildProjectModel,
  buildspec: Buildspec | undefined,
  projectName: string,
): Problem[] {
  return reportGroups !== undefined && buildspec === undefined
    ? [{ path: "", reason: "is a path, and reportGroups needs the names of its reports: give the buildspec itself" }]
    : reportGroupProblems(buildspec, projectName);
}
