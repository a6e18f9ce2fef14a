/**
 * Text with its control characters as escapes, such as `\u{1b}`. A name from a repository could otherwise rewrite a line
 * of a terminal or of a build's log. Lines and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(/(?![\t\n]|\r\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}
