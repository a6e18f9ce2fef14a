import { nearest } from "../schema/nearest";
import type { Problem } from "../schema/problem";
import { renderPath, shown } from "../schema/vocabulary";

/** Values that a word in braces stands for in the settings of an environment. */
export type PlaceholderValues = Readonly<Partial<Record<PlaceholderName, string>>>;

const names = ["name", "stack", "project", "account", "region"] as const;
type PlaceholderName = (typeof names)[number];

const pattern = /\{(\w+)\}/g;

/** Replaces `{name}`, `{stack}`, `{project}`, `{account}` and `{region}` in every text of a value. */
export function fillPlaceholders<T>(value: T, values: PlaceholderValues): T {
  return mapTexts(value, (text) => text.replaceAll(pattern, (whole, key) => filled(key, values) ?? whole)) as T;
}

/** Lists misspelt placeholders, and placeholders of an account or a region that the environment does not have. */
export function placeholderProblems(value: unknown, values: PlaceholderValues): Problem[] {
  const found: Problem[] = [];
  const refuse = (text: string, keys: readonly PropertyKey[]) => {
    for (const [whole, key = ""] of text.matchAll(pattern)) {
      const meant = nearest(key, names);
      if (meant !== undefined && filled(key, values) === undefined) {
        const fix = meant === key ? `give ${key} to the environment` : `did you mean {${meant}}?`;
        found.push({ path: renderPath(keys), reason: `has ${shown(whole)}, which has no value here: ${fix}` });
      }
    }
    return text;
  };
  mapTexts(value, refuse);
  return found;
}

function filled(key: string, values: PlaceholderValues): string | undefined {
  const name = names.find((each) => each === key);
  return name === undefined ? undefined : values[name];
}

function mapTexts(
  value: unknown,
  change: (text: string, keys: readonly PropertyKey[]) => string,
  keys: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === "string") {
    return change(value, keys);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => mapTexts(item, change, [...keys, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change, [...keys, key])]))
    : value;
}
