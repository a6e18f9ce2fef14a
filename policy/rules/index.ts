import type { Rule } from "../lib/rule/rule";
import { chatbotGuardrails } from "./chatbot/guardrails";
import { cfnStackNotifications } from "./cloudformation/stack-notifications";
import { cfnStackRole } from "./cloudformation/stack-role";
import { cloudtrailCmk } from "./cloudtrail/cmk";
import { cloudtrailLogValidation } from "./cloudtrail/log-validation";
import { cloudtrailMultiRegion } from "./cloudtrail/multi-region";
import { auditLogNoTampering } from "./cloudtrail/no-tampering";
import { alarmActionsEnabled } from "./cloudwatch/alarm-actions-enabled";
import { alarmHasAction } from "./cloudwatch/alarm-has-action";
import { codeartifactCmk } from "./codeartifact/cmk";
import { codeartifactNoExternalPublish } from "./codeartifact/no-external-publish";
import { codeartifactPolicyNotPublic } from "./codeartifact/policy-not-public";
import { codebuildAllowedSourceOwner } from "./codebuild/allowed-source-owner";
import { codebuildArtifactsEncrypted } from "./codebuild/artifacts-encrypted";
import { codebuildCacheIsolated } from "./codebuild/cache-isolated";
import { codebuildCmk } from "./codebuild/cmk";
import { codebuildControlledBuildspec } from "./codebuild/controlled-buildspec";
import { codebuildDedicatedRole } from "./codebuild/dedicated-role";
import { codebuildImagePinned } from "./codebuild/image-pinned";
import { codebuildInVpc } from "./codebuild/in-vpc";
import { codebuildLoggingEnabled } from "./codebuild/logging-enabled";
import { codebuildNoInsecureSsl } from "./codebuild/no-insecure-ssl";
import { codebuildNoPlaintextAwsCredentials } from "./codebuild/no-plaintext-aws-credentials";
import { codebuildNoPlaintextSecrets } from "./codebuild/no-plaintext-secrets";
import { codebuildNoPrivilegedMode } from "./codebuild/no-privileged-mode";
import { codebuildNoPublicBadge } from "./codebuild/no-public-badge";
import { codebuildNoStoredTokens } from "./codebuild/no-stored-tokens";
import { codebuildNotPublic } from "./codebuild/not-public";
import { codebuildReportGroupEncrypted } from "./codebuild/report-group-encrypted";
import { codebuildResourcePolicyNotPublic } from "./codebuild/resource-policy-not-public";
import { codebuildS3LogsEncrypted } from "./codebuild/s3-logs-encrypted";
import { codebuildSourceAuthConnection } from "./codebuild/source-auth-connection";
import { codebuildSourceUrlNoCredentials } from "./codebuild/source-url-no-credentials";
import { codebuildTimeoutBounded } from "./codebuild/timeout-bounded";
import { codebuildTrustedImage } from "./codebuild/trusted-image";
import { codebuildWebhookAnchoredPatterns } from "./codebuild/webhook-anchored-patterns";
import { codebuildWebhookFiltered } from "./codebuild/webhook-filtered";
import { codebuildWebhookPrGuarded } from "./codebuild/webhook-pr-guarded";
import { codecommitApprovalPool } from "./codecommit/approval-pool";
import { codecommitApprovalRuleAttached } from "./codecommit/approval-rule-attached";
import { codecommitApprovalsMin2 } from "./codecommit/approvals-min-2";
import { codecommitCmk } from "./codecommit/cmk";
import { codedeployAlarms } from "./codedeploy/alarms";
import { codedeployAutoRollback } from "./codedeploy/auto-rollback";
import { codedeployNoAllAtOnce } from "./codedeploy/no-all-at-once";
import { codepipelineApprovalBeforeDestroy } from "./codepipeline/approval-before-destroy";
import { codepipelineApprovalBeforeProduction } from "./codepipeline/approval-before-production";
import { codepipelineApprovalNotifies } from "./codepipeline/approval-notifies";
import { codepipelineApprovalTimeout } from "./codepipeline/approval-timeout";
import { codepipelineArtifactCmk } from "./codepipeline/artifact-cmk";
import { codepipelineCfnChangeSet } from "./codepipeline/cfn-change-set";
import { codepipelineCfnRoleScoped } from "./codepipeline/cfn-role-scoped";
import { codepipelineCrossRegionStore } from "./codepipeline/cross-region-store";
import { destroyStartRestricted } from "./codepipeline/destroy-start-restricted";
import { codepipelineFailureNotified } from "./codepipeline/failure-notified";
import { codepipelineNoInlineCommands } from "./codepipeline/no-inline-commands";
import { codepipelineNoOauthSource } from "./codepipeline/no-oauth-source";
import { codepipelineNoPolling } from "./codepipeline/no-polling";
import { codepipelineNoSecretsInConfiguration } from "./codepipeline/no-secrets-in-configuration";
import { codepipelineNoThirdPartyActions } from "./codepipeline/no-third-party-actions";
import { codepipelineTriggerFiltered } from "./codepipeline/trigger-filtered";
import { codepipelineV2 } from "./codepipeline/v2";
import { codepipelineWebhookAuthenticated } from "./codepipeline/webhook-authenticated";
import { dataNoPublicPolicy } from "./data/no-public-policy";
import { sgDescription } from "./ec2/sg-description";
import { sgNoAnyPortPublicIngress } from "./ec2/sg-no-any-port-public-ingress";
import { sgNoPublicIngress } from "./ec2/sg-no-public-ingress";
import { sgRestrictedEgress } from "./ec2/sg-restricted-egress";
import { subnetNoPublicIp } from "./ec2/subnet-no-public-ip";
import { vpcDefaultSgClosed } from "./ec2/vpc-default-sg-closed";
import { vpcFlowLogs } from "./ec2/vpc-flow-logs";
import { ecrCmk } from "./ecr/cmk";
import { ecrImmutableTags } from "./ecr/immutable-tags";
import { ecrKms } from "./ecr/kms";
import { ecrLifecycle } from "./ecr/lifecycle";
import { ecrNoPublicPolicy } from "./ecr/no-public-policy";
import { ecrScanOnPush } from "./ecr/scan-on-push";
import { ecsNoPlaintextSecrets } from "./ecs/no-plaintext-secrets";
import { eventsBusNoPublicPolicy } from "./eventbridge/bus-no-public-policy";
import { eventsTargetDlq } from "./eventbridge/target-dlq";
import { eventsTargetRoleScoped } from "./eventbridge/target-role-scoped";
import { iamKmsDecryptScoped } from "./iam/kms-decrypt-scoped";
import { iamMaxSession } from "./iam/max-session";
import { iamNoAdmin } from "./iam/no-admin";
import { iamNoAdminManagedPolicy } from "./iam/no-admin-managed-policy";
import { iamNoAllowNotElements } from "./iam/no-allow-not-elements";
import { iamNoAwsManagedPolicy } from "./iam/no-aws-managed-policy";
import { iamNoCredentialsExposure } from "./iam/no-credentials-exposure";
import { iamNoDataExfiltration } from "./iam/no-data-exfiltration";
import { iamNoGateReach } from "./iam/no-gate-reach";
import { iamNoInlinePolicy } from "./iam/no-inline-policy";
import { iamNoPolicyManagementConflict } from "./iam/no-policy-management-conflict";
import { iamNoPrivilegeEscalation } from "./iam/no-privilege-escalation";
import { iamNoServiceWildcard } from "./iam/no-service-wildcard";
import { iamNoStarAction } from "./iam/no-star-action";
import { iamNoStarResource } from "./iam/no-star-resource";
import { iamNoUser } from "./iam/no-user";
import { iamNoUserPolicy } from "./iam/no-user-policy";
import { iamNoWildcardAction } from "./iam/no-wildcard-action";
import { iamPassroleScoped } from "./iam/passrole-scoped";
import { iamPermissionsBoundary } from "./iam/permissions-boundary";
import { iamPermissionsManagementScoped } from "./iam/permissions-management-scoped";
import { resourcePolicyNoAllowNotprincipal } from "./iam/resource-policy-no-allow-notprincipal";
import { iamTrustActions } from "./iam/trust-actions";
import { iamTrustConfusedDeputy } from "./iam/trust-confused-deputy";
import { iamTrustNoAccountRoot } from "./iam/trust-no-account-root";
import { iamTrustNoPublic } from "./iam/trust-no-public";
import { iamTrustOidcScoped } from "./iam/trust-oidc-scoped";
import { iamTrustSingleService } from "./iam/trust-single-service";
import { iamValidDocument } from "./iam/valid-document";
import { iamWriteScoped } from "./iam/write-scoped";
import { kmsAccountUse } from "./kms/account-use";
import { kmsDeletionWindow } from "./kms/deletion-window";
import { kmsDescription } from "./kms/description";
import { kmsEnabled } from "./kms/enabled";
import { kmsNoLockoutBypass } from "./kms/no-lockout-bypass";
import { kmsNoPublicPrincipal } from "./kms/no-public-principal";
import { kmsPolicyExplicit } from "./kms/policy-explicit";
import { kmsRotation } from "./kms/rotation";
import { kmsServicePrincipalScoped } from "./kms/service-principal-scoped";
import { lambdaEnvCmk } from "./lambda/env-cmk";
import { lambdaNoPlaintextCredentials } from "./lambda/no-plaintext-credentials";
import { lambdaNoPublicPermission } from "./lambda/no-public-permission";
import { lambdaPermissionScoped } from "./lambda/permission-scoped";
import { lambdaTracing } from "./lambda/tracing";
import { lambdaUrlAuth } from "./lambda/url-auth";
import { logsCmk } from "./logs/cmk";
import { logsNoPublicPolicy } from "./logs/no-public-policy";
import { logsRetention } from "./logs/retention";
import { logsRetentionOneYear } from "./logs/retention-one-year";
import { protectStateful } from "./pulumi/protect-stateful";
import { resourcesJudged } from "./pulumi/resources-judged";
import { s3AccessLogging } from "./s3/access-logging";
import { s3AclDisabled } from "./s3/acl-disabled";
import { s3BucketKey } from "./s3/bucket-key";
import { s3Cmk } from "./s3/cmk";
import { s3HasPublicAccessBlock } from "./s3/has-public-access-block";
import { s3KmsEncryption } from "./s3/kms-encryption";
import { s3Lifecycle } from "./s3/lifecycle";
import { s3NoForceDestroy } from "./s3/no-force-destroy";
import { s3NoPublicAcl } from "./s3/no-public-acl";
import { s3NoPublicPolicy } from "./s3/no-public-policy";
import { s3ObjectLock } from "./s3/object-lock";
import { s3PolicyCrossAccountScoped } from "./s3/policy-cross-account-scoped";
import { s3PolicyNoWildcardAction } from "./s3/policy-no-wildcard-action";
import { s3PublicAccessBlockComplete } from "./s3/public-access-block-complete";
import { s3Replication } from "./s3/replication";
import { s3TlsOnly } from "./s3/tls-only";
import { s3Versioning } from "./s3/versioning";
import { secretCmk } from "./secretsmanager/cmk";
import { secretNoPublicPolicy } from "./secretsmanager/no-public-policy";
import { secretRotation } from "./secretsmanager/rotation";
import { snsCmk } from "./sns/cmk";
import { snsCrossAccountScoped } from "./sns/cross-account-scoped";
import { snsEncrypted } from "./sns/encrypted";
import { snsNoHttpSubscription } from "./sns/no-http-subscription";
import { snsNoPublicPolicy } from "./sns/no-public-policy";
import { snsTlsOnly } from "./sns/tls-only";
import { sqsEncrypted } from "./sqs/encrypted";
import { sqsNoPublicPolicy } from "./sqs/no-public-policy";
import { ssmSecureString } from "./ssm/secure-string";

