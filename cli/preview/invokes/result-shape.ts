import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type PropertyMap, UNKNOWN } from "../base/property-value";

/** Type of one member of a function's result, as far as it matters for an unknown one. */
export type MemberType = "text" | "number" | "boolean" | "texts" | "list" | "other";

// An unknown member makes the whole result unknown, so a result without declared members has one too.
const ANY_MEMBER = "result";

const MEMBER_TYPES: Readonly<Record<string, MemberType>> = {
  string: "text",
  number: "number",
  boolean: "boolean",
  "string[]": "texts",
};

/**
 * Result of a function without an offline answer. The package's SDK declares the members of the result. Each member is
 * unknown.
 *
 * @param token - such as `aws:ec2/getVpc:getVpc`
 */
export function unknownResult(token: string, programDirectory: string): PropertyMap {
  const names = [...resultShape(token, programDirectory).keys()];
  return Object.fromEntries((names.length === 0 ? [ANY_MEMBER] : names).map((name) => [name, UNKNOWN]));
}

/** Members of a function's result with their types, as the installed SDK of the package declares them. */
export function resultShape(token: string, programDirectory: string): ReadonlyMap<string, MemberType> {
  const [packageName = "", module = "", name = ""] = token.split(":");
  const file = declarationFile(packageName, module, programDirectory);
  if (file === undefined) {
    return new Map();
  }
  const resultType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`;
  return declaredMembers(file, resultType);
}

/** Members of an exported interface in a declaration file, with their types. */
export function declaredMembers(file: string, interfaceName: string): ReadonlyMap<string, MemberType> {
  return new Map(
    membersOf(readFileSync(file, "utf8"), interfaceName).map(([, member = "", , type = ""]) => [
      member,
      MEMBER_TYPES[type] ?? (type.endsWith("[]") ? "list" : "other"),
    ]),
  );
}

/** Members of an exported interface in a text of declarations; whether each one is required. */
export function interfaceMembers(declarations: string, interfaceName: string): ReadonlyMap<string, boolean> {
  return new Map(membersOf(declarations, interfaceName).map(([, member = "", optional]) => [member, optional !== "?"]));
}

function membersOf(declarations: string, interfaceName: string): RegExpMatchArray[] {
  const pattern = new RegExp(`export interface ${interfaceName} \\{\\n(.*?)\\n\\}`, "s");
  const body = pattern.exec(declarations)?.[1] ?? "";
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)(\??): (.*?);?$/gm)];
}

/** The declaration file of a module in the SDK of a package; undefined when the program has none installed. */
export function declarationFile(packageName: string, module: string, programDirectory: string): string | undefined {
  // A program in YAML may have no SDK of its own, and then uses those of the preview.
  const folders = sdkFolders(packageName, [programDirectory, __dirname]);
  const path = module.replace(/^index\//, "");
  return folders.map((folder) => join(folder, `${path}.d.ts`)).find((file) => existsSync(file));
}

/** Folders in which Node looks for the SDK of a package, whether they exist or not. */
export function sdkFolders(packageName: string, directories: readonly string[]): readonly string[] {
  return directories
    .flatMap((directory) => createRequire(join(directory, "package.json")).resolve.paths("@pulumi/pulumi") ?? [])
    .map((modules) => join(modules, "@pulumi", packageName));
}
