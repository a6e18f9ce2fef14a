import type { Condition, Principal, Statement } from "./document";
import { anything, globMatches, globMatchesIgnoringCase } from "./glob";
import { textOf, unknownValue, type Value } from "./value";

/**
 * Whether a statement of a bucket policy denies everybody everything on the bucket and all its objects unless the
 * request came over TLS; unknown when only its resources are not known yet.
 *
 * @param bucketName - the bucket's name; any one bucket will do while it is unknown or left to AWS
 */
export function deniesWithoutTls(statement: Statement, bucketName: Value): boolean | typeof unknownValue {
  if (!deniesPlainHttp(statement, `s3:${anything}`)) {
    return false;
  }
  const { resources } = statement;
  const patterns = resources.map(({ value }) => textOf(value));
  const name = textOf(bucketName);
  const names = name === "" ? patterns.map(bucketNamed) : [name];
  const covered = names.some((name) => coversBucket(patterns, name));
  return covered || (resources.some(({ value }) => value === unknownValue) ? unknownValue : false);
}

/** Whether a statement denies everybody an action, on whatever resources, unless the request came over TLS. */
export function deniesPlainHttp({ effect, principals, actions, conditions }: Statement, action: string): boolean {
  return (
    effect === "Deny" &&
    principals.some(isEverybody) &&
    actions.some(({ value }) => globMatchesIgnoringCase(textOf(value), action)) &&
    // A second comparison would let through whatever it does not match.
    conditions.length === 1 &&
    conditions.every(isWithoutTls)
  );
}

function coversBucket(patterns: readonly string[], name: string): boolean {
  const covers = (arn: string) => patterns.some((pattern) => globMatches(pattern, arn));
  const partitions = ["aws", ...patterns.map((pattern) => arnPart(pattern, 1))];
  return partitions.some((partition) => {
    const bucket = `arn:${partition}:s3:::${name}`;
    return covers(bucket) && covers(`${bucket}/${anything}`);
  });
}

/** The bucket that a pattern names, of itself or of its objects. */
function bucketNamed(pattern: string): string {
  return arnPart(pattern, 5).replace(/\/.*$/, "");
}

function arnPart(pattern: string, index: number): string {
  return pattern.split(":")[index] ?? anything;
}

function isEverybody({ type, value }: Principal): boolean {
  return (type === "*" || type === "AWS") && value === "*";
}

function isWithoutTls({ operator, key, values }: Condition): boolean {
  return (
    (operator === "bool" || operator === "boolifexists") &&
    key === "aws:securetransport" &&
    values.length > 0 &&
    values.every((value) => value === false || value === "false")
  );
}
