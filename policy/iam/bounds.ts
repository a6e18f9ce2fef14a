import { isEveryResource } from "./arn";
import { hasUnknownCondition, requiring } from "./conditions";
import type { Condition } from "./document";
import { hasWildcard } from "./glob";
import { isSet, textOf, unknownValue, type Value } from "./value";

// One idea of "bounded" for every rule. A pattern names a resource, one condition tells resources apart, and another
// tells callers apart.

/** Services whose ARNs have a name without a type in the last part. */
const servicesWithoutTypes = ["codecommit", "codepipeline", "execute-api", "s3", "sns", "sqs"];

/** Types in the middle of an ARN, as in `log-group:*:log-stream:*`. */
const partsOfParts = ["autoScalingGroupName", "index", "log-stream", "stream"];

/** Stands for a policy variable, which may be empty text where the caller has no such tag. */
const variable = "\uE000";

/**
 * Whether a pattern names no single resource and no family of them. Such a pattern matches everything, all of a type in
 * an account, or each name with some letters in it: `role/*`, `role/a*`, `role/*min*`, `secret:???*`.
 */
export function isUnnamed(pattern: string): boolean {
  const text = withoutVariables(pattern.replace(callerName, "caller"));
  const [, , service = "", , account = "", ...resource] = text.split(":");
  const parts = resource
    .join(":")
    .split(/[/:]/)
    .filter((part) => part !== "" && !partsOfParts.includes(part));
  const hasType = !servicesWithoutTypes.includes(service) || (service === "s3" && account !== "");
  const names = hasType && parts.length > 1 ? parts.slice(1) : parts;
  // A key names no object before its bucket is named.
  const decisive = service === "s3" && !hasType ? names.slice(0, 1) : names;
  const isNameless =
    hasType && parts.length === 1 ? (part: string) => part.endsWith("*") : (part: string) => !isName(part);
  return isEveryResource(text) || (decisive.length > 0 && decisive.every(isNameless));
}

/** The id or name of the caller, which IAM assigns, with a separator behind it: no other caller's name starts so. */
const callerName = /\$\{aws:user(id|name)\}(?=[-:/_.])/gi;

/** Whether an action on a resource pattern reaches resources that the statement does not name. */
export function isOpenFor(action: string, pattern: string): boolean {
  // Roles of any account may trust the caller, as those of an organization do.
  const anyAccount = action === "sts:AssumeRole" && /^arn:[^:]*:iam::[^:]*[*?][^:]*:/.test(pattern);
  return anyAccount || isUnnamed(pattern);
}

/**
 * Keys with names of resources, in lower case. Each is a key of AWS's own data.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourceKeys: readonly string[] = [
  "cloudformation:ChangeSetName",
  "cloudformation:RoleArn",
  "cloudformation:TemplateUrl",
  "cloudwatch:namespace",
  "codecommit:References",
  "dynamodb:LeadingKeys",
  "ec2:AuthorizedService",
  "ec2:InstanceProfile",
  "ec2:LaunchTemplate",
  "ec2:Subnet",
  "ec2:Vpc",
  "ec2:VpceServiceName",
  "ecs:cluster",
  "ecs:service",
  "ecs:task-definition",
  "elasticfilesystem:AccessPointArn",
  "events:TargetArn",
  "iam:AWSServiceName",
  "iam:PermissionsBoundary",
  "iam:PolicyARN",
  "kms:RequestAlias",
  "kms:ResourceAliases",
  "lambda:FunctionArn",
  "route53:ChangeResourceRecordSetsNormalizedRecordNames",
  "s3:DataAccessPointArn",
  "secretsmanager:SecretId",
  "secretsmanager:resource/AllowRotationLambdaArn",
  "ses:FromAddress",
];

const boundingKeys = new Set(resourceKeys.map((key) => key.toLowerCase()));
const tagKey = /:(resourcetag|existingobjecttag|requesttag|requestobjecttag|[a-z]+-tag)\/.+/;

/** Whether a condition tells the resources of a statement apart, or limits the granted permissions. */
export function isBounded(conditions: readonly Condition[]): boolean {
  return conditions.some(
    (condition) =>
      requiring([condition], [textOf(condition.key)]).length > 0 &&
      isResourceKey(textOf(condition.key)) &&
      condition.values.length > 0 &&
      condition.values.every((value) => isSet(value) && !isOpenValue(textOf(value), textOf(condition.key))),
  );
}

