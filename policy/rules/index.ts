import type { Rule } from "../lib/rule";
import { alarmActionsEnabled } from "./alarm-actions-enabled";
import { alarmHasAction } from "./alarm-has-action";
import { cloudtrailCmk } from "./cloudtrail-cmk";
import { cloudtrailLogValidation } from "./cloudtrail-log-validation";
import { cloudtrailMultiRegion } from "./cloudtrail-multi-region";
import { codebuildAllowedSourceOwner } from "./codebuild-allowed-source-owner";
import { codebuildArtifactsEncrypted } from "./codebuild-artifacts-encrypted";
import { codebuildCacheIsolated } from "./codebuild-cache-isolated";
import { codebuildCmk } from "./codebuild-cmk";
import { codebuildControlledBuildspec } from "./codebuild-controlled-buildspec";
import { codebuildDedicatedRole } from "./codebuild-dedicated-role";
import { codebuildImagePinned } from "./codebuild-image-pinned";
import { codebuildInVpc } from "./codebuild-in-vpc";
import { codebuildLoggingEnabled } from "./codebuild-logging-enabled";
import { codebuildNoInsecureSsl } from "./codebuild-no-insecure-ssl";
import { codebuildNoPlaintextAwsCredentials } from "./codebuild-no-plaintext-aws-credentials";
import { codebuildNoPlaintextSecrets } from "./codebuild-no-plaintext-secrets";
import { codebuildNoPrivilegedMode } from "./codebuild-no-privileged-mode";
import { codebuildNoPublicBadge } from "./codebuild-no-public-badge";
import { codebuildNoStoredTokens } from "./codebuild-no-stored-tokens";
import { codebuildNotPublic } from "./codebuild-not-public";
import { codebuildReportGroupEncrypted } from "./codebuild-report-group-encrypted";
import { codebuildResourcePolicyNotPublic } from "./codebuild-resource-policy-not-public";
import { codebuildS3LogsEncrypted } from "./codebuild-s3-logs-encrypted";
import { codebuildSourceAuthConnection } from "./codebuild-source-auth-connection";
import { codebuildSourceUrlNoCredentials } from "./codebuild-source-url-no-credentials";
import { codebuildTimeoutBounded } from "./codebuild-timeout-bounded";
import { codebuildTrustedImage } from "./codebuild-trusted-image";
import { codebuildWebhookAnchoredPatterns } from "./codebuild-webhook-anchored-patterns";
import { codebuildWebhookFiltered } from "./codebuild-webhook-filtered";
import { codebuildWebhookPrGuarded } from "./codebuild-webhook-pr-guarded";
import { codepipelineApprovalNotifies } from "./codepipeline-approval-notifies";
import { codepipelineArtifactCmk } from "./codepipeline-artifact-cmk";
import { ecrCmk } from "./ecr-cmk";
import { ecrImmutableTags } from "./ecr-immutable-tags";
import { ecrKms } from "./ecr-kms";
import { ecrScanOnPush } from "./ecr-scan-on-push";
import { iamNoAdminManagedPolicy } from "./iam-no-admin-managed-policy";
import { iamNoServiceWildcard } from "./iam-no-service-wildcard";
import { iamNoStarAction } from "./iam-no-star-action";
import { iamNoStarResource } from "./iam-no-star-resource";
import { iamNoWildcardAction } from "./iam-no-wildcard-action";
import { iamPassroleScoped } from "./iam-passrole-scoped";
import { iamTrustConfusedDeputy } from "./iam-trust-confused-deputy";
import { iamTrustNoPublic } from "./iam-trust-no-public";
import { kmsDeletionWindow } from "./kms-deletion-window";
import { kmsDescription } from "./kms-description";
import { kmsEnabled } from "./kms-enabled";
import { kmsNoLockoutBypass } from "./kms-no-lockout-bypass";
import { kmsRotation } from "./kms-rotation";
import { logsCmk } from "./logs-cmk";
import { logsRetention } from "./logs-retention";
import { logsRetentionOneYear } from "./logs-retention-one-year";
import { s3HasPublicAccessBlock } from "./s3-has-public-access-block";
import { s3KmsEncryption } from "./s3-kms-encryption";
import { s3PublicAccessBlockComplete } from "./s3-public-access-block-complete";
import { s3TlsOnly } from "./s3-tls-only";
import { snsCmk } from "./sns-cmk";
import { snsEncrypted } from "./sns-encrypted";
import { snsNoHttpSubscription } from "./sns-no-http-subscription";
import { sqsEncrypted } from "./sqs-encrypted";
import { subnetNoPublicIp } from "./subnet-no-public-ip";

/** Every rule of the pack, by name. */
export const rules: readonly Rule[] = [
  alarmActionsEnabled,
  alarmHasAction,
  cloudtrailCmk,
  cloudtrailLogValidation,
  cloudtrailMultiRegion,
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
  codepipelineApprovalNotifies,
  codepipelineArtifactCmk,
  ecrCmk,
  ecrImmutableTags,
  ecrKms,
  ecrScanOnPush,
  iamNoAdminManagedPolicy,
  iamNoServiceWildcard,
  iamNoStarAction,
  iamNoStarResource,
  iamNoWildcardAction,
  iamPassroleScoped,
  iamTrustConfusedDeputy,
  iamTrustNoPublic,
  kmsDeletionWindow,
  kmsDescription,
  kmsEnabled,
  kmsNoLockoutBypass,
  kmsRotation,
  logsCmk,
  logsRetention,
  logsRetentionOneYear,
  s3HasPublicAccessBlock,
  s3KmsEncryption,
  s3PublicAccessBlockComplete,
  s3TlsOnly,
  snsCmk,
  snsEncrypted,
  snsNoHttpSubscription,
  sqsEncrypted,
  subnetNoPublicIp,
];
