import { fromJson, isList, isProperties, textOf, unknownValue, type Value } from "../../iam/value";
import { textsIn } from "../facts/walk";
import { commandsIn } from "./shell-commands";

/** Programs that run no file of the repository: their arguments say all that they do. */
const closedPrograms = new Set(
  (
    "[ [[ alias aws basename cat cd chmod cp curl cut date dirname do docker done echo elif else env esac exit export " +
    "false fi file for git grep gzip head hostname if jq ls mkdir mv printenv printf pwd return rm rmdir sed set " +
    "shift shopt sleep sort tail tar tee test then touch tr trap true uname unset until unzip wait wc wget which " +
    "while whoami yq zip"
  ).split(" "),
);

/** Commands of closed programs that run or apply what a file says all the same. */
const openCommands: readonly RegExp[] = [
  /^docker\s+(build|buildx|compose|run)\b/,
  /^env\b.*\s[^-=\s]+\s*$/,
  /^aws\s+(.*\s)?cloudformation\s+(deploy|create-stack|update-stack|create-change-set|package)\b/,
  /^aws\s+(.*\s)?(ssm\s+send-command|lambda\s+(invoke|update-function-code)|stepfunctions\s+start-execution|codebuild\s+start-build)\b/,
  /^git\s+(submodule|lfs|-c)\b/,
];

/** Whether a buildspec is a place, in the repository or in S3, instead of the text itself. */
export function isBuildspecPlace(buildspec: string): boolean {
  return !/\n|^\s*(\{|version\s*:)/.test(buildspec);
}

/** Whether a list of commands runs nothing but what it says itself, and no script, task or program of a repository. */
export function isClosed(commands: readonly string[]): boolean {
  return commands.flatMap(commandsIn).every((words) => {
    const [program = ""] = words.filter((word) => !/^\w+=/.test(word));
    return program === "" || (closedPrograms.has(program) && !openCommands.some((open) => open.test(words.join(" "))));
  });
}

/** The commands of a buildspec, of every phase. */
export function buildCommands(buildspec: string): string[] {
  const json = fromJson(buildspec);
  return json !== undefined && json !== unknownValue && isProperties(json)
    ? commandsOfJson(json)
    : commandsOfYaml(buildspec);
}

function commandsOfJson(value: Value): string[] {
  if (value === unknownValue || !isProperties(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    commandKeys.includes(key) && (isList(inner) || textOf(inner) !== "") ? textsIn(inner) : commandsOfJson(inner),
  );
}

const commandKeys = ["commands", "finally"];

/** Lines below `commands:` and `finally:` that are indented further, or are items at the same indentation. */
function commandsOfYaml(buildspec: string): string[] {
  let keyIndent = -1;
  const blocks: string[][] = [];
  for (const line of buildspec.split("\n")) {
    const indent = line.length - line.trimStart().length;
    const isItem = line.trimStart().startsWith("-");
    if (keyIndent >= 0 && (line.trim() === "" || indent > keyIndent || (indent === keyIndent && isItem))) {
      blocks.at(-1)?.push(line);
      continue;
    }
    const [, key = "", rest = ""] = /^\s*["']?(\w+)["']?\s*:\s*(.*)$/.exec(line) ?? [];
    keyIndent = commandKeys.includes(key) ? indent : -1;
    if (keyIndent >= 0) {
      blocks.push([rest]);
    }
  }
  return blocks.flatMap(itemsOfBlock);
}

/** The items of a YAML list of commands, each without its dash, quotes and block marker. */
function itemsOfBlock(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined || items.length === 0) {
      items.push((item ?? line).replace(/^[|>][+-]?\s*$/, "").replace(/^(["'])(.*)\1\s*$/, "$2"));
    } else {
      items.push(`${items.pop()}\n${line.trim()}`);
    }
  }
  return items.filter((item) => item.trim() !== "");
}
