import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../../policy/lib/rule/rule";
import { rules } from "../../../policy/rules";

interface Row {
  readonly name: string;
  readonly types: readonly string[];
  readonly severity: string;
  readonly enforcement: string;
  readonly equivalentChecks: Readonly<Record<string, string>>;
}

const logSources = [
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:elb/loadBalancer:LoadBalancer",
];

const exclusiveAttachments = {
  types: [
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
  ],
  reason: "they attach managed policies as well",
};

const holders = [...exclusiveAttachments.types, "aws:iam/group:Group", "aws:iam/user:User"];

const keysElsewhere = {
  types: [
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  reason: "each of these keys has a policy of its own",
};

const attachments = [
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
];

/** Where a rule reads more than its row says, and why. */
const differences: Readonly<Record<string, { readonly types: readonly string[]; readonly reason: string }>> = {
  "codepipeline-approval-before-destroy": {
    types: [
      "aws:codebuild/project:Project",
      "aws:codebuild/webhook:Webhook",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:pipes/pipe:Pipe",
      "aws:scheduler/schedule:Schedule",
      "aws:sfn/stateMachine:StateMachine",
      "aws:lambda/function:Function",
      "aws:iam/policy:Policy",
      "aws:iam/role:Role",
      ...holders,
      ...attachments,
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/userPolicy:UserPolicy",
      "aws:iam/groupPolicy:GroupPolicy",
    ],
    reason:
      "a project says in its buildspec that it destroys, others start builds, and roles say what builds may delete",
  },
  "audit-log-no-tampering": {
    types: ["aws:cfg/recorderStatus:RecorderStatus", "aws:guardduty/detector:Detector"],
    reason: "they record what happened as well",
  },
  "iam-valid-document": {
    types: [
      "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "aws:kms/key:Key",
      "aws:kms/keyPolicy:KeyPolicy",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sqs/queuePolicy:QueuePolicy",
    ],
    reason: "AWS refuses resource policies that are too long, and elements that it does not have",
  },
  "s3-policy-cross-account-scoped": {
    types: ["aws:s3/accessPoint:AccessPoint", "aws:s3control/accessPointPolicy:AccessPointPolicy"],
    reason: "an access point has a policy of its own",
  },
  "codepipeline-failure-notified": {
    types: ["aws:cloudwatch/eventTarget:EventTarget"],
    reason: "an event rule tells nobody without one",
  },
  "codebuild-dedicated-role": {
    types: ["aws:codebuild/webhook:Webhook"],
    reason: "it says which projects build pull requests",
  },
  "kms-no-public-principal": {
    types: [...keysElsewhere.types, "aws:kms/grant:Grant"],
    reason: `${keysElsewhere.reason}, and a grant gives access beside it`,
  },
  "kms-account-use": {
    types: [
      ...keysElsewhere.types,
      "aws:s3/bucketV2:BucketV2",
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ],
    reason: `${keysElsewhere.reason}, and buckets have deprecated twins`,
  },
  "kms-no-lockout-bypass": keysElsewhere,
  "lambda-no-public-permission": {
    types: ["aws:lambda/layerVersionPermission:LayerVersionPermission"],
    reason: "a layer runs in every function that uses it",
  },
  "s3-no-public-acl": {
    types: ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/objectCopy:ObjectCopy"],
    reason: "an object has an ACL of its own",
  },
  "s3-no-public-policy": {
    types: [
      "aws:s3/accessPoint:AccessPoint",
      "aws:s3control/accessPointPolicy:AccessPointPolicy",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ],
    reason: "an access point has a policy of its own, and the key of a bucket names the bucket's account",
  },
  "s3-public-access-block-complete": {
    types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "aws:s3/accessPoint:AccessPoint"],
    reason: "the account and each access point have such a block too",
  },
  "resource-policy-no-allow-notprincipal": {
    types: [
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketV2:BucketV2",
      "aws:kms/key:Key",
      "aws:s3/accessPoint:AccessPoint",
      "aws:s3control/accessPointPolicy:AccessPointPolicy",
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "aws:glue/resourcePolicy:ResourcePolicy",
      "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      "aws:codeartifact/domainPermissions:DomainPermissions",
      "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
    ],
    reason: "they hold such a policy as well",
  },
  "sg-description": {
    types: ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    reason: "a rule on the way out needs a description as much as one on the way in",
  },
  "sg-no-any-port-public-ingress": {
    types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    reason: "what names no group of its own gets this one",
  },
  "sg-no-public-ingress": {
    types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    reason: "what names no group of its own gets this one",
  },
  "sg-restricted-egress": {
    types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    reason: "what names no group of its own gets this one",
  },
  "s3-kms-encryption": {
    types: ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2", ...logSources],
    reason: "they say which bucket takes access logs, which may not encrypt with KMS",
  },
  "s3-access-logging": { types: logSources, reason: "they say which bucket takes access logs" },
  "iam-no-admin-managed-policy": exclusiveAttachments,
  "iam-no-service-wildcard": {
    types: [...exclusiveAttachments.types, ...attachments],
    reason: "AWS managed policies allow all of a service, too",
  },
  "iam-no-aws-managed-policy": exclusiveAttachments,
  "iam-no-policy-management-conflict": {
    types: [
      ...holders,
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/userPolicy:UserPolicy",
      "aws:iam/groupPolicy:GroupPolicy",
    ],
    reason: "they manage policies too",
  },
  "iam-no-privilege-escalation": {
    types: [...holders, ...attachments],
    reason: "they say who holds which policies",
  },
  "events-target-role-scoped": {
    types: [...holders, ...attachments, "aws:codepipeline/pipeline:Pipeline"],
    reason: "they say who holds which policies, and which targets are pipelines",
  },
};

