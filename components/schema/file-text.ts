/**
 * Decodes the content of a text file: UTF-16 with a byte order mark, as some editors of Windows save it, or UTF-8.
 *
 * @param content - the text, or the bytes of the file
 */
export function fileText(content: string | Uint8Array): string {
  if (typeof content === "string") {
    return content;
  }
  const [first, second] = content;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(content);
}
