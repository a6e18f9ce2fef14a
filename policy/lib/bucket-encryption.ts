import { configuring, s3Types } from "./buckets";
import { everyAt, type Located, locatedItems } from "./located";
import { declared, type StackResource } from "./stack";
import { unknownValue } from "./value";

/** A default encryption algorithm of a bucket, and the resource that states it. */
export interface Algorithm extends Located {
  readonly urn: string;
}

/**
 * The algorithms that a bucket's default encryption names. A resource of its own wins over the bucket's inline block,
 * which after a deployment shows what AWS had before that resource was made.
 */
export function encryptionAlgorithms(bucket: StackResource, resources: readonly StackResource[]): Algorithm[] {
  const split = configuring(bucket, resources, s3Types.encryption);
  return split.length > 0
    ? split.flatMap(({ urn, props }) => algorithms(urn, locatedItems("rules", props.rules)))
    : inlineProperties.flatMap(([property, rule]) =>
        algorithms(bucket.urn, everyAt({ path: property, value: declared(bucket, property) }, rule)),
      );
}

/** The inline block, in the singular and, as the deprecated twin of the bucket has it, in the plural. */
const inlineProperties = [
  ["serverSideEncryptionConfiguration", "rule"],
  ["serverSideEncryptionConfigurations", "rules"],
] as const;

const defaultBlocks = ["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"];

function algorithms(urn: string, rules: readonly Located[]): Algorithm[] {
  return rules.flatMap((rule) =>
    rule.value === unknownValue
      ? [{ urn, ...rule }]
      : defaultBlocks.flatMap((block) => everyAt(rule, block, "sseAlgorithm")).map((found) => ({ urn, ...found })),
  );
}