const checkNames: Readonly<Record<string, string>> = {
  CK: "checkov",
  CN: "cdkNag",
  GR: "guard",
  SH: "securityHub",
  CFG: "config",
  TV: "trivy",
  PW: "prowler",
  CP: "compliancePolicies",
  AG: "awsGuard",
  AA: "accessAnalyzer",
  OW: "owasp",
};

function readRows(file: string): readonly Row[] {
  return JSON.parse(readFileSync(join(__dirname, file), "utf8"));
}

/** The table, and the rules that stand beyond it: what the table does not ask for has a row all the same. */
const rows = [...readRows("policies.json"), ...readRows("policies-beyond.json")];

function rowOf(rule: Rule): Row {
  return rows.find(({ name }) => name === rule.name) ?? assert.fail(`${rule.name} is no rule of the table`);
}

/** A row says which property of a type is judged, as in `aws:iam/role:Role(inlinePolicies)`. */
function tokens(row: Row): string[] {
  return [...new Set(row.types.map((type) => type.replace(/\(.*\)$/, "")))];
}

/** A row explains some ids in parentheses, and marks those that nobody has checked. */
function ids(text: string): string[] {
  return text
    .replace(/\([^)]*\)|†/g, "")
    .split(/\s+/)
    .filter(Boolean);
}

describe("the rules beside their table", () => {
  it("have a name each", () => {
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });

  it("leave out no row", () => {
    const names = new Set(rules.map(({ name }) => name));
    assert.deepEqual(
      rows.map(({ name }) => name).filter((name) => !names.has(name)),
      [],
    );
  });

  it("stand in the order of their names", () => {
    assert.deepEqual(
      rules.map(({ name }) => name),
      rules.map(({ name }) => name).toSorted(),
    );
  });

  for (const rule of rules) {
    const row = rowOf(rule);
    const difference = differences[rule.name];

    it(`${rule.name} has the types of its row${difference === undefined ? "" : `, and more: ${difference.reason}`}`, () => {
      assert.deepEqual([...rule.types].toSorted(), [...tokens(row), ...(difference?.types ?? [])].toSorted());
    });

    it(`${rule.name} has the level, severity and equivalentChecks of its row`, () => {
      assert.equal(rule.enforcementLevel, row.enforcement);
      assert.equal(rule.severity, row.severity);
      assert.deepEqual(
        rule.equivalentChecks,
        Object.fromEntries(Object.entries(row.equivalentChecks).map(([peer, text]) => [checkNames[peer], ids(text)])),
      );
    });

    it(`${rule.name} says what it is about, how to mend it and where to read more`, () => {
      assert.match(rule.description, /should .*\.$/);
      assert.match(rule.remediationSteps ?? "", /\.$/);
      assert.equal(rule.url, `@platform/aws-pipelines-docs/docs/policies.md#${rule.name}`);
      assert.match(rule.reference, /^https:\/\/docs\.aws\.amazon\.com\//);
      assert.ok((rule.tags ?? []).length > 0 && (rule.displayName ?? "") !== "");
    });
  }
});