/** Every rule of the pack, by name. */
export const rules: readonly Rule[] = [
  alarmActionsEnabled,
  alarmHasAction,
  auditLogNoTampering,
  cfnStackNotifications,
  cfnStackRole,
  chatbotGuardrails,
  cloudtrailCmk,
  cloudtrailLogValidation,
  cloudtrailMultiRegion,
  codeartifactCmk,
  codeartifactNoExternalPublish,
  codeartifactPolicyNotPublic,
  codebuildAllowedSourceOwner,
  codebuildArtifactsEncrypted,
  codebuildCacheIsolated,
  codebuildCmk,
  codebuildControlledBuildspec,
  codebuildDedicatedRole,
  codebuildImagePinned,
  codebuildInVpc,
  codebuildLoggingEnabled,
  codebuildNoInsecureSsl,
  codebuildNoPlaintextAwsCredentials,
  codebuildNoPlaintextSecrets,
  codebuildNoPrivilegedMode,
  codebuildNoPublicBadge,
  codebuildNoStoredTokens,
  codebuildNotPublic,
  codebuildReportGroupEncrypted,
  codebuildResourcePolicyNotPublic,
  codebuildS3LogsEncrypted,
  codebuildSourceAuthConnection,
  codebuildSourceUrlNoCredentials,
  codebuildTimeoutBounded,
  codebuildTrustedImage,
  codebuildWebhookAnchoredPatterns,
  codebuildWebhookFiltered,
  codebuildWebhookPrGuarded,
  codecommitApprovalPool,
  codecommitApprovalRuleAttached,
  codecommitApprovalsMin2,
  codecommitCmk,
  codedeployAlarms,
  codedeployAutoRollback,
  codedeployNoAllAtOnce,
  codepipelineApprovalBeforeDestroy,
  codepipelineApprovalBeforeProduction,
  codepipelineApprovalNotifies,
  codepipelineApprovalTimeout,
  codepipelineArtifactCmk,
  codepipelineCfnChangeSet,
  codepipelineCfnRoleScoped,
  codepipelineCrossRegionStore,
  codepipelineFailureNotified,
  codepipelineNoInlineCommands,
  codepipelineNoOauthSource,
  codepipelineNoPolling,
  codepipelineNoSecretsInConfiguration,
  codepipelineNoThirdPartyActions,
  codepipelineTriggerFiltered,
  codepipelineV2,
  codepipelineWebhookAuthenticated,
  dataNoPublicPolicy,
  destroyStartRestricted,
  ecrCmk,
  ecrImmutableTags,
  ecrKms,
  ecrLifecycle,
  ecrNoPublicPolicy,
  ecrScanOnPush,
  ecsNoPlaintextSecrets,
  eventsBusNoPublicPolicy,
  eventsTargetDlq,
  eventsTargetRoleScoped,
  iamKmsDecryptScoped,
  iamMaxSession,
  iamNoAdmin,
  iamNoAdminManagedPolicy,
  iamNoAllowNotElements,
  iamNoAwsManagedPolicy,
  iamNoCredentialsExposure,
  iamNoDataExfiltration,
  iamNoGateReach,
  iamNoInlinePolicy,
  iamNoPolicyManagementConflict,
  iamNoPrivilegeEscalation,
  iamNoServiceWildcard,
  iamNoStarAction,
  iamNoStarResource,
  iamNoUser,
  iamNoUserPolicy,
  iamNoWildcardAction,
  iamPassroleScoped,
  iamPermissionsBoundary,
  iamPermissionsManagementScoped,
  iamTrustActions,
  iamTrustConfusedDeputy,
  iamTrustNoAccountRoot,
  iamTrustNoPublic,
  iamTrustOidcScoped,
  iamTrustSingleService,
  iamValidDocument,
  iamWriteScoped,
  kmsAccountUse,
  kmsDeletionWindow,
  kmsDescription,
  kmsEnabled,
  kmsNoLockoutBypass,
  kmsNoPublicPrincipal,
  kmsPolicyExplicit,
  kmsRotation,
  kmsServicePrincipalScoped,
  lambdaEnvCmk,
  lambdaNoPlaintextCredentials,
  lambdaNoPublicPermission,
  lambdaPermissionScoped,
  lambdaTracing,
  lambdaUrlAuth,
  logsCmk,
  logsNoPublicPolicy,
  logsRetention,
  logsRetentionOneYear,
  protectStateful,
  resourcePolicyNoAllowNotprincipal,
  resourcesJudged(() => readTypes()),
  s3AccessLogging,
  s3AclDisabled,
  s3BucketKey,
  s3Cmk,
  s3HasPublicAccessBlock,
  s3KmsEncryption,
  s3Lifecycle,
  s3NoForceDestroy,
  s3NoPublicAcl,
  s3NoPublicPolicy,
  s3ObjectLock,
  s3PolicyCrossAccountScoped,
  s3PolicyNoWildcardAction,
  s3PublicAccessBlockComplete,
  s3Replication,
  s3TlsOnly,
  s3Versioning,
  secretCmk,
  secretNoPublicPolicy,
  secretRotation,
  sgDescription,
  sgNoAnyPortPublicIngress,
  sgNoPublicIngress,
  sgRestrictedEgress,
  snsCmk,
  snsCrossAccountScoped,
  snsEncrypted,
  snsNoHttpSubscription,
  snsNoPublicPolicy,
  snsTlsOnly,
  sqsEncrypted,
  sqsNoPublicPolicy,
  ssmSecureString,
  subnetNoPublicIp,
  vpcDefaultSgClosed,
  vpcFlowLogs,
];

const read = new Set<string>();

/** Types that rules read, gathered when the first stack is judged. */
function readTypes(): ReadonlySet<string> {
  if (read.size === 0) {
    for (const type of rules.flatMap((rule) => rule.types)) {
      read.add(type);
    }
  }
  return read;
}
