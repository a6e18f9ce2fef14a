import { everyAt, type Located, locatedItems, textOf, unknownValue, type Value } from "../../iam/value";
import { declared, type StackResource } from "../facts/stack";
import { configuring, configuringElsewhere, s3Types } from "./buckets";

/** A part of a bucket's default encryption, and the resource that declares it. */
export interface Stated extends Located {
  readonly urn: string;
}

/**
 * Returns the rules of a bucket's default encryption. A separate resource wins over the bucket's inline block, because
 * the block shows the state before that resource after a deployment.
 */
export function encryptionRules(bucket: StackResource, resources: readonly StackResource[]): Stated[] {
  const split = configuring(bucket, resources, s3Types.encryption);
  return split.length > 0
    ? split.flatMap((each) => stated(each.urn, statedRules(each)))
    : stated(
        bucket.urn,
        inlineRules((property) => declared(bucket, property)),
      );
}

/** Returns the rules of one resource: a bucket, or the encryption configuration of one. */
export function statedRules({ type, props }: Pick<StackResource, "type" | "props">): Located[] {
  return splitTypes.includes(type) ? locatedItems("rules", props.rules) : inlineRules((property) => props[property]);
}

function inlineRules(read: (property: string) => Value): Located[] {
  return inlineProperties.flatMap(([property, rule]) => everyAt({ path: property, value: read(property) }, rule));
}

/** Returns the algorithms of a bucket's default encryption. */
export function encryptionAlgorithms(bucket: StackResource, resources: readonly StackResource[]): Stated[] {
  return encryptionRules(bucket, resources).flatMap(algorithmsOf);
}

/** Returns the algorithms of a default encryption whose bucket the program does not make. */
export function encryptionAlgorithmsElsewhere(resources: readonly StackResource[]): Stated[] {
  return configuringElsewhere(resources, s3Types.encryption)
    .flatMap((each) => stated(each.urn, statedRules(each)))
    .flatMap(algorithmsOf);
}

function algorithmsOf(rule: Stated): Stated[] {
  return rule.value === unknownValue
    ? [rule]
    : defaultsOf(rule).flatMap((block) => stated(rule.urn, everyAt(block, "sseAlgorithm")));
}

/** Returns the blocks of a rule with the default encryption of new objects. */
export function defaultsOf(rule: Located): Located[] {
  return defaultBlocks.flatMap((block) => everyAt(rule, block)).flatMap(({ path, value }) => locatedItems(path, value));
}

/** The inline block. The deprecated type of the bucket has its name in the plural. */
const inlineProperties = [
  ["serverSideEncryptionConfiguration", "rule"],
  ["serverSideEncryptionConfigurations", "rules"],
] as const;

const splitTypes: readonly string[] = s3Types.encryption;

export const kmsAlgorithms = ["aws:kms", "aws:kms:dsse"];

const defaultBlocks = ["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"];

function stated(urn: string, parts: readonly Located[]): Stated[] {
  return parts.map((part) => ({ urn, ...part }));
}

/** Whether an algorithm uses a KMS key. */
export function isKms(algorithm: Value): boolean {
  return kmsAlgorithms.includes(textOf(algorithm));
}
