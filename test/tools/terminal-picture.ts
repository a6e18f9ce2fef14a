const characterWidth = 7.83;
const lineHeight = 18;
const margin = 24;

/** Colours of lines: the first pattern that fits decides. */
const colours: readonly (readonly [RegExp, string])[] = [
  [/^✗/, "#ff7b72"],
  [/^!/, "#d29922"],
  [/^✓/, "#7ee787"],
  [/→/, "#79c0ff"],
  [/^\S+$|^\S+\/\S+ {2}/, "#e6edf3"],
];

/** Draws the text of a terminal as SVG, so that it looks the same everywhere. */
export function terminalPicture(text: string): string {
  // The duration differs in every run, so it is no part of the picture.
  const lines = text
    .trimEnd()
    .replace(/, [\d.]+ s\)/, ")")
    .split("\n");
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    "<title>Output of npm start</title>",
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
  // Non-breaking spaces: some readers drop xml:space.
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0");
}
