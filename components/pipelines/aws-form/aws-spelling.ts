/** Keys whose values are maps of a provider's own keys, which nobody may respell. */
const opaque = new Set(["configuration"]);

/**
 * A pipeline as the API spells it, from one as CloudFormation does: the keys alone differ, in their first letters.
 */
export function apiSpelling(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(apiSpelling);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const spelled = key.charAt(0).toLowerCase() + key.slice(1);
      return [spelled, opaque.has(spelled) ? item : apiSpelling(item)];
    }),
  );
}
