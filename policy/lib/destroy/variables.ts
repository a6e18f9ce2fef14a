import { at, textOf, type Value } from "../../iam/value";
import { nameWords } from "../facts/name-words";
import { runsDestroy } from "./commands";
import { isDestroyWord } from "./names";

/** Whether an environment variable says so: `COMMAND=destroy`, `DESTROY=true`, or a whole command. */
export function saysDestroy(variable: Value): boolean {
  return isTold(textOf(at(variable, "name")), textOf(at(variable, "value")).trim());
}

/** Whether a script or a buildspec sets such a variable. */
export function setsDestroy(script: string): boolean {
  return [...script.replaceAll('\\"', '"').matchAll(assignment)].some(([, key = "", name = key, value = ""]) =>
    isTold(name, value.replace(/\s#.*$/, "").trim()),
  );
}

/** Whether a word tells a program to destroy: `destroy`, `--destroy`. */
export function isDestroyWish(word: string): boolean {
  return /^-{0,2}(destroy|teardown|tear-down|down)$/i.test(word);
}

/** `NAME: value` of YAML and JSON, and `name=value` of a shell, up to a quote or the end of the line. */
const assignment = /(?:^|[\s"'{,;])(?:([A-Z]\w*)["']?\s*:|([A-Za-z_]\w*)=)[ \t]*["']?([^"'\n,;}]*)/gm;

/** A variable before a command: `ACTION=destroy ./run`. */
const shellSetting =
  /(?:^|[\s;&|("'])(?!TF_CLI_ARGS_plan)[A-Za-z_]\w*=["']?(?:destroy|teardown|down)["']?(?=\s+[^\s#])/im;

/** Whether a script gives a program the word in a variable: `ACTION=destroy ./run`. */
export function startsWithDestroy(script: string): boolean {
  return shellSetting.test(script);
}

function isTold(name: string, value: string): boolean {
  return (
    runsDestroy(value) ||
    (isDestroyWish(value) && name !== "TF_CLI_ARGS_plan") ||
    (isDestroyWord(nameWords(name).join("")) && /^(1|true|yes|on)$/i.test(value)) ||
    (/^TF_CLI_ARGS(_apply)?$/.test(name) && /(^|\s)--?destroy(?!=(false|0))/.test(value))
  );
}
