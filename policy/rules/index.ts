import type { Rule } from "../lib/rule";
import { codebuildArtifactsEncrypted } from "./codebuild-artifacts-encrypted";
import { codebuildCmk } from "./codebuild-cmk";
import { codebuildNoPlaintextAwsCredentials } from "./codebuild-no-plaintext-aws-credentials";
import { codebuildNoPlaintextSecrets } from "./codebuild-no-plaintext-secrets";
import { codebuildNoPrivilegedMode } from "./codebuild-no-privileged-mode";
import { codepipelineApprovalNotifies } from "./codepipeline-approval-notifies";
import { codepipelineArtifactCmk } from "./codepipeline-artifact-cmk";
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
import { kmsRotation } from "./kms-rotation";
import { s3HasPublicAccessBlock } from "./s3-has-public-access-block";
import { s3KmsEncryption } from "./s3-kms-encryption";
import { s3PublicAccessBlockComplete } from "./s3-public-access-block-complete";
import { s3TlsOnly } from "./s3-tls-only";

/** Every rule of the pack, by name. */
export const rules: readonly Rule[] = [
  codebuildArtifactsEncrypted,
  codebuildCmk,
  codebuildNoPlaintextAwsCredentials,
  codebuildNoPlaintextSecrets,
  codebuildNoPrivilegedMode,
  codepipelineApprovalNotifies,
  codepipelineArtifactCmk,
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
  kmsRotation,
  s3HasPublicAccessBlock,
  s3KmsEncryption,
  s3PublicAccessBlockComplete,
  s3TlsOnly,
];
