import { dirname, join } from "node:path";
import ts from "typescript";

/** JSON Schema, as far as these tools read it. */
export interface SchemaNode {
  description?: string;
  required?: string[];
  enum?: (string | number)[];
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  [key: string]: unknown;
}

/**
 * Adds the TSDoc of its TypeScript type to a JSON Schema. The comments are the only place that describes a setting.
 */
export function describeSchema(schema: object, file: string, typeName: string): SchemaNode {
  const checker = program().getTypeChecker();
  const source = program().getSourceFile(file);
  const declaration = source?.statements.find(
    (statement): statement is ts.TypeAliasDeclaration | ts.InterfaceDeclaration =>
      (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) &&
      statement.name.text === typeName,
  );
  if (!declaration) {
    throw new Error(`${dirname(file)} declares no type ${typeName}`);
  }
  return describe({ ...schema }, checker.getTypeAtLocation(declaration.name), { checker, at: declaration });
}

const root = join(__dirname, "../..");

/** Files with described types. */
const describedFiles = [
  "delivery/settings.ts",
  "delivery/application-settings.ts",
  "delivery/inline-schema.ts",
  "delivery/plan-stage.ts",
  "fleet/settings.ts",
  "pipelines/definition/schema.ts",
];

let sharedProgram: ts.Program | undefined;

/** One program of all files with described types: making it takes most of the time of a description. */
function program(): ts.Program {
  if (sharedProgram === undefined) {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const files = describedFiles.map((file) => join(root, "components", file));
    sharedProgram = ts.createProgram(files, options);
  }
  return sharedProgram;
}

interface Lookup {
  readonly checker: ts.TypeChecker;
  readonly at: ts.Node;
}

function describe(schema: SchemaNode, type: ts.Type, lookup: Lookup): SchemaNode {
  const { checker } = lookup;
  const present = checker.getNonNullableType(type);
  const described: SchemaNode = { ...schema };
  if (schema.properties) {
    described.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        describeProperty(property, present.getProperty(name), lookup),
      ]),
    );
  }
  if (schema.items) {
    described.items = describe(schema.items, checker.getIndexTypeOfType(present, ts.IndexKind.Number) ?? type, lookup);
  }
  if (typeof schema.additionalProperties === "object") {
    const values = checker.getIndexTypeOfType(present, ts.IndexKind.String) ?? type;
    described.additionalProperties = describe(schema.additionalProperties, values, lookup);
  }
  for (const union of ["anyOf", "oneOf"] as const) {
    const members = schema[union];
    if (members) {
      described[union] = members.map((member) => describe(member, memberType(member, present, lookup), lookup));
    }
  }
  return described;
}

function describeProperty(schema: SchemaNode, symbol: ts.Symbol | undefined, lookup: Lookup): SchemaNode {
  if (!symbol) {
    return schema;
  }
  const { checker, at } = lookup;
  const description = documentation(symbol, checker);
  const described = describe(schema, checker.getTypeOfSymbolAtLocation(symbol, at), lookup);
  return description === "" ? described : { description, ...described };
}

/** Returns the comment of a symbol with its default, on one line. */
export function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s*\n\s*/g, " ");
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
  const byDefault = tag ? ` Default: ${ts.displayPartsToString(tag.text).replace(/^- /, "")}.` : "";
  return `${text}${byDefault}`.trim();
}

/** Finds the member of a union with the properties of the schema, by the values that distinguish it. */
function memberType({ properties }: SchemaNode, type: ts.Type, { checker, at }: Lookup): ts.Type {
  if (!properties || !type.isUnion()) {
    return type;
  }
  const fits = (member: ts.Type) =>
    Object.entries(properties).every(([name, property]) => {
      const symbol = member.getProperty(name);
      return symbol !== undefined && takes(checker.getTypeOfSymbolAtLocation(symbol, at), property.const);
    });
  const members = type.types.filter(fits);
  return members.sort((a, b) => a.getProperties().length - b.getProperties().length)[0] ?? type;
}

function takes(type: ts.Type, value: unknown): boolean {
  const literals = (type.isUnion() ? type.types : [type]).filter((member) => member.isStringLiteral());
  return value === undefined || literals.length === 0 || literals.some((literal) => literal.value === value);
}

/** Members of a union and of the unions in it, or the schema itself. */
export function membersOf(schema: SchemaNode | undefined): SchemaNode[] {
  const members = [...(schema?.oneOf ?? []), ...(schema?.anyOf ?? [])];
  return members.length > 0 ? members.flatMap(membersOf) : schema ? [schema] : [];
}
