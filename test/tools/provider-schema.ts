import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type {
  ComponentSpec,
  ObjectSpec,
  PackageSpec,
  PropertySpec,
  TypeSpec,
} from "../../components/provider/schema-types";
import { documentation } from "./describe-schema";
import { asInFiles, type Exception, exceptions, fileTypes, notAvailable } from "./provider-exceptions";

const root = join(__dirname, "../..");

const packageName = "aws-pipelines";
const entryPoints = ["components/index.ts", "components/network/index.ts"];

/**
 * Returns Pulumi's package schema of all exported components, from the types of their arguments and their comments.
 *
 * A union of objects becomes one object with the properties of all members, because Go and Java have no unions.
 * The component checks which properties fit together.
 */
export function providerSchema(): PackageSpec {
  const { version, description, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const program = createProgram();
  const checker = program.getTypeChecker();
  const components = exportedComponents(program, checker);
  const schema = new SchemaOfTypes(checker, {
    actions: declaredType(program, checker, fileTypes.actions),
    // Read late: the order in which the compiler reads types decides the order of the properties of a union.
    get stages() {
      return declaredType(program, checker, fileTypes.stages);
    },
  });
  const resources = Object.fromEntries(components.map((component) => schema.component(component)));
  schema.refuseStaleExceptions();
  return {
    name: packageName,
    // With Pulumi's own namespace, the SDKs would take the names of packages of Pulumi.
    namespace: "platform",
    version,
    description,
    license,
    meta: { supportPack: true },
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      // Without extra input types, the generator uses types of plain lists that it does not declare.
      go: { respectSchemaVersion: true, generateExtraInputTypes: true },
      csharp: { respectSchemaVersion: true },
      java: { basePackage: "com.platform", buildFiles: "gradle" },
    },
    config: {},
    provider: {},
    resources,
    types: schema.types(),
  };
}

function createProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(
    entryPoints.map((file) => join(root, file)),
    options,
  );
}

function declaredType(
  program: ts.Program,
  checker: ts.TypeChecker,
  { file, name }: { readonly file: string; readonly name: string },
): ts.Type {
  const source = program.getSourceFile(join(root, file));
  const alias = source?.statements.filter(ts.isTypeAliasDeclaration).find((statement) => statement.name.text === name);
  if (alias === undefined) {
    throw new Error(`${file} declares no type ${name}.`);
  }
  return checker.getTypeAtLocation(alias.name);
}

/** Classes that the package exports and that extend `ComponentResource`, by name. */
function exportedComponents(program: ts.Program, checker: ts.TypeChecker): ts.Symbol[] {
  return entryPoints
    .flatMap((file) => {
      const source = program.getSourceFile(join(root, file));
      const module = source && checker.getSymbolAtLocation(source);
      return module ? checker.getExportsOfModule(module) : [];
    })
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Class && isResource(checker.getDeclaredTypeOfSymbol(symbol)))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** A property of one object type, or of all members of a union of object types. */
interface Member {
  readonly types: readonly ts.Type[];
  readonly isRequired: boolean;
  readonly description: string;
}

class SchemaOfTypes {
  readonly #checker: ts.TypeChecker;
  readonly #fileTypes: Readonly<Record<keyof typeof fileTypes, ts.Type>>;
  readonly #types = new Map<string, ObjectSpec & { readonly type: "object" }>();
  readonly #used = new Set<string>();

  constructor(checker: ts.TypeChecker, ofFiles: Readonly<Record<keyof typeof fileTypes, ts.Type>>) {
    this.#checker = checker;
    this.#fileTypes = ofFiles;
  }

