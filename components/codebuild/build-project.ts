import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codebuild from "@pulumi/aws/codebuild";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { projectArn } from "../aws/arn";
import { noteCreated } from "../aws/created-resources";
import { nameLimits, physicalName, projectNameOf } from "../aws/physical-name";
import { batchRoleName, projectRoleName } from "../aws/role-names";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf } from "../aws/scope";
import { runBatches } from "../iam/build-access";
import { statementReachProblems } from "../iam/gate-reach";
import { gateTag, guardBuild } from "../iam/gate-tag";
import type { KeyUse } from "../iam/key-use";
import { attachPolicies, createRole } from "../iam/role";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import type { Statement } from "../iam/statement";
import { serviceTrust } from "../iam/trust";
import { within } from "../schema/problem";
import { refuse, requireValue } from "../schema/refuse";
import { codeBuildTags, tagProblems } from "../schema/tags";
import { buildStatements } from "./build-role";
import type { Buildspec } from "./buildspec";
import { renderVariables } from "./environment-variable";
import { readSource, reportGroupProblems } from "./project-buildspec";
import {
  type BuildProjectModel,
  type BuildProjectSettings,
  imageOf,
  projectLogGroup,
  readBuildProject,
} from "./project-schema";
import { renderBuildspec } from "./render-buildspec";

/** The arguments of a {@link BuildProject}. */
export interface BuildProjectArgs extends ScopeArgs, RoleSettings, BuildProjectSettings {
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
   * Whether builds only decrypt artifacts, or also encrypt them.
   * @default "encrypt"
   */
  keyUse?: KeyUse | undefined;
  /**
   * Statements of the build role, beside those for logs, reports, and the parameters and secrets of the variables. A
   * statement that could reach a gate of the account is refused, such as `codebuild:StartBuild` on `*`.
   * @default - none
   */
  permissions?: readonly Statement[] | undefined;
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
 * Creates a CodeBuild project for a pipeline, with its own role and an encrypted log group with a retention. The role is
 * denied every change to a resource with the tag `aws-pipelines:gate`, whatever `permissions` allow.
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
  readonly projectArn: pulumi.Output<string>;
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
    // The key policy depends on the role, so the component must not depend on the key policy.
    const { encryptionKeyPolicy, ...inputs } = withoutGuard(args);
    const { model, projectName, logGroupName, policies } = readProject(name, args);
    super("aws-pipelines:index:BuildProject", name, inputs, opts);
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
    const project = new codebuild.Project(
      name,
      {
        region: scope.region,
        name: projectName,
        description: model.description,
        serviceRole: role.arn,
        encryptionKey: encryptionKeyArn,
        source: {
          type: "CODEPIPELINE",
          buildspec: typeof buildspec === "string" ? buildspec : renderBuildspec(buildspec),
        },
        artifacts: { type: "CODEPIPELINE" },
        environment: {
          type: model.environmentType,
          computeType: model.computeType,
          image: imageOf(model),
          imagePullCredentialsType: "CODEBUILD",
          privilegedMode: model.privileged,
          environmentVariables: renderVariables(model.environmentVariables),
        },
        cache: model.cacheDockerLayers ? { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] } : { type: "NO_CACHE" },
        logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name } },
        ...(model.batch &&
          batches && {
            buildBatchConfig: {
              serviceRole: batches.role.arn,
              restrictions: { maximumBuildsAllowed: model.batch.maximumBuilds },
              timeoutInMins: model.batch.timeoutInMinutes,
            },
          }),
        buildTimeout: model.timeoutInMinutes,
        queuedTimeout: model.queuedTimeoutInMinutes,
        concurrentBuildLimit: model.concurrentBuildLimit,
        badgeEnabled: false,
        projectVisibility: "PRIVATE",
        tags,
      },
      { ...child, dependsOn: [...ready, ...(batches?.ready ?? [])] },
    );

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
}

function readProject(name: string, args: BuildProjectArgs | GuardedProjectArgs): BuildPlan {
  const isGuarded = "isGuarded" in args;
  const { account, region, partition, tags, buildspec, encryptionKeyArn, encryptionKeyPolicy, ...others } =
    withoutGuard(args);
  const { rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...work } = others;
  const { permissions = [], keyUse = "encrypt", ...settings } = work;
  const source = readSource(buildspec);
  const { value, problems } = readBuildProject(settings);
  const model = requireValue(`BuildProject ${name}`, {
    value,
    problems: [
      ...problems,
      ...within("buildspec", source.problems),
      ...roleSettingsProblems(args, account),
      ...tagProblems(tags, codeBuildTags),
      ...(isGuarded ? [] : statementReachProblems("permissions", permissions, account)),
    ],
  });
  const projectName = model.projectName ?? projectNameOf(name);
  refuse(`BuildProject ${name}`, within("buildspec", reportGroupProblems(source.buildspec, projectName)));
  const logGroupName = projectLogGroup(projectName);
  const statements = buildStatements(scopeOf(args), {
    projectName,
    logGroupName,
    environmentVariables: model.environmentVariables,
    buildspec: source.buildspec,
    permissions: isGuarded ? permissions : [...permissions, ...guardBuild(scopeOf(args), permissions, gatesIn(tags))],
    existingKeyArn: typeof encryptionKeyArn === "string" ? encryptionKeyArn : undefined,
    keyUse,
  });
  const policies = rolePolicies(statements, managedPoliciesOnly);
  refuse(`BuildProject ${name}`, rolePolicyProblems("permissions", policies));
  return { model, projectName, logGroupName, policies };
}
