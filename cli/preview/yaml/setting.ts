import { isRecord } from "../project/yaml-file";

/**
 * The value of a setting in a YAML program: its text read as a number, a boolean or JSON where it is one. A declared
 * type does not change it. Text with a leading zero stays text.
 */
export function settingValue(text: string): unknown {
  if (text.length > 1 && text.startsWith("0") && !text.startsWith("0.")) {
    return text;
  }
  if (/^[-+]?\d+$/.test(text)) {
    return Number(text);
  }
  if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) {
    return true;
  }
  if (/^(?:f|F|false|FALSE|False)$/.test(text)) {
    return false;
  }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) {
    return Number(text);
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Test = (value: unknown) => boolean;

const isInteger: Test = (value) => Number.isInteger(value);
const isBoolean: Test = (value) => typeof value === "boolean";

const TYPES: ReadonlyMap<string, Test> = new Map([
  ["string", (value) => typeof value !== "object" && value !== undefined],
  ["number", (value) => typeof value === "number"],
  ["integer", isInteger],
  ["int", isInteger],
  ["bool", isBoolean],
  ["boolean", isBoolean],
  ["array", Array.isArray],
  ["object", isRecord],
]);

const LIST = /^list<(string|number|int|integer|bool|boolean|object)>$/;

/**
 * Says what is wrong with the value of a setting, or with its declaration; undefined if nothing is.
 *
 * @param type - declared type, such as `string`, `Number` or `List<String>`
 */
export function settingProblem(key: string, type: string, value: unknown): string | undefined {
  const [, element] = LIST.exec(type.toLowerCase()) ?? [];
  const test = TYPES.get(element ?? type.toLowerCase());
  if (test === undefined) {
    return `setting ${key}: ${type} is no type. Use string, integer, boolean, array or object`;
  }
  const fits = element === undefined ? test(value) : Array.isArray(value) && value.every((member) => test(member));
  return fits ? undefined : `setting ${key} must be of type ${type}`;
}
