import type { AwsScope } from "../aws/scope";
import { downloadArchitecture, projectMachine } from "../codebuild/machine-settings";
import { grantStatements } from "../iam/grant";
import { defaultDirectory } from "../infrastructure/settings";
import { pulumiState, stateStatements, stateVariables, terraformState } from "../infrastructure/state-use";
import type { Build } from "../pipelines/plan/planned-builds";
import { destroyListing } from "../recipes/destroy-listing";
import { pulumiDestroy } from "../recipes/pulumi-destroy";
import { pulumiDestroyPreview } from "../recipes/pulumi-destroy-preview";
import { terraformDestroy } from "../recipes/terraform-destroy";
import { terraformDestroyPreview } from "../recipes/terraform-destroy-preview";
import type { DestroySettings } from "./settings";

/** The artifact that the preview makes and that the approvers approve. */
export const planArtifact = "plan";

/** Plans the build that lists the resources to destroy and stores the list as the plan. */
export function planPreviewProject(scope: AwsScope, settings: DestroySettings, target: string): Build {
  const { state, infrastructure, builds, previewPermissions = [] } = settings;
  return {
    description: `Shows what destroying ${target} would delete`,
    ...projectMachine(builds),
    environmentVariables: previewVariablesOf(settings),
    buildspec:
      infrastructure.tool === "pulumi"
        ? pulumiDestroyPreview(pulumiArgs(scope, settings, infrastructure))
        : terraformDestroyPreview(terraformArgs(scope, settings, infrastructure)),
    permissions: [...stateStatements(scope, state, infrastructure, "read"), ...grantStatements(previewPermissions)],
  };
}

/**
 * Plans the build that lists the plan for approvers, or none. The preview of a Pulumi stack runs nothing of the commit, so
 * its log is a listing. A Terraform module reads data sources, which can take the credentials of its build.
 */
export function planListProject({ infrastructure, builds }: DestroySettings, target: string): Build | undefined {
  return infrastructure.tool === "pulumi"
    ? undefined
    : {
        description: `Lists for approvers what destroying ${target} would delete`,
        ...projectMachine(builds),
        buildspec: destroyListing({ target: infrastructure.directory ?? defaultDirectory }),
        permissions: [],
      };
}

/** Plans the build that destroys exactly what was approved. */
export function planDestroyProject(scope: AwsScope, settings: DestroySettings, target: string): Build {
  const { state, infrastructure, builds, permissions = [], timeoutInMinutes } = settings;
  return {
    description: `Destroys ${target} as it was approved`,
    ...projectMachine(builds),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    // One after the other: two builds would wait for the lock of one state.
    concurrentBuildLimit: 1,
    environmentVariables: variablesOf(settings),
    buildspec:
      infrastructure.tool === "pulumi"
        ? pulumiDestroy({ ...pulumiArgs(scope, settings, infrastructure), planArtifact })
        : terraformDestroy({ ...terraformArgs(scope, settings, infrastructure), planArtifact }),
    permissions: [...stateStatements(scope, state, infrastructure, "write"), ...grantStatements(permissions)],
  };
}

function variablesOf({ environmentVariables, state }: DestroySettings) {
  return { ...environmentVariables, ...stateVariables(state) };
}

/** The preview runs what a push brings before anybody approves: it gets no secret that nobody gave to it. */
function previewVariablesOf({ environmentVariables = {}, previewEnvironmentVariables, state }: DestroySettings) {
  const plain = Object.entries(environmentVariables).filter(([, variable]) => "value" in variable);
  return { ...Object.fromEntries(plain), ...previewEnvironmentVariables, ...stateVariables(state, "read") };
}

type Infrastructure<Tool> = Extract<DestroySettings["infrastructure"], { tool: Tool }>;

function pulumiArgs(scope: AwsScope, { state, builds }: DestroySettings, infrastructure: Infrastructure<"pulumi">) {
  const { version, sha256, directory = defaultDirectory, stack, nodejs } = infrastructure;
  const tool = { version, sha256, directory, ...downloadArchitecture(builds) };
  return { ...tool, stack, ...(nodejs !== undefined && { nodejs }), ...pulumiState(scope, state) };
}

function terraformArgs(
  scope: AwsScope,
  { state, builds }: DestroySettings,
  infrastructure: Infrastructure<"terraform">,
) {
  const { version, sha256, directory = defaultDirectory, providers } = infrastructure;
  const { state: kept } = terraformState(scope, state);
  if (kept === undefined) {
    throw new Error("A destroy with Terraform needs state in a bucket; destroyProblems refuses settings without it");
  }
  const tool = { version, sha256, directory, ...downloadArchitecture(builds) };
  return { ...tool, ...(providers !== undefined && { providers }), state: kept };
}
