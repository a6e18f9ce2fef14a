import { isProviderType } from "../engine/providers";
import { type Problem, readDocument, type YamlMember, type YamlNode } from "./document";
import {
  type Expression,
  type Findings,
  isFunctionCall,
  literalText,
  readExpression,
  readFields,
  warnOfCase,
} from "./expression";
import { isToken } from "./token";

/** Options of a resource. Literal options are values, all others are expressions. */
export interface ResourceOptions {
  readonly additionalSecretOutputs?: readonly string[];
  readonly aliases?: Expression;
  readonly customTimeouts?: Readonly<Record<string, Expression>>;
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: Expression;
  readonly dependsOn?: Expression;
  readonly envVarMappings?: Expression;
  readonly hideDiffs?: readonly string[];
  readonly ignoreChanges?: readonly string[];
  readonly import?: string;
  readonly parent?: Expression;
  readonly pluginDownloadURL?: string;
  readonly protect?: Expression;
  readonly provider?: Expression;
  readonly providers?: Expression;
  readonly replaceOnChanges?: readonly string[];
  readonly replaceWith?: Expression;
  readonly replacementTrigger?: Expression;
  readonly retainOnDelete?: boolean;
  readonly version?: string;
}

/** A property of a resource. */
export interface Property {
  readonly key: string;
  readonly line: number;
  readonly value: Expression;
}

/** A resource of a program. */
export interface ResourceDeclaration {
  readonly line: number;
  readonly type: string;
  /** Line of the type. */
  readonly typeLine: number;
  readonly name: string;
  readonly isDefaultProvider: boolean;
  /** The properties, or one expression that yields all of them. */
  readonly properties: readonly Property[] | Expression;
  readonly options: ResourceOptions;
  /** An existing resource to read, with further properties that find it. */
  readonly get?: { readonly id: Expression; readonly state: readonly Property[] };
}

/** A setting that a program declares. */
export interface SettingDeclaration {
  readonly line: number;
  readonly type?: string;
  readonly name?: string;
  readonly secret: boolean;
  readonly default?: Expression;
}

/** A program in Pulumi YAML. */
export interface Template {
  readonly settings: ReadonlyMap<string, SettingDeclaration>;
  readonly variables: ReadonlyMap<string, Expression>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, Expression>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const RESOURCE = ["type", "name", "defaultProvider", "properties", "options", "get"] as const;

const TEXTS = ["import", "version", "pluginDownloadURL"] as const;
const FLAGS = ["deleteBeforeReplace", "retainOnDelete"] as const;
const LISTS = ["additionalSecretOutputs", "ignoreChanges", "replaceOnChanges", "hideDiffs"] as const;
/** Options whose values are expressions. */
export const EXPRESSIONS = [
  "aliases",
  "dependsOn",
  "parent",
  "protect",
  "provider",
  "providers",
  "replaceWith",
  "deletedWith",
  "replacementTrigger",
  "envVarMappings",
] as const;
const OPTIONS = [...TEXTS, ...FLAGS, ...LISTS, ...EXPRESSIONS, "customTimeouts"] as const;

/** Expressions of a resource's properties. */
export function propertyExpressions({ properties }: ResourceDeclaration): readonly Expression[] {
  return "kind" in properties ? [properties] : properties.map(({ value }) => value);
}

/** Expressions of the variables, the outputs and the properties of a program. */
export function valueExpressions({ variables, outputs, resources }: Template): readonly Expression[] {
  return [...variables.values(), ...outputs.values(), ...[...resources.values()].flatMap(propertyExpressions)];
}

/** Reads a program by the rules of Pulumi YAML. Collects all problems with their lines. */
export function readTemplate(text: string): Template {
  const findings: Findings = { problems: [], warnings: [] };
  const { problems, warnings } = findings;
  const root = readDocument(text, problems);
  const section = (name: string) => {
    const found = root.members.filter(({ key }) => key.toLowerCase() === name);
    for (const { key, line } of found) {
      warnOfCase(key, name, line, findings);
    }
    return found.at(-1);
  };
  for (const [name, reason] of [
    ["components", "components belong into a PulumiPlugin.yaml, not into a program"],
    ["namespace", "namespace belongs into a PulumiPlugin.yaml, not into a program"],
  ] as const) {
    const found = section(name);
    if (found !== undefined) {
      problems.push({ line: found.line, text: reason });
    }
  }
  const deprecated = section("configuration");
  if (deprecated !== undefined) {
    warnings.push({ line: deprecated.line, text: "configuration is deprecated. Use config" });
  }
  const config = section("config");
  // A text under `config` names the directory of settings.
  const declared = config?.value.kind === "object" ? config : undefined;
  const settings = new Map([
    ...entries(deprecated, findings, readSetting),
    ...entries(declared, findings, readSetting),
  ]);
  const variables = entries(section("variables"), findings, ({ value }) => readExpression(value, findings));
  const resources = entries(section("resources"), findings, (member) => readResource(member, findings));
  const outputs = entries(section("outputs"), findings, ({ value }) => readExpression(value, findings));
  return {
    settings,
    variables,
    resources,
    outputs,
    problems,
    warnings,
  };
}

/** Reads a section, whose keys are unique. */
function entries<Value>(
  section: YamlMember | undefined,
  { problems }: Findings,
  read: (member: YamlMember) => Value,
): Map<string, Value> {
  const found = new Map<string, Value>();
  const value = section?.value;
  if (value === undefined || (value.kind === "scalar" && value.value === null)) {
    return found;
  }
  if (value.kind !== "object") {
    problems.push({ line: value.line, text: `${section?.key} must be an object` });
    return found;
  }
  for (const member of value.members) {
    if (found.has(member.key)) {
      problems.push({ line: member.line, text: `${section?.key} has two entries ${member.key}` });
    }
    found.set(member.key, read(member));
  }
  return found;
}

function readSetting({ line, value }: YamlMember): SettingDeclaration {
  if (value.kind !== "object") {
    return { line, secret: false };
  }
  const findings: Findings = { problems: [], warnings: [] };
  const fields = readFields(value, ["type", "name", "secret", "default"], "a setting", findings);
  const type = literalText(fields.type);
  const name = literalText(fields.name);
  return {
    line,
    secret: fields.secret?.kind === "scalar" && fields.secret.value === true,
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { name }),
    ...(fields.default === undefined ? {} : { default: readExpression(fields.default, findings) }),
  };
}

