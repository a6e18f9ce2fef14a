/** Commands that only print what stands behind them, unless a shell reads that. */
const printing = ["echo", "printf", "logger"];

const shells = ["sh", "bash", "zsh", "ash", "dash", "xargs", "source", "eval"];

/** Words of a shell that may stand before a command. */
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

/** A command that prints text no shell reads, and that text, in which a shell still runs substitutions. */
const printed = new RegExp(
  String.raw`\b((?:${printing.join("|")})(?:[ \t]+-\w+)*)` +
    // Looked at first and then taken whole, so that a pipe behind the last text holds for all of them.
    String.raw`(?=((?:[ \t]+(?:${quoted}))+))\2(?![ \t]*(?:\||>>?[ \t]*\S+\.sh))`,
  "g",
);

/** Where one command ends and another starts: also inside of quotes, for `sh -c` and YAML have commands there. */
const separators = /;|&&|\|\||["']\s*,\s*["']|\$\(|`|(?<![>&])&(?![>&])/;

/**
 * The commands of a script or a buildspec, each as its words without quotes and without printed text. This is no shell:
 * it sees no names that a script puts together at run time, and no scripts in other files.
 */
export function commandsIn(script: string): string[][] {
  return script
    .replace(/\\\r?\n/g, " ")
    .replace(/\\n/g, "\n")
    .split("\n")
    .map(withoutComment)
    .map(withoutTextArguments)
    .map((line) => line.replace(printed, (_, command, texts) => `${command} ${substitutedIn(texts)}`))
    .flatMap((line) => line.split(separators))
    .flatMap(commandsOfPipe)
    .filter((words) => words.length > 0);
}

/** A script without the disguises that a text can undo: aliases, variables of its own, base64 and quotes in words. */
export function undisguised(script: string): string {
  // A variable may hold another one, which may hold a third one.
  return [1, 2, 3].reduce(withAliases, plainText(script));
}

/** Joins continued lines, decodes base64 that a shell reads, and undoes quoting within words: `de""stroy`, `de\\stroy`. */
function plainText(script: string): string {
  return script
    .replace(formatEnd, "$1")
    .replace(/\\\r?\n/g, " ")
    .replace(/\\n/g, "\n")
    .replace(/\$'((?:[^'\\]|\\.)*)'/g, (_, text: string) =>
      text.replace(/\\(?:x([0-9a-f]{1,2})|([0-7]{1,3}))/gi, fromCode),
    )
    .replace(encoded, (_, one?: string, two?: string, three = "") =>
      Buffer.from(one ?? two ?? three, "base64").toString("utf8"),
    )
    .replace(handedOver, withArguments)
    .replace(/(?<=[A-Za-z])(?:""|''|\\(?=[a-z]))(?=[A-Za-z])/g, "")
    .replace(quotedPart, "$1$2$3$4");
}

/** Quotes around the end or the start of a word: `d'estroy'`, `"des"troy`. */
const quotedPart =
  /(?<=\w)"([a-z]+)"(?=[\w\s;&|]|$)|(?<=\w)'([a-z]+)'(?=[\w\s;&|]|$)|"([a-z]+)"(?=[a-z])|'([a-z]+)'(?=[a-z])/g;

/** The end of line in the format of `printf '%s\\n'`, which ends no command. */
const formatEnd = /(\bprintf\s+(["'])(?:(?!\2)[^\\\n])*)\\+n(?=\2)/g;

function fromCode(_: string, hex: string | undefined, octal = "0"): string {
  return String.fromCharCode(hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16));
}

const base64 = `["']?([A-Za-z0-9+/]{12,}={0,2})["']?`;
const decodes = String.raw`base64\s+(?:-d|-D|--decode)`;
const read = String.raw`\s*\|\s*(?:ba|z|da)?sh\b`;
const piped = String.raw`(?:echo|printf)\s+${base64}\s*\|\s*${decodes}`;

/** Base64 that a shell reads: `echo <base64> | base64 -d | sh`, the same with a here-string, and by `eval "$(...)"`. */
const encoded = new RegExp(
  String.raw`${piped}${read}|${decodes}\s*<<<\s*${base64}${read}|eval\s+["']?\$\(\s*${piped}\s*\)["']?`,
  "g",
);

/** `echo destroy | xargs terraform`, and the same with a placeholder: `xargs -I{} terraform {}`. */
const handedOver =
  /(?:echo|printf)\s+["']?([\w-][\w -]*?)["']?\s*\|\s*xargs\s+(?:-I\s*(\S+)\s+|-\w+\s+(?:\d+\s+)?)*([^|;&\n]+)/g;

function withArguments(_: string, printed: string, placeholder: string | undefined, command: string): string {
  return placeholder === undefined ? `${command.trimEnd()} ${printed}` : command.replaceAll(placeholder, printed);
}

/** Replaces aliases and variables that the script sets itself: `alias p=pulumi`, `OP=destroy`. */
function withAliases(script: string): string {
  const names = new Map<string, string>();
  for (const [, alias, name = "", value = ""] of script.matchAll(setting)) {
    names.set(alias === undefined ? `$${name}` : name, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  if (names.size === 0) {
    return script;
  }
  return script.replace(/\$\{?(\w+)\}?|(?<=^|[\s;&|])([a-z]\w*)(?=\s)/gm, (word, variable, command) => {
    const value = names.get(variable === undefined ? command : `$${variable}`);
    return value ?? word;
  });
}

const setting = /(?:^|[\s;&|])(alias\s+)?([A-Za-z_]\w*)=("[^"\n$]{1,200}"|'[^'\n]{1,200}'|[^\s"'`$;&|]{1,200})/gm;

/** Programs whose quoted arguments are text to search or to keep, and no commands. */
const textProgram = /^\s*(?:-\s+)?["']?(?:sudo\s+)?(?:git|grep|egrep|fgrep|rg|ag|sed|awk|gh|jq|yq)\s/;

/** Drops the quoted arguments of such programs, but for what a shell substitutes in them. */
function withoutTextArguments(line: string): string {
  return textProgram.test(line)
    ? line.replace(new RegExp(`(?<=\\s|=)(?:${quoted})`, "g"), (text) =>
        text.startsWith('"') ? ` ${substitutedIn(text)} ` : " ",
      )
    : line;
}

/** The commands that a shell runs inside of quotes, from the first substitution to the last. */
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
