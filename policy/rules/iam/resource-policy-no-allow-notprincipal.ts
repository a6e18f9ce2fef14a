import type { Statement } from "../../iam/document";
import { isSet, type Located, type Properties } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { judgeAllows } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

export const resourcePolicyNoAllowNotprincipal = resourceRule({
  name: "resource-policy-no-allow-notprincipal",
  displayName: "Resource policies list what they allow",
  description:
    "Resource policies should not combine Allow with NotPrincipal or NotAction. Such a statement allows every principal or action that it does not name.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Replace NotPrincipal by Principal and NotAction by Action, or change the statement to a Deny.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
  tags: ["s3", "sns", "sqs", "kms", "ecr", "public-access"],
  equivalentChecks: {
    guard: [
      "S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL",
      "SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL",
      "SQS_QUEUEPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL",
    ],
  },
  types: [
    ...s3Types.policy,
    ...s3Types.bucket,
    ...s3Types.accessPoint,
    ...s3Types.accessPointPolicy,
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sns/topic:Topic",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sqs/queue:Queue",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/key:Key",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:glue/resourcePolicy:ResourcePolicy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:codeartifact/domainPermissions:DomainPermissions",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
  ],
  judge: ({ props }) => judgeAllows(documentsIn(props), allowsByNaming, undefined),
});

function documentsIn(props: Properties): Located[] {
  return ["policy", "policyDocument"]
    .map((path): Located => ({ path, value: props[path] }))
    .filter(({ value }) => isSet(value));
}

function allowsByNaming({ path, notPrincipals, notActions }: Statement): Finding[] {
  return [...refuse(notPrincipals, path, "Principal"), ...refuse(notActions, path, "Action")];
}

function refuse(excluded: readonly unknown[], path: string, element: string): Finding[] {
  const desired = `should give way to ${element}: it allows all that it does not name`;
  return excluded.length > 0 ? [violation(`${path}.Not${element}`, desired)] : [];
}
