export { alexaAction } from "./actions/alexa";
export { appConfigAction } from "./actions/app-config";
export type { ActionContext, Place, RequiredGrant } from "./actions/base/action-type";
export { inArtifact } from "./actions/base/artifact-path";
export type { ActionInput, OutputVariable } from "./actions/catalogue";
export { cloudFormationAction } from "./actions/cloudformation/action";
export { artifactAttribute, artifactValue } from "./actions/cloudformation/parameter-overrides";
export { stackInstancesAction } from "./actions/cloudformation/stack-instances";
export { stackSetAction } from "./actions/cloudformation/stack-set";
export { type StackSetParameter, stackSetParameters } from "./actions/cloudformation/stack-set-shape";
export { codeCommitAction } from "./actions/code-commit";
export { codeBuildAction } from "./actions/codebuild/action";
export { type CodeDeployGroupAction, codeDeployAction } from "./actions/codedeploy/action";
export { type CodeDeployToEcsGroupAction, codeDeployToEcsAction } from "./actions/codedeploy/to-ecs";
export { codeStarSourceConnectionAction } from "./actions/codestar-source-connection";
export { commandsAction } from "./actions/commands/action";
export { customAction } from "./actions/custom/action";
export { CustomAction, type CustomActionArgs } from "./actions/custom/registration";
export { deviceFarmAction } from "./actions/device-farm";
export { ec2DeployAction } from "./actions/ec2";
export { ecrBuildAndPublishAction } from "./actions/ecr/build-and-publish";
export { ecrAction } from "./actions/ecr/source";
export { ecsAction } from "./actions/ecs/action";
export { eksAction } from "./actions/eks";
export { elasticBeanstalkAction } from "./actions/elastic-beanstalk/action";
export { inspectorScanAction } from "./actions/inspector-scan";
export { lambdaDeployAction } from "./actions/lambda/deploy";
export { lambdaInvokeAction } from "./actions/lambda/invoke";
export { manualApprovalAction } from "./actions/manual-approval";
export { pipelineInvokeAction } from "./actions/pipeline-invoke";
export type { RuleInput } from "./actions/rules/catalogue";
export { cloudWatchAlarmRule } from "./actions/rules/cloud-watch-alarm";
export { codeBuildRule } from "./actions/rules/code-build";
export { commandsRule } from "./actions/rules/commands";
export { deploymentWindowRule } from "./actions/rules/deployment-window";
export { lambdaInvokeRule } from "./actions/rules/lambda-invoke";
export { variableCheckRule } from "./actions/rules/variable-check";
export { s3DeployAction } from "./actions/s3/deploy";
export { s3SourceAction } from "./actions/s3/source";
export { serviceCatalogAction } from "./actions/service-catalog";
export { stepFunctionsAction } from "./actions/step-functions";
export type { AwsScope, ScopeArgs } from "./aws/scope";
export { BuildProject, type BuildProjectArgs } from "./codebuild/build-project";
export type { Buildspec } from "./codebuild/buildspec";
export type { EnvironmentVariable } from "./codebuild/environment-variable";
export { PullRequestChecks, type PullRequestChecksArgs } from "./codebuild/pull-request-checks";
export { readBuildspec } from "./codebuild/read-buildspec";
export { validateBuildspec } from "./codebuild/validate-buildspec";
export { CodeCommitRepository, type CodeCommitRepositoryArgs } from "./codecommit/repository";
export type {
  AppSpec,
  ComputePlatform,
  EcsAppSpec,
  LambdaAppSpec,
  ServerAppSpec,
} from "./codedeploy/appspec";
export { deployFunction } from "./codedeploy/deploy-access";
export { DeploymentGroup, type DeploymentGroupArgs, type DeploymentListeners } from "./codedeploy/deployment-group";
export type { DeploymentTarget } from "./codedeploy/group-plan";
export { readAppSpec } from "./codedeploy/read-appspec";
export { renderAppSpec } from "./codedeploy/render-appspec";
export { validateAppSpec } from "./codedeploy/validate-appspec";
export { Connection, type ConnectionArgs, type ConnectionVpc } from "./connections/connection";
export { ConnectionProvider } from "./connections/connection-args";
export type { ApplicationSettings } from "./delivery/application-settings";
export type { ChangeSetAction, ChangeSetStep } from "./delivery/change-set-action";
export {
  type ApplicationArgs,
  DeliveryEnvironment,
  type DeliveryEnvironmentArgs,
  type DeployArgs,
  readDeliverySettings,
} from "./delivery/delivery-environment";
export { DeliveryPipeline, type DeliveryPipelineArgs, readDeliveryDefinition } from "./delivery/delivery-pipeline";
export { type DeployedImageActionArgs, deployedImageAction } from "./delivery/deployed-image";
export {
  type ApprovalAction,
  type ApprovalActionArgs,
  type Artifact,
  approvalAction,
  type BuildAction,
  type BuildActionArgs,
  buildAction,
  type DeliveryAction,
  type GitSource,
  type GitSourceArgs,
  gitSource,
  type StackAction,
  type StackActionArgs,
  stackAction,
} from "./delivery/inline-actions";
export type { DeliveryPipelineDefinition, DeliveryStage } from "./delivery/pipeline-plan";
export {
  type PlannedDeployment,
  type PlanStackArgs,
  type PlanStagesArgs,
  type PlanUpdateArgs,
  planStack,
  planStages,
  planUpdate,
} from "./delivery/planned-deployment";
export type { DeliverySettings } from "./delivery/settings";
export {
  TargetAccount,
  type TargetAccountArgs,
  type TargetEnvironmentArgs,
  type TargetPipelineArgs,
} from "./delivery/target-account";
export type { PlacedKeys, StackRoleSettings, Target } from "./delivery/targets";
export type { UpdateAction, UpdateStep } from "./delivery/update-action";
export type { OpentofuUpdate, PulumiUpdate, TerraformUpdate, UpdateSettings } from "./delivery/update-settings";
export { DestroyPipeline, type DestroyPipelineArgs } from "./destroy/destroy-pipeline";
export { Fleet, type FleetArgs, readFleet } from "./fleet/fleet";
export type { SettingsFile } from "./fleet/read-fleet";
export type { FleetSettings } from "./fleet/settings";
export type { FleetDeployment } from "./fleet/stages";
export { type ApproverOptions, grantApproval } from "./iam/approval-grant";
export { type ArtifactUse, artifactAccess } from "./iam/artifact-access";
export type { OtherAccountRoles } from "./iam/bucket-policy";
export { detectStackDrift } from "./iam/drift-access";
export { findDeployments } from "./iam/execution-history";
export { type GateBoundaryArgs, gateBoundary } from "./iam/gate-boundary";
export { findImages, pushImages } from "./iam/image-access";
export { type CustomActionId, reportJobResults, workCustomJobs } from "./iam/job-access";
export { type KeyUsers, keyPolicy, type TopicPublishers } from "./iam/key-policy";
export type { KeyUse } from "./iam/key-use";
export type { NetworkTag } from "./iam/network-access";
export { type NpmRegistry, npmRegistryUrl, publishNpmPackages, readNpmPackages } from "./iam/npm-registry";
export { type SamStackArgs, type SamStackGrants, samStack } from "./iam/sam-stack";
export {
  grantStateAccess,
  type PulumiStackState,
  type StateLocation,
  type StateUse,
  type TerraformModuleState,
} from "./iam/state-access";
export { allowStatement, type Conditions, type Grant, type Statement } from "./iam/statement";
export type { BuildPlace } from "./network/build-place";
export { AuditTrail, type AuditTrailArgs } from "./notifications/audit-trail";
export { PipelineAlarms, type PipelineAlarmsArgs } from "./notifications/pipeline-alarms";
export { PipelineNotifications, type PipelineNotificationsArgs } from "./notifications/pipeline-notifications";
export type { NotifySettings } from "./notifications/settings";
export type { TemplateValues } from "./pipelines/aws-form/evaluate-template";
export type { PipelineFileOptions } from "./pipelines/aws-form/file-options";
export type { PipelineDefinition } from "./pipelines/definition/schema";
export { executionId, outputVariable, pipelineVariable } from "./pipelines/definition/variable-reference";
export { type NamedDefinition, Pipeline, type PipelineArgs, readPipelineDefinition } from "./pipelines/pipeline";
export type { ArtifactBuckets } from "./pipelines/plan/artifact-buckets";
export { artifactKeyUsers } from "./pipelines/plan/artifact-users";
export { otherAccountUsers } from "./pipelines/plan/other-accounts";
export { type RequiredGrants, requiredGrants } from "./pipelines/plan/required-grants";
export { trustPipeline } from "./pipelines/plan/trust-pipeline";
export type { RegionalStore } from "./pipelines/regional-stores";
export { validatePipeline } from "./pipelines/validation/validate-pipeline";
export type { BuildTarget } from "./recipes/build-target";
export { type DestroyListingArgs, destroyListing } from "./recipes/destroy-listing";
export { type DockerImageArgs, dockerImage } from "./recipes/docker-image";
export { type FunctionDeploymentArgs, functionDeployment } from "./recipes/function-deployment";
export { type ImageDefinitionsArgs, imageDefinitions } from "./recipes/image-definitions";
export type { ImageChoice } from "./recipes/image-uri";
export { type IntegrationTestsArgs, integrationTests } from "./recipes/integration-tests";
export { type NpmPublishArgs, npmPublish } from "./recipes/npm-publish";
export type { PulumiCliArgs } from "./recipes/pulumi-cli";
export { type PulumiDestroyArgs, pulumiDestroy } from "./recipes/pulumi-destroy";
export { type PulumiDestroyPreviewArgs, pulumiDestroyPreview } from "./recipes/pulumi-destroy-preview";
export { type PulumiDriftArgs, pulumiDrift } from "./recipes/pulumi-drift";
export { type PulumiUpArgs, pulumiUp } from "./recipes/pulumi-up";
export { type PulumiUpPreviewArgs, pulumiUpPreview } from "./recipes/pulumi-up-preview";
export { type SamPackageArgs, samPackage } from "./recipes/sam-package";
export { type StackDriftArgs, stackDrift } from "./recipes/stack-drift";
export { type TerraformApplyArgs, terraformApply } from "./recipes/terraform-apply";
export { type TerraformApplyPreviewArgs, terraformApplyPreview } from "./recipes/terraform-apply-preview";
export type { TerraformCliArgs } from "./recipes/terraform-cli";
export { type TerraformDestroyArgs, terraformDestroy } from "./recipes/terraform-destroy";
export { type TerraformDestroyPreviewArgs, terraformDestroyPreview } from "./recipes/terraform-destroy-preview";
export { type TerraformDriftArgs, terraformDrift } from "./recipes/terraform-drift";
export { ImageRepository, type ImageRepositoryArgs } from "./registries/image-repository";
export { PackageRegistry, type PackageRegistryArgs } from "./registries/package-registry";
export type { Problem } from "./schema/problem";
export { ArtifactBucket, type ArtifactBucketArgs } from "./storage/artifact-bucket";
export { StateBackend, type StateBackendArgs } from "./storage/state-backend";
export type { StateBucket, TerraformState } from "./storage/state-bucket";
