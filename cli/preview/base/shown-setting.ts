const LONGEST_SHOWN = 24;
const KEPT = 4;

/**
 * A wrong setting for an error message. A long text may be a credential in the wrong place, so that only its start is
 * shown.
 */
export function shownSetting(value: unknown): string {
  if (
    typeof value === "string" &&
    (value.length > LONGEST_SHOWN || /^(?:gh[a-z]_|pul-|AKIA|ASIA|sk-|xox)/.test(value))
  ) {
    return `"${value.slice(0, KEPT)}…" (${value.length} characters)`;
  }
  return JSON.stringify(value) ?? String(value);
}
