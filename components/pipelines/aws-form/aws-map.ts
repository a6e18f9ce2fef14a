import { z } from "zod";

const map = z.record(z.string(), z.unknown());

/** A map by its keys; nothing for what is none. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return map.safeParse(value).data;
}

/** Reads each item of a list. Anything else stays as it is. */
export function eachOf(list: unknown, read: (item: unknown) => unknown): unknown {
  return Array.isArray(list) ? list.map(read) : list;
}

/** Text where CloudFormation takes a number or a truth value for it. */
export function readText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** A whole number where CloudFormation takes text for it. */
export function readNumber(value: unknown): unknown {
  return typeof value === "string" && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
}

const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  name: readText,
  namespace: readText,
  defaultValue: readText,
  description: readText,
  runOrder: readNumber,
  timeoutInMinutes: readNumber,
};

/**
 * Reads the keys of a map in the types that they have here.
 *
 * @param silent - keys that are left out where they say no more than silence: an empty list or map, or false
 */
export function readKeys(
  keys: Readonly<Record<string, unknown>>,
  silent: readonly string[] = [],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([key, value]) => !(silent.includes(key) && saysNothing(value)))
      .map(([key, value]) => [key, readers[key]?.(value) ?? value]),
  );
}

/** A value in which no map has a key without a value, which says no more than silence. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

function saysNothing(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.keys(value).length === 0
    : value === false || (typeof value === "string" && value.toLowerCase() === "false");
}
