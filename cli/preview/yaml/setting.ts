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

const ELEMENT = /^list<(string|number|int|integer|bool|boolean|object)>$/i;

/**
 * Says what is wrong with the value of a setting, or with its declaration; undefined if nothing is.
 *
 * @param type - declared type, such as `string`, `Number` or `List<String>`
 */
export function settingProblem(key: string, type: string, value: unknown): string | undefined {
  const element = ELEMENT.exec(type)?.[1];
  if (element === undefined && !SCALARS.has(type.toLowerCase())) {
    return `setting ${key}: ${type} is no type. Use string, integer, boolean, array or object`;
  }
  const fits =
    element === undefined
      ? hasType(type, value)
      : Array.isArray(value) && value.every((member) => hasType(element, member));
  return fits ? undefined : `setting ${key} must be of type ${type}`;
}

const SCALARS: ReadonlySet<string> = new Set([
  "string",
  "number",
  "integer",
  "int",
  "bool",
  "boolean",
  "array",
  "object",
]);

function hasType(type: string, value: unknown): boolean {
  switch (type.toLowerCase()) {
    case "string":
      return typeof value !== "object" && value !== undefined;
    case "number":
      return typeof value === "number";
    case "integer":
    case "int":
      return Number.isInteger(value);
    case "bool":
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return Array.isArray(value);
    default:
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}
