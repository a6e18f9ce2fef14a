const characterWidth = 7.83;
const lineHeight = 18;
const margin = 24;

/** Colours of lines by pattern. The first matching pattern decides. */
const colours: readonly (readonly [RegExp, string])[] = [
  [/^\s*(Type\s+Name|Policies:|Outputs:|Resources:|Duration:)/, "#e6edf3"],
  [/^\s*✗/, "#ff7b72"],
  [/^\s*⚠/, "#d29922"],
  [/^\s*✓/, "#7ee787"],
  [/^ \+ .*aws-pipelines:index:/, "#79c0ff"],
  [/^\s*\+/, "#9be9a8"],
];

/** Renders the text of a terminal as a picture that looks the same everywhere. */
export function terminalPicture(text: string): string {
  // The duration differs in every run, so the picture leaves it out.
  const lines = text
    .trimEnd()
    .replace(/^Duration: .*\n/m, "")
    .split("\n");
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    "<title>What npm start prints</title>",
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">`,
    ...lines.map(
      (line, index) =>
        `<text x="${margin}" y="${margin + (index + 0.75) * lineHeight}" fill="${colourOf(line)}">${escapeText(line)}</text>`,
    ),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function colourOf(line: string): string {
  return colours.find(([pattern]) => pattern.test(line))?.[1] ?? "#adbac7";
}

function escapeText(line: string): string {
  // Some readers drop xml:space, so each space is a named character.
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0");
}
