import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { nearest } from "../../../components/schema/nearest";
import type { YamlText } from "../../../components/schema/yaml-text";
import type { Project } from "./project";
import { qualified, type Stack, writtenKey } from "./stack";

type YamlReader = typeof import("../../../components/schema/yaml-text");

/** A message about one key of the configuration, with a line for each problem. */
const ABOUT = /(The configuration (\S+) has (?:a problem|\d+ problems):)((?:\n {2}\S.*)+)/g;
/** A line of a problem: its path, and its reason. */
const PROBLEM = /^ {2}([^\s:]+(?::[^\s:]+)*): (.*)$/;
/** A problem of a file that the settings name, with its place in that file. */
const PLACED = /^ {2}\S+ \(\S+:\d+\): /;

/**
 * Adds file and line to each wrong setting that a program names by its path: `account (Pulumi.dev.yaml:6)`. A missing
 * setting has the line of the setting around it. The program itself knows its configuration, and not the file.
 */
export function placeSettings(message: string, project: Project, stack: Stack): string {
  return message.replace(ABOUT, (_, subject: string, key: string, problems: string) => {
    const place = placeOf(key, project, stack);
    const { withLines }: YamlReader = require("../../../components/schema/yaml-text");
    const lines = problems.split("\n").slice(1);
    if (!place.isGiven && lines.join() === "  is missing: give an object") {
      return [subject, `  ${key} (${place.file}:${place.lineOf("")}): ${missingKey(key, project, stack)}`].join("\n");
    }
    const placed = lines.map((line) => {
      if (PLACED.test(line)) {
        return line;
      }
      const [, path = "", reason = ""] = PROBLEM.exec(line) ?? [undefined, "", line.trim()];
      const [found] = withLines([{ path, reason }], place.lineOf, place.file);
      return `  ${found?.path}: ${found?.reason}`;
    });
    return [subject, ...placed].join("\n");
  });
}

/** A file, and the line of each path of one setting in it. */
interface SettingFile {
  readonly file: string;
  /** Whether the file of the stack or the project has the setting. */
  readonly isGiven: boolean;
  lineOf(path: string): number;
}

/**
 * The file of a setting: of the stack, or else of the project. An absent setting has the line of `config` in the file of
 * the stack.
 */
function placeOf(key: string, project: Project, stack: Stack): SettingFile {
  for (const { file, content, values } of [
    { file: stack.file, content: stack.content.config, values: [""] },
    { file: project.file, content: project.config, values: [".default", ".value", ""] },
  ]) {
    const written = writtenKey(content, key, project.name);
    if (written !== undefined) {
      const lineOf = linesOf(file);
      const own = lineOf(`config.${written}`) ?? 1;
      const inner = (path: string) => values.map((value) => lineOf(`config.${written}${value}.${path}`));
      return {
        file: relative(project.root, file),
        isGiven: true,
        lineOf: (path) => inner(path).find((line) => line !== own) ?? own,
      };
    }
  }
  const line = linesOf(stack.file)("config") ?? 1;
  return { file: relative(project.root, stack.file), isGiven: false, lineOf: () => line };
}

/** Says that a key is missing, and names the key of the file that most likely means it. */
function missingKey(key: string, project: Project, stack: Stack): string {
  const written = Object.keys(Object(stack.content.config)).flatMap((name) => qualified(name, project.name) ?? []);
  const name = key.slice(key.indexOf(":") + 1);
  const meant = nearest(key, written) ?? written.find((other) => other.endsWith(`:${name}`));
  return meant === undefined
    ? "is missing: give an object"
    : `is missing. The file has ${meant}. Did you mean that? Rename it to ${key}`;
}

/** The file of a stack with the line of a key of its configuration: `Pulumi.dev.yaml:6`. */
export function keyPlace(file: string, key: string): string {
  const line = linesOf(file)(`config.${key}`);
  return line === undefined ? file : `${file}:${line}`;
}

function linesOf(file: string): YamlText["lineOf"] {
  const { parseYamlText }: YamlReader = require("../../../components/schema/yaml-text");
  return parseYamlText(existsSync(file) ? readFileSync(file, "utf8") : "").lineOf;
}
