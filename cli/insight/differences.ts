import {
  containsUnknown,
  isMap,
  isUnknown,
  type PropertyValue,
  Signature,
  signatureOf,
} from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { fromJson } from "./known";

/** The operation of an update on one resource. */
export interface ResourceDifference {
  readonly urn: string;
  readonly operation: "create" | "update" | "replace" | "delete";
  readonly properties: readonly PropertyDifference[];
}

/** A property with another value. */
export interface PropertyDifference {
  /** As `environment.computeType`. */
  readonly path: string;
  /** `add`, `remove`, `change`, or `unknown` where the new value is known only after the update. */
  readonly kind: "add" | "remove" | "change" | "unknown";
  /**
   * Why the property replaces the resource: `known` from the program's SDK, `documented` in the SDK's documentation, or
   * `assumed` from the kind of the property.
   */
  readonly replaces?: "known" | "documented" | "assumed";
}

/** Whether the SDK's documentation says that a property of a type forces a new resource. */
export type ReplacementDocs = (type: string, property: string) => boolean;

/** Properties that name a resource at AWS. Providers replace a resource to rename it. */
const NAMING: ReadonlySet<string> = new Set(["name", "namePrefix", "bucket", "bucketPrefix", "region", "path"]);

/** Further properties that AWS sets at creation alone, of types that delivery stacks use. */
const SET_AT_CREATION: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "targetId", "eventBusName"],
  "aws:ecr/repository:Repository": ["encryptionConfigurations"],
  "aws:iam/policy:Policy": ["description"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  "aws:sns/topic:Topic": ["fifoTopic"],
  "aws:sns/topicSubscription:TopicSubscription": ["endpoint", "protocol", "topic"],
};

const INTERNAL = "__defaults";

/**
 * Compares two states of a program, resource by resource: those of a stack and of a program, or of two programs.
 * A resource that was renamed in the program with an alias is the same resource.
 */
export function differencesOf(
  before: readonly Resource[],
  after: readonly Resource[],
  isDocumented: ReplacementDocs = () => false,
): readonly ResourceDifference[] {
  const old = new Map(before.map((resource) => [resource.urn, resource]));
  const matched = new Set<string>();
  const pairs = after.filter(isManaged).map((resource) => {
    const known = [resource.urn, ...resource.aliases].find((urn) => old.has(urn));
    if (known !== undefined) {
      matched.add(known);
    }
    return [known === undefined ? undefined : old.get(known), resource] as const;
  });
  const isNew = new Set<string>();
  const changed = pairs.flatMap(([was, is]): ResourceDifference[] => {
    const difference = differenceOf(was, is, isNew, isDocumented);
    if (difference?.operation === "create" || difference?.operation === "replace") {
      isNew.add(is.urn);
    }
    return difference === undefined ? [] : [difference];
  });
  const deleted = before
    .filter((resource) => isManaged(resource) && !matched.has(resource.urn))
    .map(({ urn }): ResourceDifference => ({ urn, operation: "delete", properties: [] }));
  return [...changed, ...deleted];
}

function isManaged({ custom, implicit, operation, type }: Resource): boolean {
  return custom && !implicit && operation !== "read" && !type.startsWith("pulumi:providers:");
}

function differenceOf(
  was: Resource | undefined,
  is: Resource,
  isNew: ReadonlySet<string>,
  isDocumented: ReplacementDocs,
): ResourceDifference | undefined {
  if (was === undefined) {
    return { urn: is.urn, operation: "create", properties: [] };
  }
  const ignored = new Set([...is.ignoreChanges, ...defaultsOf(was.inputs[INTERNAL]), INTERNAL]);
  const keys = [...new Set([...Object.keys(was.inputs), ...Object.keys(is.inputs)])].filter((key) => !ignored.has(key));
  const properties = keys.flatMap((key) => {
    const dependsOnNew = (is.propertyDependencies[key] ?? []).some((urn) => isNew.has(urn));
    return propertyDifferences(key, was.inputs[key], is.inputs[key], dependsOnNew).map((difference) => {
      const replaces = replacementBy(is, key, isDocumented);
      return replaces === undefined ? difference : { ...difference, replaces };
    });
  });
  if (properties.length === 0) {
    return undefined;
  }
  const isReplaced = properties.some(({ replaces }) => replaces !== undefined);
  return { urn: is.urn, operation: isReplaced ? "replace" : "update", properties };
}

/** Properties that the provider filled in by itself, as the name of a resource without one. */
function defaultsOf(value: PropertyValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === "string") : [];
}

function propertyDifferences(
  path: string,
  was: PropertyValue | undefined,
  is: PropertyValue | undefined,
  dependsOnNew: boolean,
): PropertyDifference[] {
  if (is === undefined || is === null) {
    return was === undefined || was === null ? [] : [{ path, kind: "remove" }];
  }
  if (isUnknown(is) || (typeof is === "string" && containsUnknown(is))) {
    // An output of a resource that stays keeps its value.
    return dependsOnNew ? [{ path, kind: "unknown" }] : was === undefined ? [{ path, kind: "add" }] : [];
  }
  if (was === undefined || was === null) {
    return [{ path, kind: "add" }];
  }
  if (isSecret(was) || isSecret(is)) {
    return secretDifference(path, was, is);
  }
  const [left, right] = [fromJson(was), fromJson(is)];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((element, index) =>
      propertyDifferences(`${path}[${index}]`, element, right[index], dependsOnNew),
    );
  }
  if (isMap(left) && isMap(right)) {
    const ignored = new Set([INTERNAL, ...defaultsOf(left[INTERNAL])]);
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => !ignored.has(key));
    return keys.flatMap((key) => propertyDifferences(`${path}.${key}`, left[key], right[key], dependsOnNew));
  }
  return String(left) === String(right) && typeof left !== "object" ? [] : [{ path, kind: "change" }];
}

function isSecret(value: PropertyValue): boolean {
  return signatureOf(value) === Signature.secret;
}

/** An exported state keeps secrets encrypted, so their values cannot be compared: a secret that stays one is the same. */
function secretDifference(path: string, was: PropertyValue, is: PropertyValue): PropertyDifference[] {
  return isSecret(was) && isSecret(is) ? [] : [{ path, kind: "change" }];
}

function replacementBy(
  { type, replaceOnChanges }: Resource,
  property: string,
  isDocumented: ReplacementDocs,
): PropertyDifference["replaces"] {
  if (replaceOnChanges.some((path) => path === "*" || path.split(/[.[]/)[0] === property)) {
    return "known";
  }
  if (isDocumented(type, property)) {
    return "documented";
  }
  const isFixed = NAMING.has(property) || SET_AT_CREATION[type]?.includes(property) === true;
  return isFixed && type.startsWith("aws:") ? "assumed" : undefined;
}