function readResource({ key, line, value }: YamlMember, findings: Findings): ResourceDeclaration {
  const fields = readFields(value, RESOURCE, `resource ${key}`, findings);
  const { problems } = findings;
  const type = literalText(fields.type);
  if (type === undefined) {
    problems.push({ line, text: `resource ${key} has no type. Give one, such as aws:s3:Bucket` });
  } else if (!isToken(type)) {
    problems.push({ line: fields.type?.line ?? line, text: `${type} is no type. Types have the form aws:s3:Bucket` });
  }
  const name = literalText(fields.name);
  if (fields.name !== undefined && name === undefined) {
    problems.push({ line: fields.name.line, text: `name of resource ${key} must be a literal text` });
  }
  const isDefault = fields.defaultProvider?.kind === "scalar" && fields.defaultProvider.value === true;
  if (fields.defaultProvider !== undefined && !isProviderType(type ?? "")) {
    problems.push({ line: fields.defaultProvider.line, text: "defaultProvider fits providers alone" });
  }
  const get = fields.get === undefined ? undefined : readGet(key, fields.get, findings);
  if (get !== undefined && fields.properties !== undefined) {
    problems.push({ line: fields.properties.line, text: `resource ${key} has get, so it takes no properties` });
  }
  return {
    line,
    type: type ?? "",
    typeLine: fields.type?.line ?? line,
    name: name === undefined || name === "" ? key : name,
    isDefaultProvider: isDefault,
    properties: fields.properties === undefined ? [] : readProperties(fields.properties, findings),
    options: fields.options === undefined ? {} : readOptions(key, fields.options, findings),
    ...(get === undefined ? {} : { get }),
  };
}

function readProperties(node: YamlNode, findings: Findings): readonly Property[] | Expression {
  if (node.kind !== "object" || node.members.some(isFunctionCall)) {
    return node.kind === "scalar" && node.value === null ? [] : readExpression(node, findings);
  }
  return node.members.map(({ key, line, value }) => ({ key, line, value: readExpression(value, findings) }));
}

function readGet(resource: string, node: YamlNode, findings: Findings): ResourceDeclaration["get"] {
  const fields = readFields(node, ["id", "state"], `get of resource ${resource}`, findings);
  if (fields.id === undefined) {
    findings.problems.push({ line: node.line, text: `get of resource ${resource} has no id` });
    return undefined;
  }
  const state = fields.state === undefined ? [] : readProperties(fields.state, findings);
  return { id: readExpression(fields.id, findings), state: "kind" in state ? [] : state };
}

function readOptions(resource: string, node: YamlNode, findings: Findings): ResourceOptions {
  const fields = readFields(node, OPTIONS, `options of resource ${resource}`, findings);
  const read: Record<string, unknown> = {};
  const literal = <Value>(name: (typeof OPTIONS)[number], form: string, value: Value | undefined) => {
    const given = fields[name];
    if (given !== undefined && value === undefined) {
      findings.problems.push({ line: given.line, text: `${name} of resource ${resource} must be ${form}` });
    } else if (value !== undefined) {
      read[name] = value;
    }
  };
  for (const name of TEXTS) {
    literal(name, "a literal text", literalText(fields[name]));
  }
  for (const name of FLAGS) {
    const field = fields[name];
    literal(
      name,
      "true or false",
      field?.kind === "scalar" && typeof field.value === "boolean" ? field.value : undefined,
    );
  }
  for (const name of LISTS) {
    const field = fields[name];
    const texts = field?.kind === "list" ? field.items.map(literalText) : undefined;
    literal(name, "a list of literal texts", texts?.every((text) => text !== undefined) === true ? texts : undefined);
  }
  for (const name of EXPRESSIONS) {
    const field = fields[name];
    if (field !== undefined) {
      read[name] = readExpression(field, findings);
    }
  }
  if (fields.customTimeouts !== undefined) {
    const names = ["create", "update", "delete", "read"] as const;
    const timeouts = readFields(fields.customTimeouts, names, `customTimeouts of resource ${resource}`, findings);
    read.customTimeouts = Object.fromEntries(
      Object.entries(timeouts).map(([name, value]) => [name, readExpression(value, findings)]),
    );
  }
  return read;
}
