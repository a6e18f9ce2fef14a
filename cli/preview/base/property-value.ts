import { placeholderIn } from "./placeholder";

/** A property value as resource plugins exchange it: JSON, with marked objects for assets, secrets and references. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;

/** An object of property values. */
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** The string that stands for an unknown value. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// SDKs of other languages send one sentinel for each type.
const UNKNOWNS: ReadonlySet<PropertyValue> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** Signatures of special objects. */
export const Signature = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** The mark of a special object, or undefined for a plain value. */
export function signatureOf(value: PropertyValue | undefined): PropertyValue | undefined {
  return isMap(value) ? value[SIGNATURE_KEY] : undefined;
}

/** Whether the value is an object (special objects included). */
export function isMap(value: unknown): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value itself is unknown; an object with an unknown inside is not. */
export function isUnknown(value: PropertyValue | undefined): boolean {
  return typeof value === "string" && UNKNOWNS.has(value);
}

/** Marks a value as secret, once. */
export function secret(value: PropertyValue): PropertyValue {
  return signatureOf(value) === Signature.secret ? value : { [SIGNATURE_KEY]: Signature.secret, value };
}

/** Whether anything inside the value satisfies the test. */
export function anywhere(value: PropertyValue, test: (inner: PropertyValue) => boolean): boolean {
  if (test(value)) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some((element) => anywhere(element, test));
  }
  return isMap(value) && Object.values(value).some((element) => anywhere(element, test));
}

/** Whether the value is unknown or holds an unknown. */
export function containsUnknown(value: PropertyValue): boolean {
  return anywhere(value, isUnknown);
}

/**
 * Changes a value from the inside out: the function receives each object after its members. A value without a change
 * inside is returned as it is.
 */
export function mapValue(value: PropertyValue, change: (inner: PropertyValue) => PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return change(mapElements(value, (element) => mapValue(element, change)));
  }
  return change(isMap(value) ? mapMembers(value, (member) => mapValue(member, change)) : value);
}

function mapElements(list: PropertyValue[], change: (element: PropertyValue) => PropertyValue): PropertyValue[] {
  const changed = list.map(change);
  return changed.some((element, index) => element !== list[index]) ? changed : list;
}

/** Applies a function to each member of an object. An object of which no member changes is returned as it is. */
export function mapMembers(
  map: PropertyMap,
  change: (member: PropertyValue, key: string) => PropertyValue,
): PropertyMap {
  let isChanged = false;
  const entries: [string, PropertyValue][] = [];
  for (const key of Object.keys(map)) {
    const member = map[key] as PropertyValue;
    const next = change(member, key);
    isChanged ||= next !== member;
    entries.push([key, next]);
  }
  return isChanged ? Object.fromEntries(entries) : map;
}

/** Turns output values into plain, unknown and secret values. Their dependencies are read by `dependenciesOf`. */
export function plainOutputs(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => {
    if (!isMap(inner) || signatureOf(inner) !== Signature.output) {
      return inner;
    }
    const known = inner.value === undefined ? UNKNOWN : inner.value;
    return inner.secret === true ? secret(known) : known;
  });
}

/** Puts resource references into the engine's form: an unknown ID is empty. */
export function normalReferences(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) =>
    isMap(inner) && signatureOf(inner) === Signature.resource
      ? { ...inner, ...(isUnknown(inner.id) ? { id: "" } : {}), packageVersion: inner.packageVersion ?? "" }
      : inner,
  );
}

/**
 * Turns resource references into IDs, or into URNs for resources without an ID. Receivers that do not accept
 * references get this form: policy packs, functions of providers and older SDKs.
 */
export function plainReferences(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => {
    if (!isMap(inner) || signatureOf(inner) !== Signature.resource) {
      return inner;
    }
    // The SDK sends an empty ID for an ID that is not known yet.
    return inner.id === undefined || inner.id === null ? (inner.urn ?? null) : inner.id === "" ? UNKNOWN : inner.id;
  });
}

/** The URNs that output values inside the value name as their dependencies. */
export function dependenciesOf(value: PropertyValue): string[] {
  const urns: string[] = [];
  anywhere(value, (inner) => {
    if (isMap(inner) && inner[SIGNATURE_KEY] === Signature.output && Array.isArray(inner.dependencies)) {
      urns.push(...inner.dependencies.filter((urn) => typeof urn === "string"));
    }
    return false;
  });
  return urns;
}

/** An output value that carries its dependencies, as transforms receive it. */
export function outputValue(value: PropertyValue, dependencies: readonly string[]): PropertyValue {
  const isSecret = signatureOf(value) === Signature.secret && isMap(value);
  const element = isSecret ? (value.value ?? null) : value;
  return {
    [SIGNATURE_KEY]: Signature.output,
    ...(containsUnknown(element) ? {} : { value: element }),
    ...(isSecret ? { secret: true } : {}),
    dependencies: [...dependencies],
  };
}

/**
 * Replaces values that the program made from unknown ones by unknown. Such values are a text with a placeholder, an
 * object with a placeholder in a key, and `NaN`.
 */
export function withoutPlaceholders(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => {
    if (typeof inner === "number" && Number.isNaN(inner)) {
      return UNKNOWN;
    }
    const kind =
      typeof inner === "string"
        ? placeholderIn(inner)
        : isMap(inner)
          ? placeholderIn(Object.keys(inner).join("\n"))
          : undefined;
    return kind === undefined ? inner : kind === "secret" ? secret(UNKNOWN) : UNKNOWN;
  });
}

/** Takes every secret mark off: for functions that compute with the value inside. */
export function revealed(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) =>
    isMap(inner) && inner[SIGNATURE_KEY] === Signature.secret ? (inner.value ?? null) : inner,
  );
}

/** A value for display: each secret becomes the text `[secret]`. */
export function blinded(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => (signatureOf(inner) === Signature.secret ? "[secret]" : inner));
}
