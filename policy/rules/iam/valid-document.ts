import { grammarProblems, sizeOf } from "../../iam/grammar";
import { isSet, type Located } from "../../iam/value";
import { advice, type Finding, violation } from "../../lib/facts/finding";
import {
  identityDocumentsOf,
  identityTypes,
  problemFindings,
  trustDocumentsOf,
  trustTypes,
} from "../../lib/iam/documents";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Actions that are newer than the pack's data. */
  readonly knownActions: readonly string[];
}

/**
 * Resource policies by type: the property, and the most characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const resourcePolicies: Readonly<Record<string, readonly [property: string, limit: number]>> = {
  "aws:s3/bucketPolicy:BucketPolicy": ["policy", 20_480],
  "aws:kms/key:Key": ["policy", 32_768],
  "aws:kms/keyPolicy:KeyPolicy": ["policy", 32_768],
  "aws:sns/topicPolicy:TopicPolicy": ["policy", 30_720],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy", 65_536],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ["policy", 10_240],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy", 20_480],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyDocument", 5120],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["policy", 10_240],
};

export const iamValidDocument = resourceRule<Config>({
  name: "iam-valid-document",
  displayName: "Policy documents are valid",
  description: "IAM policy documents should be valid. AWS rejects some mistakes late and ignores others.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Correct the element at the path: Version 2012-10-17, Effect Allow or Deny, and actions and condition operators as AWS spells them.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  tags: ["iam"],
  equivalentChecks: { accessAnalyzer: ["ERROR", "findings"], owasp: ["SEC-7"] },
  types: [...new Set([...identityTypes, ...trustTypes, ...Object.keys(resourcePolicies)])],
  config: {
    properties: {
      knownActions: textList("Actions that are newer than the pack's data of AWS's actions, as in s3:GetObject"),
    },
    defaults: { knownActions: [] },
  },
  judge: isValid,
});

/** Most characters of a document by resource type; roles count all inline policies together. */
const limits: Readonly<Record<string, number>> = {
  "aws:iam/policy:Policy": 6144,
  "aws:iam/rolePolicy:RolePolicy": 10_240,
  "aws:iam/role:Role": 10_240,
  "aws:iam/userPolicy:UserPolicy": 2048,
  "aws:iam/groupPolicy:GroupPolicy": 5120,
};

/** AWS raises the limit of trust policies to the second number on request. */
const trustLimits = { usual: 2048, raised: 4096 };

function isValid(resource: JudgedResource, { knownActions }: Config): Finding[] {
  const [trusts, grants] = [trustDocumentsOf(resource), identityDocumentsOf(resource)];
  const [property = "", limit = 0] = resourcePolicies[resource.type] ?? [];
  const shares: Located[] = isSet(resource.props[property])
    ? [{ path: property, value: resource.props[property] }]
    : [];
  const problems = [
    ...trusts.flatMap((document) => grammarProblems(document, "trust", knownActions)),
    ...grants.flatMap((document) => grammarProblems(document, "identity", knownActions)),
    ...shares.flatMap((document) => grammarProblems(document, "resource", knownActions)),
  ];
  return [
    ...problemFindings({ problems }),
    ...trusts.flatMap(judgeTrustSize),
    ...judgeSizes(grants, limits[resource.type]),
    ...judgeSizes(shares, limit),
  ];
}

function judgeTrustSize(document: Located): Finding[] {
  const size = sizeOf(document) ?? 0;
  const desired = `should have at most ${trustLimits.usual} characters without white space: it has ${size}`;
  if (size <= trustLimits.usual) {
    return [];
  }
  return [size > trustLimits.raised ? violation(document.path, desired) : advice(document.path, desired)];
}

function judgeSizes(documents: readonly Located[], limit = Number.POSITIVE_INFINITY): Finding[] {
  const [first] = documents;
  const size = documents.reduce((sum, document) => sum + (sizeOf(document) ?? 0), 0);
  return first === undefined || size <= limit
    ? []
    : [violation(first.path, `should have at most ${limit} characters without white space: it has ${size}`)];
}
