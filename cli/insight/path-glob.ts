/**
 * Whether a text matches a pattern of CodePipeline's trigger filters. `*` stays inside a folder, and `**` crosses
 * folders. `?` is one character, `[ab]` one of a set, `{a,b}` one of several patterns, and `\` escapes. The patterns are those
 * of Java's file systems, so globs of JavaScript libraries, where `**` fills whole folders alone, differ.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
 */
export function globMatches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${expressionOf(pattern)})$`, "su").test(text);
}

function expressionOf(pattern: string): string {
  let expression = "";
  let depth = 0;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const next = pattern[index + 1];
    if (character === "\\" && next !== undefined) {
      expression += literal(next);
      index += 1;
    } else if (character === "*" && next === "*") {
      expression += ".*";
      index += 1;
    } else if (character === "*") {
      expression += "[^/]*";
    } else if (character === "?") {
      expression += "[^/]";
    } else if (character === "[" && pattern.indexOf("]", index + 2) > 0) {
      const end = pattern.indexOf("]", index + 2);
      expression += setOf(pattern.slice(index + 1, end));
      index = end;
    } else if (character === "{") {
      expression += "(?:";
      depth += 1;
    } else if (character === "}" && depth > 0) {
      expression += ")";
      depth -= 1;
    } else if (character === "," && depth > 0) {
      expression += "|";
    } else {
      expression += literal(character);
    }
  }
  // CodePipeline refuses an open group; here its text stands for nothing.
  return depth > 0 ? "(?!)" : expression;
}

function setOf(members: string): string {
  const negated = members.startsWith("!") || members.startsWith("^");
  const rest = (negated ? members.slice(1) : members).replace(/[\\\]^[]/g, "\\$&");
  return `(?!/)[${negated ? "^" : ""}${rest}]`;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
