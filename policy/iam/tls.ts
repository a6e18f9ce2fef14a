import type { Condition, Principal, Statement } from "./document";
import { anything, globMatches, globMatchesIgnoringCase } from "./glob";
import { textOf, unknownValue, type Value } from "./value";

/**
 * Whether the statements of a bucket policy deny everybody everything on the bucket and all its objects without TLS.
 * One statement may cover the bucket and another one its objects. Unknown when only their resources are unknown.
 *
 * @param bucketName - the bucket's name. Any one bucket counts while the name is unknown or left to AWS.
 * @param part - `objects` where the objects of the bucket are enough
 */
export function denyWithoutTls(
  statements: readonly Statement[],
  bucketName: Value,
  part: "all" | "objects" = "all",
): boolean | typeof unknownValue {
  const resources = statements
    .filter((statement) => deniesPlainHttp(statement, `s3:${anything}`))
    .flatMap((statement) => statement.resources);
  const patterns = resources.map(({ value }) => textOf(value));
  const name = textOf(bucketName);
  const names = name === "" ? patterns.map(bucketNamed) : [name];
  const covered = names.some((name) => coversBucket(patterns, name, part));
  return covered || (resources.some(({ value }) => value === unknownValue) ? unknownValue : false);
}

/** Whether a statement denies everybody an action without TLS, on any resources. */
export function deniesPlainHttp({ effect, principals, actions, conditions }: Statement, action: string): boolean {
  return (
    effect === "Deny" &&
    principals.some(isEverybody) &&
    actions.some(({ value }) => globMatchesIgnoringCase(textOf(value), action)) &&
    // A second comparison lets requests through that it does not match.
    conditions.length === 1 &&
    conditions.every(isWithoutTls)
  );
}

function coversBucket(patterns: readonly string[], name: string, part: "all" | "objects"): boolean {
  const covers = (arn: string) => patterns.some((pattern) => globMatches(pattern, arn));
  const partitions = ["aws", ...patterns.map((pattern) => arnPart(pattern, 1))];
  return partitions.some((partition) => {
    const bucket = `arn:${partition}:s3:::${name}`;
    return (part === "objects" || covers(bucket)) && covers(`${bucket}/${anything}`);
  });
}

/** Returns the bucket that a pattern of a bucket or of objects names. */
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