  component(symbol: ts.Symbol): [token: string, spec: ComponentSpec] {
    const args = this.#argumentsOf(symbol);
    const { properties: inputProperties, required: requiredInputs } = this.#objectSpec(`${symbol.name}Args`, args);
    const { properties, required } = this.#outputs(symbol);
    const spec: ComponentSpec = {
      description: plainText(documentation(symbol, this.#checker)),
      isComponent: true,
      properties,
      ...(required && { required }),
      inputProperties,
      ...(requiredInputs && { requiredInputs }),
    };
    return [`${packageName}:index:${symbol.name}`, spec];
  }

  types(): PackageSpec["types"] {
    const tokens = [...this.#types].sort(([one], [other]) => one.localeCompare(other));
    return Object.fromEntries(tokens.map(([name, spec]) => [`${packageName}:index:${name}`, spec]));
  }

  /** An exception that no type needs is a mistake in the list. */
  refuseStaleExceptions(): void {
    const stale = Object.keys(exceptions).filter((pattern) => !this.#used.has(pattern));
    if (stale.length > 0) {
      throw new Error(`No argument is called ${stale.join(", ")}. Correct test/tools/provider-exceptions.ts.`);
    }
  }

  #argumentsOf(component: ts.Symbol): readonly ts.Type[] {
    const construct = this.#checker.getTypeOfSymbol(component).getConstructSignatures();
    const parameters = construct.flatMap(({ parameters: [, args] }) => args ?? []);
    return parameters
      .filter(({ valueDeclaration }) => !isInternal(valueDeclaration?.parent))
      .flatMap((parameter) => members(this.#checker.getTypeOfSymbol(parameter)));
  }

  /** Fields of a component: roles become their ARNs, and other components the name of their project. */
  #outputs(component: ts.Symbol): Pick<ObjectSpec, "properties" | "required"> {
    const fields = this.#checker
      .getDeclaredTypeOfSymbol(component)
      .getProperties()
      .filter((field) => field.valueDeclaration?.parent === component.valueDeclaration && isPublicField(field));
    const outputs = fields.flatMap((field) => {
      const path = `${component.name}.${field.name}`;
      const exception = this.#except(path);
      if (exception?.as === notAvailable || exception?.as === asInFiles) {
        return [];
      }
      const type = this.#checker.getTypeOfSymbol(field);
      const values = members(type).flatMap((member) => members(outputValue(member, this.#checker) ?? member));
      const isOptional =
        (field.flags & ts.SymbolFlags.Optional) !== 0 || type !== this.#checker.getNonNullableType(type);
      const spec = exception?.as ?? this.#typeSpec(values, path, false);
      const description = plainText(documentation(field, this.#checker));
      const name = exception?.name ?? field.name;
      return [{ name, spec: { ...(description !== "" && { description }), ...spec }, isOptional }];
    });
    const required = outputs.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    return {
      properties: Object.fromEntries(outputs.map(({ name, spec }) => [name, spec])),
      ...(required.length > 0 && { required }),
    };
  }

  #objectSpec(name: string, types: readonly ts.Type[]): ObjectSpec {
    const properties: Record<string, PropertySpec> = {};
    const required: string[] = [];
    for (const [key, given] of this.#membersOf(types)) {
      const path = `${name}.${key}`;
      const exception = this.#except(path);
      const member =
        exception?.as === asInFiles ? (this.#membersOf([this.#fileTypes.actions]).get(key) ?? given) : given;
      if (exception?.as === notAvailable || member.types.length === 0) {
        continue;
      }
      const { plain, types: inner } = this.#withoutInput(member.types);
      const spec =
        exception === undefined || exception.as === asInFiles ? this.#typeSpec(inner, path, plain) : exception.as;
      const note = exception === undefined ? valuesNote(inner) : "";
      const description = exception?.description ?? plainText(`${member.description} ${note}`);
      properties[key] = { ...(description !== "" && { description }), ...spec };
      if (member.isRequired) {
        required.push(key);
      }
    }
    return { properties, ...(required.length > 0 && { required: required.sort() }) };
  }

  /** The properties of all members of a union. A property is required if each member requires it. */
  #membersOf(types: readonly ts.Type[]): Map<string, Member> {
    const keys = new Set(types.flatMap((type) => type.getProperties().map(({ name }) => name)));
    return new Map(
      [...keys].map((key) => {
        const symbols = types.map((type) => type.getProperty(key));
        const present = symbols.filter((symbol) => symbol !== undefined);
        const all = present.flatMap((symbol) => members(this.#checker.getTypeOfSymbol(symbol)));
        const isRequired = symbols.every(
          (symbol) => symbol !== undefined && (symbol.flags & ts.SymbolFlags.Optional) === 0,
        );
        const description = present.map((symbol) => documentation(symbol, this.#checker)).find((text) => text !== "");
        return [key, { types: distinctTypes(all), isRequired, description: description ?? "" }];
      }),
    );
  }

  /** Removes the promise and the output of `pulumi.Input<T>`. A property without them is plain. */
  #withoutInput(types: readonly ts.Type[]): { plain: boolean; types: ts.Type[] } {
    const isInput = types.some((type) => isOutput(type));
    const inner = types
      .filter((type) => type.symbol?.name !== "Promise")
      .flatMap((type) => members(outputValue(type, this.#checker) ?? type));
    return { plain: !isInput, types: distinctTypes(inner) };
  }

  #typeSpec(types: readonly ts.Type[], path: string, plain: boolean): TypeSpec {
    const mark = plain ? { plain } : {};
    const kinds = [
      ...(types.some((type) => type.flags & ts.TypeFlags.StringLike) ? [{ type: "string", ...mark }] : []),
      ...(types.some((type) => type.flags & ts.TypeFlags.NumberLike) ? [{ type: "integer", ...mark }] : []),
      ...(types.some((type) => type.flags & ts.TypeFlags.BooleanLike) ? [{ type: "boolean", ...mark }] : []),
      ...this.#resourceSpec(types, path),
      ...this.#arraySpec(types, path, plain),
      ...this.#objectOrMapSpec(types, path, plain),
    ];
    const [only] = kinds;
    if (only === undefined) {
      throw new Error(`${path} has no type in Pulumi's schema. List it in test/tools/provider-exceptions.ts.`);
    }
    return kinds.length === 1 ? only : { oneOf: kinds, ...mark };
  }

  /** A resource cannot pass between languages: the property takes an output of it, which stands for the dependency. */
  #resourceSpec(types: readonly ts.Type[], path: string): TypeSpec[] {
    const isGiven = types.some(isResource);
    if (isGiven && !/\.(encryptionKeyPolicy|startAfter)$/.test(path)) {
      throw new Error(`${path} takes a resource. List it in test/tools/provider-exceptions.ts.`);
    }
    return isGiven ? [{ type: "string" }] : [];
  }

  #arraySpec(types: readonly ts.Type[], path: string, plain: boolean): TypeSpec[] {
    const items = types.flatMap((type) =>
      this.#checker.isArrayLikeType(type)
        ? members(this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type)
        : [],
    );
    if (items.length === 0) {
      return [];
    }
    const { plain: isPlain, types: inner } = this.#withoutInput(distinctTypes(items));
    // A property that takes an object or a list of others needs two names.
    const itemPath = this.#isStructured(types) ? `${path}Item` : path;
    return [{ type: "array", items: this.#typeSpec(inner, itemPath, plain && isPlain), ...(plain && { plain }) }];
  }

  #isStructured(types: readonly ts.Type[]): boolean {
    return types.some((type) => this.#isObject(type) && type.getProperties().length > 0);
  }

  #isObject(type: ts.Type): boolean {
    const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    return isObject && !this.#checker.isArrayLikeType(type) && !isResource(type);
  }

  #objectOrMapSpec(types: readonly ts.Type[], path: string, plain: boolean): TypeSpec[] {
    const mark = plain ? { plain } : {};
    const objects = types.filter((type) => this.#isObject(type));
    const values = objects.flatMap((type) => {
      const value = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
      return value !== undefined && type.getProperties().length === 0 ? members(value) : [];
    });
    const inPrograms = objects.filter((type) => type.getProperties().length > 0);
    const inFiles = inPrograms.length > 0 && isDeliveryStages(path) ? [this.#fileTypes.stages] : [];
    const structured = [...inPrograms, ...inFiles];
    const { plain: isPlain, types: inner } = this.#withoutInput(distinctTypes(values));
    return [
      ...(values.length === 0
        ? []
        : [{ type: "object", additionalProperties: this.#typeSpec(inner, path, plain && isPlain), ...mark }]),
      ...(structured.length === 0 ? [] : [{ ...this.#reference(structured, path), ...mark }]),
    ];
  }

  /** Names an object type after its path. Equal types have one name. */
  #reference(types: readonly ts.Type[], path: string): TypeSpec {
    const name = typeName(path);
    const spec = { type: "object" as const, ...this.#objectSpec(name, types) };
    const text = JSON.stringify(spec);
    const [equal = name] = [...this.#types].find(([, known]) => JSON.stringify(known) === text) ?? [];
    if (equal === name && this.#types.has(name) && JSON.stringify(this.#types.get(name)) !== text) {
      throw new Error(`${name} is the name of two types.`);
    }
    this.#types.set(equal, spec);
    return { $ref: `#/types/${packageName}:index:${equal}` };
  }

  #except(path: string): Exception | undefined {
    const [pattern, exception] = Object.entries(exceptions).find(([pattern]) => matches(path, pattern)) ?? [];
    if (pattern !== undefined) {
      this.#used.add(pattern);
    }
    return exception;
  }
}

/** The members of a union without `undefined` and `never`. */
function members(type: ts.Type): ts.Type[] {
  const none = ts.TypeFlags.Never | ts.TypeFlags.Undefined;
  return (type.isUnion() ? type.types : [type]).filter(({ flags }) => (flags & none) === 0);
}

function distinctTypes(types: readonly ts.Type[]): ts.Type[] {
  return [...new Set(types)];
}

function isOutput({ symbol }: ts.Type): boolean {
  return symbol?.name === "OutputInstance" || symbol?.name === "Output";
}

/** The type of the value of an output. `Output<T>` is an intersection with the lifted properties of the value. */
function outputValue(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const instance = type.isIntersection() ? type.types.find(isOutput) : isOutput(type) ? type : undefined;
  return instance && checker.getTypeArguments(instance as ts.TypeReference)[0];
}

/** Whether a type is a class of resources: these have the private mark of the SDK's `Resource`. */
function isResource(type: ts.Type): boolean {
  return type.getProperty("__pulumiResource") !== undefined || type.getProperty("urn") !== undefined;
}

function isPublicField({ valueDeclaration }: ts.Symbol): boolean {
  return (
    valueDeclaration !== undefined &&
    ts.isPropertyDeclaration(valueDeclaration) &&
    !ts.isPrivateIdentifier(valueDeclaration.name) &&
    !isInternal(valueDeclaration) &&
    (ts.getCombinedModifierFlags(valueDeclaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0
  );
}

function isInternal(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "internal");
}

function typeName(path: string): string {
  const [type = "", property = ""] = path.split(".");
  return `${type.replace(/Args$/, "")}${property.charAt(0).toUpperCase()}${property.slice(1)}`;
}

/** Stages that the provider reads as those of a file. */
function isDeliveryStages(path: string): boolean {
  return /^(Delivery|TargetAccount)\w*\.stages$/.test(path);
}

function matches(path: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(path);
}

/** Lists the values of a property that takes one of several texts. */
function valuesNote(types: readonly ts.Type[]): string {
  const elements = types.filter((type) => type.isStringLiteral()).map(({ value }) => `\`${value}\``);
  return elements.length > 1 ? `One of ${elements.join(", ")}.` : elements.length === 1 ? `The value ${elements}.` : "";
}

/** Comments name TypeScript declarations in braces, which other languages show as they are. */
function plainText(text: string): string {
  return text
    .replace(/\{@link\s+([^}]*?)\s*\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}

/** The table of `docs/languages.md`: arguments and outputs whose types differ from TypeScript, with the reasons. */
export function exceptionsTable(): string {
  const rows = Object.entries(exceptions).map(
    ([path, { as, name, reason }]) => `| \`${path}\` | ${formOf(as, name)} | ${reason} |`,
  );
  return ["| in TypeScript | in other languages | reason |", "| --- | --- | --- |", ...rows].join("\n");
}

function formOf(as: Exception["as"], name: string | undefined): string {
  if (as === notAvailable) {
    return "not available";
  }
  if (as === asInFiles) {
    return "as in a delivery file";
  }
  const form = as.oneOf ? "text or a map" : as.type === "string" ? "text" : isFree(as) ? "a map" : "a map of texts";
  return name === undefined ? form : `\`${name}\`, ${form}`;
}

function isFree({ additionalProperties }: TypeSpec): boolean {
  return additionalProperties?.$ref !== undefined;
}
