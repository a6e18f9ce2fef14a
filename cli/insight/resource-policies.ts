import { type Properties, readDocument, type Statement } from "@platform/aws-pipelines-policy/iam";
import type { Resource } from "../preview/engine/resource";
import { admitPrincipals } from "./admitted-principals";
import { toValue } from "./identities";
import { knownAt, textAt, UNKNOWN_TEXT } from "./known";

/** A policy that a resource carries: a bucket's, a key's, a topic's. */
export interface ResourcePolicy {
  readonly urn: string;
  /** The resource in words: `bucket shop-dev-artifacts`. */
  readonly label: string;
  /** The prefix of the actions that it can allow, as `s3`. */
  readonly service: string;
  readonly statements: readonly Statement[];
  /** Whether the document, or a part of it, is unknown. */
  readonly isUnknown: boolean;
}

/** By type: the prefix of its actions, the kind of the resource, and the properties of its name and its document. */
const TYPES: Readonly<Record<string, readonly [service: string, kind: string, name: string, document: string]>> = {
  "aws:codeartifact/domainPermissions:DomainPermissions": ["codeartifact", "domain", "domain", "policyDocument"],
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": [
    "codeartifact",
    "repository",
    "repository",
    "policyDocument",
  ],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ["ecr", "image repository", "repository", "policy"],
  "aws:kms/key:Key": ["kms", "key", "keyId", "policy"],
  "aws:kms/keyPolicy:KeyPolicy": ["kms", "key", "keyId", "policy"],
  "aws:s3/bucket:Bucket": ["s3", "bucket", "bucket", "policy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["s3", "bucket", "bucket", "policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["secretsmanager", "secret", "secretArn", "policy"],
  "aws:sns/topic:Topic": ["sns", "topic", "name", "policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["sns", "topic", "arn", "policy"],
  "aws:sqs/queue:Queue": ["sqs", "queue", "name", "policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["sqs", "queue", "queueUrl", "policy"],
};

const LAMBDA_PERMISSION = "aws:lambda/permission:Permission";

/** Reads the policies that the resources of a program carry. */
export function resourcePoliciesOf(resources: readonly Resource[]): readonly ResourcePolicy[] {
  return resources.flatMap((resource): ResourcePolicy[] => {
    if (resource.type === LAMBDA_PERMISSION) {
      return [lambdaPermission(resource)];
    }
    const [service, kind, nameKey = "", documentKey = ""] = TYPES[resource.type] ?? [];
    const document = resource.inputs[documentKey];
    if (service === undefined || document === undefined || document === null) {
      return [];
    }
    const { statements, problems } = readDocument({ path: resource.name, value: toValue(document) });
    const name = knownAt(resource.inputs[nameKey]) ?? resource.name;
    const isUnknown = problems.some((problem) => problem.kind === "unknown");
    const label = `${kind} ${lastPart(name)}`;
    return [{ urn: resource.urn, label, service, statements: admitPrincipals(statements), isUnknown }];
  });
}

/** A permission of a function, as the statement that Lambda makes of it. */
function lambdaPermission({ urn, name, inputs }: Resource): ResourcePolicy {
  const principal = textAt(inputs.principal) ?? UNKNOWN_TEXT;
  const isService = principal.includes(".");
  const conditions: Record<string, Properties> = {
    ...(inputs.sourceArn !== undefined && { ArnLike: { "aws:SourceArn": toValue(inputs.sourceArn) } }),
    ...(inputs.sourceAccount !== undefined && {
      StringEquals: { "aws:SourceAccount": toValue(inputs.sourceAccount) },
    }),
  };
  const statement: Properties = {
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { [isService ? "Service" : "AWS"]: principal },
    Action: toValue(inputs.action),
    Resource: "*",
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
  const { statements } = readDocument({ path: name, value: { Statement: [statement] } });
  const label = `function ${lastPart(knownAt(inputs.function) ?? name)}`;
  return { urn, label, service: "lambda", statements, isUnknown: false };
}

function lastPart(name: string): string {
  return name.startsWith("arn:") ? (name.split(":").at(-1) ?? name) : name;
}
