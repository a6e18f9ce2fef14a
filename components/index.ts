export type { ActionContext, AskOfOthers } from "./actions/action-type";
export { inArtifact } from "./actions/artifact-path";
export type { ActionInput } from "./actions/catalogue";
export { codeBuildAction } from "./actions/code-build";
export { codeStarSourceConnectionAction } from "./actions/codestar-source-connection";
export { customAction } from "./actions/custom-action";
export { manualApprovalAction } from "./actions/manual-approval";
export type { RuleInput } from "./actions/rules/catalogue";
export { variableCheckRule } from "./actions/rules/variable-check";
export { ArtifactBucket, type ArtifactBucketArgs } from "./artifact-bucket";
export { BuildProject, type BuildProjectArgs } from "./build-project";
export { DeliveryEnvironment, type DeliveryEnvironmentArgs } from "./delivery-environment";
export { readDeliverySettings } from "./delivery-settings";
export { DestroyPipeline, type DestroyPipelineArgs } from "./destroy-pipeline";
export { type ApproverOptions, approve } from "./iam/approval-grant";
export { type ArtifactUse, artifactAccess } from "./iam/artifact-access";
export type { OtherAccountRoles } from "./iam/bucket-policy";
export { pushImages } from "./iam/image-access";
export { type KeyUsers, keyPolicy } from "./iam/key-policy";
export type { KeyUse } from "./iam/key-use";
export {
  type NpmRegistry,
  npmRegistryUrl,
  publishNpmPackages,
  readNpmPackages,
} from "./iam/npm-registry";
export type { AwsScope } from "./iam/scope";
export {
  type PulumiStackState,
  type StateLocation,
  type StateUse,
  type TerraformModuleState,
  useState,
} from "./iam/state-access";
export type { Conditions, Grant, Statement } from "./iam/statement";
export { allow } from "./iam/statement";
export { ImageRepository, type ImageRepositoryArgs } from "./image-repository";
export type { ArtifactBuckets } from "./model/artifact-buckets";
export { artifactKeyUsers } from "./model/artifact-users";
export { type AskedOfOthers, askedOfOthers } from "./model/asked-of-others";
export type { EnvironmentVariable } from "./model/environment-variable";
export { otherAccountUsers } from "./model/other-accounts";
export type { PipelineDefinition } from "./model/pipeline";
export type { Problem } from "./model/problem";
export { validatePipeline } from "./model/validate-pipeline";
export { executionId, pipelineVariable, variable } from "./model/variable-reference";
export { PackageRegistry, type PackageRegistryArgs } from "./package-registry";
export { Pipeline, type PipelineArgs } from "./pipeline";
export { type NamedDefinition, readPipelineDefinition } from "./pipeline-definition";
export type { Buildspec } from "./recipes/buildspec";
export { type DockerImageArgs, dockerImage } from "./recipes/docker-image";
export { type IntegrationTestsArgs, integrationTests } from "./recipes/integration-tests";
export { type NpmPublishArgs, npmPublish } from "./recipes/npm-publish";
export type { PulumiCliArgs } from "./recipes/pulumi-cli";
export { type PulumiDestroyArgs, pulumiDestroy } from "./recipes/pulumi-destroy";
export { type PulumiDestroyPreviewArgs, pulumiDestroyPreview } from "./recipes/pulumi-destroy-preview";
export { type PulumiUpArgs, pulumiUp } from "./recipes/pulumi-up";
export type { StateBucket, TerraformState } from "./recipes/state-bucket";
export { type TerraformApplyArgs, terraformApply } from "./recipes/terraform-apply";
export type { TerraformCliArgs } from "./recipes/terraform-cli";
export { type TerraformDestroyArgs, terraformDestroy } from "./recipes/terraform-destroy";
export { type TerraformDestroyPreviewArgs, terraformDestroyPreview } from "./recipes/terraform-destroy-preview";
export type { RegionalStore } from "./regional-stores";
export { StateBackend, type StateBackendArgs } from "./state-backend";
