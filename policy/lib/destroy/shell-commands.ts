/** Commands that only print what stands behind them, unless a shell reads that. */
const printing = ["echo", "printf", "logger"];

const shells = ["sh", "bash", "zsh", "ash", "dash", "xargs", "source", "eval"];

/** What may stand before a command without being one. */
const leading = [
  "-",
  "!",
  "{",
  "if",
  "then",
  "elif",
  "else",
  "while",
  "until",
  "do",
  "time",
  "exec",
  "command",
  "sudo",
];

const quoted = String.raw`"(?:[^"\\]|\\.)*"|'[^']*'`;

/** What is printed and read by no shell, and what a shell would run inside of it. */
const printed = new RegExp(
  String.raw`\b((?:${printing.join("|")})(?:[ \t]+-\w+)*)` +
    // Looked at first and then taken whole, so that a pipe behind the last text holds for all of them.
    String.raw`(?=((?:[ \t]+(?:${quoted}))+))\2(?![ \t]*(?:\||>>?[ \t]*\S+\.sh))`,
  "g",
);

/** Where one command ends and another starts: also inside of quotes, for `sh -c` and YAML have commands there. */
const separators = /;|&&|\|\||["']\s*,\s*["']|\$\(|`|(?<![>&])&(?![>&])/;

/**
 * The commands of a script or a buildspec, each as its words without quotes; what is merely printed is left out. It is
 * no shell: names put together at run time and scripts in other files are not seen.
 */
export function commandsIn(script: string): string[][] {
  return script
    .replace(/\\\r?\n/g, " ")
    .replace(/\\n/g, "\n")
    .split("\n")
    .map(withoutComment)
    .map((line) => line.replace(printed, (_, command, texts) => `${command} ${substitutedIn(texts)}`))
    .flatMap((line) => line.split(separators))
    .flatMap(commandsOfPipe)
    .filter((words) => words.length > 0);
}

/** What a shell runs inside of quotes, from the first substitution to the last. */
function substitutedIn(texts: string): string {
  return (/\$\(.*\)|`.*`/.exec(texts) ?? []).join(" ");
}

function commandsOfPipe(pipe: string): string[][] {
  const commands = pipe.split("|").map(wordsIn);
  const isWritten = />[ \t]*\S+\.sh\b/.test(pipe);
  const isRead = (index: number) => isWritten || commands.slice(index + 1).some(([reader = ""]) => isShell(reader));
  return commands.filter(([first = ""], index) => !printing.includes(first) || isRead(index));
}

function wordsIn(command: string): string[] {
  const words = command.split(/[\s"'()[\],>]+/).filter((word) => word !== "");
  const start = words.findIndex((word) => !leading.includes(word));
  return start < 0 ? [] : words.slice(start);
}

function isShell(word: string): boolean {
  return shells.includes(word.slice(word.lastIndexOf("/") + 1));
}

/** A comment starts at a `#` behind a space that is in no quotes. */
function withoutComment(line: string): string {
  const starts = [...line.matchAll(/(^|\s)#/g)].map(({ index }) => index);
  const start = starts.find((at) => isBalanced(line.slice(0, at)));
  return start === undefined ? line : line.slice(0, start);
}

function isBalanced(text: string): boolean {
  return [/"/g, /'/g].every((quote) => (text.match(quote) ?? []).length % 2 === 0);
}
