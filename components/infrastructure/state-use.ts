import type { AwsScope } from "../aws/scope";
import type { EnvironmentVariable } from "../codebuild/environment-variable";
import { grantStateAccess, type StateUse } from "../iam/state-access";
import type { Statement } from "../iam/statement";
import type { Lenient } from "../schema/lenient";
import type { StateBucket, TerraformState } from "../storage/state-bucket";
import { findStateLocation, type StateOwner, type StateSettings } from "./state-settings";

/** What recipes of Pulumi's take to find the state; nothing where variables say it. */
export function pulumiState({ region }: AwsScope, state: StateSettings | undefined): { state?: StateBucket } {
  return state?.backend === "s3" ? { state: { bucketName: state.bucketName, region } } : {};
}

/** What recipes of Terraform's take to find the state; nothing where the module says it. */
export function terraformState({ region }: AwsScope, state: StateSettings | undefined): { state?: TerraformState } {
  return state?.backend === "s3" && state.key !== undefined
    ? { state: { bucketName: state.bucketName, region, key: state.key } }
    : {};
}

/** The variables that a build finds its state by. */
export function stateVariables(
  state: StateSettings | undefined,
  use: StateUse = "write",
): Record<string, EnvironmentVariable> {
  if (state?.backend !== "pulumi-cloud") {
    return {};
  }
  const { accessTokenSecret, previewAccessTokenSecret, keyArn } = state;
  const secret = use === "read" ? previewAccessTokenSecret : accessTokenSecret;
  return secret === undefined ? {} : { PULUMI_ACCESS_TOKEN: { secret, ...(keyArn !== undefined && { keyArn }) } };
}

/** What a build needs for its state. */
export function stateStatements(
  scope: AwsScope,
  state: StateSettings | undefined,
  owner: StateOwner,
  use: StateUse,
): Statement[] {
  const location = state && findStateLocation(state, owner);
  return location === undefined ? [] : grantStateAccess(scope, location, use);
}

/** The variables that where state is kept decides, and that settings leave alone therefore. */
export function stateReservedVariables(state: Lenient<StateSettings> | undefined): string[] {
  return state?.backend === undefined ? [] : [state.backend === "s3" ? "PULUMI_BACKEND_URL" : "PULUMI_ACCESS_TOKEN"];
}
