import type { AwsScope } from "../aws/scope";
import type { EnvironmentVariable } from "../codebuild/environment-variable";
import { grantStateAccess, type StateUse } from "../iam/state-access";
import type { Statement } from "../iam/statement";
import type { Lenient } from "../schema/lenient";
import type { StateBucket, TerraformState } from "../storage/state-bucket";
import { findStateLocation, type StateOwner, type StateSettings } from "./state-settings";

/** Arguments by which a Pulumi recipe finds the state; none if variables name it. */
export function pulumiState({ region }: AwsScope, state: StateSettings | undefined): { state?: StateBucket } {
  return state?.backend === "s3" ? { state: { bucketName: state.bucketName, region } } : {};
}

/** Arguments by which a Terraform recipe finds the state; none if the module names it. */
export function terraformState({ region }: AwsScope, state: StateSettings | undefined): { state?: TerraformState } {
  return state?.backend === "s3" && state.key !== undefined
    ? { state: { bucketName: state.bucketName, region, key: state.key } }
    : {};
}

/** Variables by which a build finds its state. */
export function stateVariables(
  state: StateSettings | undefined,
  use: StateUse = "write",
): Record<string, EnvironmentVariable> {
  if (state?.backend !== "pulumi-cloud") {
    return {};
  }
  const { accessTokenSecret, previewAccessTokenSecret, keyArn } = state;
  const secret = use === "write" ? accessTokenSecret : previewAccessTokenSecret;
  return secret === undefined ? {} : { PULUMI_ACCESS_TOKEN: { secret, ...(keyArn !== undefined && { keyArn }) } };
}

/** Statements of a build that uses the state. */
export function stateStatements(
  scope: AwsScope,
  state: StateSettings | undefined,
  owner: StateOwner,
  use: StateUse,
): Statement[] {
  const location = state && findStateLocation(state, owner);
  return location === undefined ? [] : grantStateAccess(scope, location, use);
}

/** Names of variables that the state settings decide. */
export function stateReservedVariables(state: Lenient<StateSettings> | undefined): string[] {
  return state?.backend === undefined ? [] : [state.backend === "s3" ? "PULUMI_BACKEND_URL" : "PULUMI_ACCESS_TOKEN"];
}
