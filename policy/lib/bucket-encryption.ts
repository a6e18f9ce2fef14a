import { configuring, s3Types } from "./buckets";
import { everyAt, type Located } from "./located";
import { declared, type StackResource } from "./stack";

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
  return split.length > 0 ? split.flatMap((resource) => algorithms(resource, "rules")) : inlineAlgorithms(bucket);
}

function inlineAlgorithms(bucket: StackResource): Algorithm[] {
  return [
    ...algorithms(bucket, "serverSideEncryptionConfiguration", "rule"),
    ...algorithms(bucket, "serverSideEncryptionConfigurations", "rules"),
  ];
}

function algorithms(resource: StackResource, property: string, ...steps: readonly string[]): Algorithm[] {
  const rules = everyAt({ path: property, value: declared(resource, property) }, ...steps);
  // The deprecated twin of the bucket says it in the plural.
  return ["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"]
    .flatMap((block) => rules.flatMap((rule) => everyAt(rule, block, "sseAlgorithm")))
    .map((found) => ({ urn: resource.urn, ...found }));
}
