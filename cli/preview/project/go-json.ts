/** Writes a value as Go's JSON encoder does: keys sorted, and `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(goJson).join(",")}]`;
  }
  if (typeof value === "bigint") {
    return String(value);
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, member]) => `${goJson(key)}:${goJson(member)}`).join(",")}}`;
  }
  return escapeHtml(JSON.stringify(value));
}

/** Escapes the characters of JSON that Go's encoder escapes for HTML. */
export function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
