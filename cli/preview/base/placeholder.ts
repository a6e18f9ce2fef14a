/**
 * Text that stands for an unknown value where a program needs a plain string: an awaited function result, or a setting
 * that cannot be decrypted. Each character is the same private-use code point, so every piece of the text is recognized.
 */

/** Kind of value that a placeholder stands for. */
export type PlaceholderKind = "plain" | "secret";

const LENGTH = 12;

const CHARACTERS: Readonly<Record<PlaceholderKind, string>> = { plain: "\uf8f0", secret: "\uf8f1" };

const PATTERNS: Readonly<Record<PlaceholderKind, RegExp>> = {
  plain: patternOf(CHARACTERS.plain),
  secret: patternOf(CHARACTERS.secret),
};

/** A string that stands for an unknown value. */
export function placeholder(kind: PlaceholderKind): string {
  return CHARACTERS[kind].repeat(LENGTH);
}

/**
 * The kind of placeholder that a text holds: as it is, or in JSON escapes, a URL, hexadecimal or Base64. A text with
 * both kinds counts as secret.
 */
export function placeholderIn(text: string): PlaceholderKind | undefined {
  return PATTERNS.secret.test(text) ? "secret" : PATTERNS.plain.test(text) ? "plain" : undefined;
}

/** Writes placeholders as `[unknown]`, for names and messages. */
export function readablePlaceholders(text: string): string {
  return text.replace(/[\uf8f0\uf8f1]+/g, "[unknown]");
}

function patternOf(character: string): RegExp {
  const bytes = Buffer.from(character);
  const hex = bytes.toString("hex");
  const url = encodeURIComponent(character);
  const json = `\\\\u${character.charCodeAt(0).toString(16)}`;
  // Base64 groups three bytes: a run of three-byte characters repeats one of three groups.
  const groups = [0, 1, 2].map((shift) => Buffer.concat([bytes.subarray(shift), bytes.subarray(0, shift)]));
  const base64 = groups.map(
    (group) => `(?:${group.toString("base64").replaceAll("+", "[+-]").replaceAll("/", "[/_]")}){2}`,
  );
  return new RegExp([character, url, json, `(?:${hex}){2}`, ...base64].join("|"), "i");
}
