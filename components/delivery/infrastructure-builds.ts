import { objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { downloadArchitecture, type MachineSettings, projectMachine } from "../codebuild/machine-settings";
import type { BuildProjectSettings } from "../codebuild/project-schema";
import { artifactAccess } from "../iam/artifact-access";
import { findDeployments } from "../iam/execution-history";
import { type GrantSettings, grantStatements } from "../iam/grant";
import { repositoryUri } from "../iam/image-access";
import { allowStatement, type Statement } from "../iam/statement";
import { defaultDirectory } from "../infrastructure/settings";
import { pulumiState, stateStatements, stateVariables, terraformState } from "../infrastructure/state-use";
import type { Build } from "../pipelines/plan/planned-builds";
import { copyFolder } from "../recipes/deployed-source";
import { folderOfPlan, type PlanPlace } from "../recipes/plan-store";
import { pulumiDrift } from "../recipes/pulumi-drift";
import { pulumiUp } from "../recipes/pulumi-up";
import { pulumiUpPreview } from "../recipes/pulumi-up-preview";
import type { SelfUpdated } from "../recipes/self-update-plan";
import { terraformApply } from "../recipes/terraform-apply";
import { terraformApplyPreview } from "../recipes/terraform-apply-preview";
import { terraformDrift } from "../recipes/terraform-drift";
import { planGrants } from "./plan-settings";
import { throughTarget } from "./target-roles";
import type { TargetPlace } from "./targets";
import { stateOwnerOf, type UpdateSettings } from "./update-settings";

/** Infrastructure in the repository, and the surroundings of its builds. */
export interface Infrastructure {
  /** The environment or deployment, as descriptions name it. */
  readonly name: string;
  readonly update: UpdateSettings;
  /** The machine of the builds. */
  readonly machine?: MachineSettings | undefined;
  /** The ECR repository of the image that is deployed; undefined without an image. */
  readonly repositoryName: string | undefined;
  /**
   * Whether the actions pass the digest of the image, as with a promotion.
   * @default - the builds deploy the image of the commit, by its tag
   */
  readonly byDigest?: boolean | undefined;
  /**
   * The place that the infrastructure and its state are in.
   * @default - the account and region of the builds
   */
  readonly target?: TargetPlace | undefined;
  /**
   * The environment whose own stack this is.
   * @default - the infrastructure of an application
   */
  readonly environment?: SelfUpdated | undefined;
}

/**
 * Returns the build that applies infrastructure, with the permissions that settings grant.
 *
 * @param plan - the place of the approved plan, if approvers see one
 */
export function deployBuild(scope: AwsScope, infrastructure: Infrastructure, plan?: PlanPlace): Build {
  const { name, update, machine, repositoryName } = infrastructure;
  const { timeoutInMinutes, environmentVariables, state } = update;
  const tool = toolOf(scope, infrastructure);
  return {
    description: `Deploys ${name}`,
    ...projectMachine(machine),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    environmentVariables: {
      ...withImage(scope, repositoryName, environmentVariables),
      ...stateVariables(state),
    },
    buildspec: tool.tool === "pulumi" ? pulumiUp({ ...tool.args, ...plan }) : terraformApply({ ...tool.args, ...plan }),
    permissions: throughTarget(infrastructure.target, deployStatements(scope, infrastructure)),
  };
}

/** Everything that a deployment may do where its infrastructure is. */
export function deployStatements(scope: AwsScope, { update, target }: Infrastructure): Statement[] {
  const { state, permissions = [] } = update;
  const place = target?.place ?? scope;
  return [...stateStatements(place, state, stateOwnerOf(update), "write"), ...grantStatements(permissions)];
}

/** Everything that a plan or a check may do where its infrastructure is: it reads. */
export function planStatements(
  scope: AwsScope,
  { update, target }: Infrastructure,
  permissions: readonly GrantSettings[] = planGrants(update.plan, update.permissions),
): Statement[] {
  const place = target?.place ?? scope;
  return [...stateStatements(place, update.state, stateOwnerOf(update), "plan"), ...grantStatements(permissions)];
}

/**
 * Returns the build that plans infrastructure with a role that reads. It keeps the plan beside the artifacts, which it
 * cannot write: it runs the code of a commit that waits for an approval.
 */
export function planBuild(scope: AwsScope, infrastructure: Infrastructure, place: PlanPlace): Build {
  const { name, update } = infrastructure;
  const { timeoutInMinutes } = typeof update.plan === "object" ? update.plan : {};
  const tool = toolOf(scope, infrastructure);
  return {
    ...readingBuild(scope, infrastructure, [storeObjects("StorePlan", scope, planObjects(scope, place))]),
    description: `Plans the deployment of ${name}`,
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    buildspec:
      tool.tool === "pulumi"
        ? pulumiUpPreview({ ...tool.args, ...place })
        : terraformApplyPreview({ ...tool.args, ...place }),
  };
}

/** A check of drift: the deployment to compare with, and what the settings of the check decide. */
export interface DriftCheck {
  readonly pipelineName: string;
  readonly stageName: string;
  readonly actionName: string;
  /** The artifact store, which has the deployed source and keeps a copy of it. */
  readonly bucketName: string;
  /** Permissions to read. @default - those of the plan */
  readonly permissions?: readonly GrantSettings[] | undefined;
}

/**
 * Returns the build that compares infrastructure with its resources on AWS, with the role that reads for a plan. It keeps a
 * copy of the deployed source beside the artifacts, which it cannot write.
 */
export function driftBuild(scope: AwsScope, infrastructure: Infrastructure, check: DriftCheck): Build {
  const { pipelineName, stageName, actionName, bucketName, permissions } = check;
  const deployed = { pipelineName, stageName, actionName, copyBucketName: bucketName };
  const tool = toolOf(scope, infrastructure);
  const further = [
    findDeployments(scope, pipelineName),
    ...artifactAccess(scope, bucketName, { read: true, write: false }),
    storeObjects("KeepSource", scope, copyObjects(scope, bucketName)),
  ];
  return {
    ...readingBuild(scope, infrastructure, further, permissions),
    description: `Compares ${infrastructure.name} with its resources on AWS`,
    source: { type: "NO_SOURCE" },
    buildspec:
      tool.tool === "pulumi"
        ? pulumiDrift({ ...tool.args, ...deployed })
        : terraformDrift({ ...tool.args, ...deployed }),
  };
}

/** The parts of a build that reads for a plan: machine, variables and permissions, and no way to write but `further`. */
function readingBuild(
  scope: AwsScope,
  infrastructure: Infrastructure,
  further: readonly Statement[],
  permissions?: readonly GrantSettings[],
) {
  const { update, machine, repositoryName } = infrastructure;
  const { state, plan } = update;
  const { environmentVariables = {} } = typeof plan === "object" ? plan : {};
  const plain = Object.entries(update.environmentVariables ?? {}).filter(([, variable]) => "value" in variable);
  return {
    ...projectMachine(machine),
    keyUse: "encrypt" as const,
    environmentVariables: {
      ...withImage(scope, repositoryName, { ...Object.fromEntries(plain), ...environmentVariables }),
      ...stateVariables(state, "plan"),
    },
    permissions: [
      ...throughTarget(infrastructure.target, planStatements(scope, infrastructure, permissions)),
      ...further,
    ],
  };
}

function storeObjects(sid: string, { account }: AwsScope, objects: string): Statement {
  return allowStatement({
    sid,
    actions: ["s3:PutObject"],
    resources: [objects],
    conditions: { StringEquals: { "aws:ResourceAccount": account } },
  });
}

/** The ARN of the copies of deployed sources in the artifact store. */
export function copyObjects(scope: AwsScope, bucketName: string): string {
  return objectArn(scope, bucketName, `${copyFolder}/*`);
}

/** The ARN of the plans of a deployment in their bucket. */
export function planObjects(scope: AwsScope, { planBucketName, planName }: PlanPlace): string {
  return objectArn(scope, planBucketName, `${folderOfPlan(planName)}/*`);
}

/** The tool of a deployment with the arguments of its recipes. */
function toolOf(
  scope: AwsScope,
  { update, machine, repositoryName, target, byDigest = false, environment }: Infrastructure,
) {
  const { version, sha256, directory = defaultDirectory, state } = update;
  // A recipe deploys an image unless it is told otherwise.
  const image = repositoryName === undefined ? { image: false } : byDigest ? { image: "digest" as const } : {};
  const place = target?.place ?? scope;
  const elsewhere = target && {
    target: { region: place.region, ...(target.role && { roleArn: target.role.roleArn }) },
  };
  const common = { version, sha256, directory, ...downloadArchitecture(machine), ...image, ...elsewhere };
  if (update.tool === "pulumi") {
    const { stack, nodejs } = update;
    const args = {
      ...common,
      stack,
      ...(nodejs !== undefined && { nodejs }),
      ...(environment !== undefined && { environment }),
      ...pulumiState(place, state),
    };
    return { tool: "pulumi", args } as const;
  }
  const distribution = update.tool === "opentofu" ? ({ distribution: "opentofu" } as const) : {};
  return { tool: "terraform", args: { ...common, ...distribution, ...terraformState(place, state) } } as const;
}

/** The variables of a project that works with the image, if there is one. */
export function withImage(
  scope: AwsScope,
  repositoryName: string | undefined,
  variables: BuildProjectSettings["environmentVariables"],
): NonNullable<BuildProjectSettings["environmentVariables"]> {
  return {
    ...variables,
    ...(repositoryName !== undefined && { IMAGE_REPOSITORY_URI: { value: repositoryUri(scope, repositoryName) } }),
  };
}
