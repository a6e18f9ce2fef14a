import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type PropertyMap, UNKNOWN } from "../base/property-value";

// A result with any unknown in it is unknown as a whole; members are named so that reading one gives an unknown too.
const ANY_MEMBER = "result";

/**
 * The result of a function whose answer nobody knows. The SDK of the package names the members a result has, and each
 * of them is unknown.
 *
 * @param token - such as `aws:ec2/getVpc:getVpc`
 */
export function unknownResult(token: string, programDirectory: string): PropertyMap {
  const names = memberNames(token, programDirectory);
  return Object.fromEntries((names.length === 0 ? [ANY_MEMBER] : names).map((name) => [name, UNKNOWN]));
}

function memberNames(token: string, programDirectory: string): string[] {
  const [packageName = "", module = "", name = ""] = token.split(":");
  const file = declarationFile(packageName, module, programDirectory);
  if (file === undefined) {
    return [];
  }
  const resultType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`;
  const body =
    new RegExp(`export interface ${resultType} \\{\\n(.*?)\\n\\}`, "s").exec(readFileSync(file, "utf8"))?.[1] ?? "";
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].flatMap(([, member]) => member ?? []);
}

function declarationFile(packageName: string, module: string, programDirectory: string): string | undefined {
  const resolver = createRequire(join(programDirectory, "package.json"));
  const roots = resolver.resolve.paths(`@pulumi/${packageName}`) ?? [];
  const path = module.replace(/^index\//, "");
  return roots.map((root) => join(root, "@pulumi", packageName, `${path}.d.ts`)).find((file) => existsSync(file));
}