function isResourceKey(key: string): boolean {
  return boundingKeys.has(key) || tagKey.test(key);
}

/** Wildcards with a few letters, the ARN of all of a type, or a variable of the key that it is compared with. */
function isOpenValue(value: string, key: string): boolean {
  const isOwn = value.toLowerCase().includes(`\${${key}`);
  const text = withoutVariables(value).replace(/^alias\//, "");
  return isOwn || (text.startsWith("arn:") ? isUnnamed(text) : hasWildcard(text) && !isName(text));
}

/** Whether a part of a pattern names something: it has no wildcard, a start of three characters, or a run of six. */
function isName(part: string): boolean {
  if (!hasWildcard(part)) {
    return part !== "";
  }
  const [start = "", ...rest] = part.split(/[*?\uE000]+/);
  return start.length >= 3 || rest.some((run) => run.length >= 6);
}

function withoutVariables(pattern: string): string {
  return pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => (/^[*?$]$/.test(name) ? "x" : variable));
}

/** Keys that name the caller, or the resource for which a service calls. */
export const callerKeys: readonly string[] = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceOwner",
  "aws:SourceVpc",
  "aws:SourceVpce",
];

/** Keys with the resource, account or organization for which a service calls. */
export const sourceKeys: readonly string[] = [
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceOwner",
];

/**
 * Whether conditions bind a statement to callers of one owner. They name an account, an organization, a resource of
 * either, a VPC, or a range of addresses. Only fixed values bind. Unknown where an unknown value may bind.
 *
 * @param keys - the condition keys that count
 */
export function bindsCaller(
  conditions: readonly Condition[],
  keys: readonly string[] = callerKeys,
): boolean | typeof unknownValue {
  const comparisons = requiring(conditions, keys);
  const isBound = ({ values }: Condition) => values.length > 0 && values.every(namesOwner);
  if (comparisons.some(isBound) || (keys === callerKeys && conditions.some(isFixedNetwork))) {
    return true;
  }
  const isHidden = hasUnknownCondition(conditions) || comparisons.some(({ values }) => values.includes(unknownValue));
  return isHidden ? unknownValue : false;
}

/**
 * Whether the value of a condition names an account, an organization or a resource of one: by number, by id, or in an
 * ARN. The ARN of a bucket has no account, but one account owns the bucket's name. A policy variable such as
 * `${aws:PrincipalAccount}` names whoever calls.
 */
export function namesOwner(value: Value): boolean {
  const text = withoutVariables(textOf(value));
  const [scheme, , , , account, resource = ""] = text.split(":");
  if (text.includes(variable)) {
    return false;
  }
  if (scheme !== "arn") {
    return text !== "" && (!hasWildcard(text) || /^(o-[a-z0-9]+\/|ARO[A-Z0-9]{10,}:)/.test(text));
  }
  return account === "" ? isName(resource.split("/")[0] ?? "") : account !== undefined && !hasWildcard(account);
}

/**
 * S3 calls a policy public when its ranges are wider than /8 for IPv4 and /32 for IPv6.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function isFixedNetwork({ operator, key, values }: Condition): boolean {
  return (
    operator === "ipaddress" &&
    (key === "aws:sourceip" || key === "aws:vpcsourceip") &&
    values.length > 0 &&
    values.every((value) => isNarrowRange(textOf(value)))
  );
}

function isNarrowRange(range: string): boolean {
  const [address = "", bits] = range.split("/");
  if (!/^[0-9a-fA-F.:]+$/.test(address)) {
    return false;
  }
  return bits === undefined || Number(bits) >= (address.includes(":") ? 32 : 8);
}
