import { createHash } from "node:crypto";

/**
 * The longest names AWS accepts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * @see https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_CreateNotificationRule.html
 */
export const nameLimits = {
  role: 64,
  policy: 128,
  bucket: 63,
  alias: 250,
  eventRule: 64,
  project: 150,
  topic: 256,
  notificationRule: 64,
  function: 64,
  channel: 128,
  history: 200,
  trail: 128,
};

const digestLength = 8;

/**
 * Joins parts to a physical name of at most `limit` characters. A longer name is cut and ends in a digest of the whole,
 * so that different names stay different. The same parts always give the same name.
 *
 * @param separator - the text between the parts, and before the digest
 */
export function physicalName(parts: readonly string[], limit: number, separator: "-" | "+" = "-"): string {
  const name = parts.join(separator);
  if (name.length <= limit) {
    return name;
  }
  return `${name.slice(0, limit - digestLength - 1).replace(/[-+.]+$/, "")}${separator}${digest(name)}`;
}

/** The part of a beginning that each physical name with it keeps, however long the name is. */
export function shortenedBeginning(beginning: string, limit: number): string {
  const kept = beginning.slice(0, limit - digestLength - 1);
  // The hyphen before the digest replaces those at the end.
  return kept === beginning ? beginning : kept.replace(/[-+.]+$/, "");
}

/** The name of the bucket that logs every access to a bucket of a component. */
export function accessLogBucketName(bucketName: string): string {
  return physicalName([bucketName, "logs"], nameLimits.bucket);
}

/**
 * The name of a bucket: the name of a component in the characters of S3, and further parts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameOf(name: string, ...parts: string[]): string {
  return physicalName([inCharacters(name, /[^a-z0-9-]+/g, name.toLowerCase()), ...parts], nameLimits.bucket);
}

/**
 * The name of a CodeBuild project for a component of any name.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 */
export function projectNameOf(name: string): string {
  const allowed = inCharacters(name, /[^A-Za-z0-9_-]+/g);
  return physicalName([allowed.length < 2 ? `${allowed}-${digest(name)}` : allowed], nameLimits.project);
}

/**
 * The name of a topic, a notification rule, a chat configuration or a network: letters, digits, hyphens and underscores.
 *
 * @param limit - the longest name of the service, one of {@link nameLimits}
 * @see https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_CreateNotificationRule.html
 */
export function notificationNameOf(parts: readonly string[], limit: number): string {
  return physicalName([inCharacters(parts.join("-"), /[^A-Za-z0-9_-]+/g)], limit);
}

/**
 * The alias of the key of a component, without `alias/`, known before the key exists.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function keyAlias(name: string): string {
  // KMS reserves aliases that start with aws/.
  const free = name.startsWith("aws/") ? `key-${name}` : name;
  return physicalName([inCharacters(free, /[^A-Za-z0-9/_-]+/g)], nameLimits.alias);
}

/**
 * Replaces the characters that a service does not allow, and the first one unless it is a letter or a digit. A changed
 * name ends in a digest of the original, so that different names stay different.
 */
function inCharacters(name: string, forbidden: RegExp, spelled = name): string {
  const allowed = spelled
    .replace(forbidden, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .replace(/-+$/, "");
  return allowed === spelled ? spelled : [allowed, digest(name)].filter((part) => part !== "").join("-");
}

/** A digest of eight characters. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digestLength);
}
