import { createHash } from "node:crypto";

/**
 * The longest names AWS accepts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const nameLimits = { role: 64, policy: 128, bucket: 63, alias: 250, eventRule: 64 };

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

/** The alias of the key of a component, without `alias/`, known before the key exists. */
export function keyAlias(name: string): string {
  return physicalName([name], nameLimits.alias);
}

/** A digest of eight characters. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digestLength);
}
