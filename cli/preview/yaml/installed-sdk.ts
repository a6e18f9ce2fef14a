import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declaredMembers, interfaceMembers, sdkFolders } from "../invokes/result-shape";
import {
  candidates,
  type PackageTypes,
  type ProviderFunction,
  type ResourceType,
  type Source,
  sameToken,
} from "./token";

/**
 * The types and functions of a package, as its installed Node.js SDK declares them. Only the files of the types in use
 * are read.
 */
export class InstalledSdk implements PackageTypes {
  private readonly folders = new Map<string, readonly string[]>();

  private constructor(private readonly root: string) {}

  /**
   * Finds the SDK of a package.
   *
   * @param directories - the program's directory and the directories to look in afterwards
   */
  static find(packageName: string, directories: readonly string[]): InstalledSdk | undefined {
    const root = sdkFolders(packageName, directories).find((folder) => existsSync(join(folder, "package.json")));
    return root === undefined ? undefined : new InstalledSdk(root);
  }

  /** The type that a token names; undefined for a token that the package does not know. */
  resourceType(token: string): ResourceType | undefined {
    for (const candidate of candidates(token)) {
      for (const file of this.files(candidate)) {
        const found = readClass(file, candidate);
        if (found !== undefined) {
          return found;
        }
      }
    }
    return undefined;
  }

  /** The inputs of the package's provider. */
  providerType(token: string): ResourceType | undefined {
    const file = join(this.root, "provider");
    return existsSync(`${file}.d.ts`) ? typeOf(file, "Provider", token, readFileSync(`${file}.js`, "utf8")) : undefined;
  }

  /** The function that a token names; undefined for a token that the package does not know. */
  providerFunction(token: string): ProviderFunction | undefined {
    for (const candidate of candidates(token)) {
      for (const file of this.files(candidate)) {
        const called = [...readFileSync(`${file}.js`, "utf8").matchAll(/runtime\.invoke\w*\("([^"]+)"/g)];
        const found = called.map(([, name = ""]) => name).find((name) => sameToken(name, candidate));
        if (found !== undefined) {
          const name = found.slice(found.lastIndexOf(":") + 1);
          const inputs = declaredMembers(`${file}.d.ts`, `${capital(name)}Args`);
          return { token: found, inputs: new Set(inputs.keys()) };
        }
      }
    }
    return undefined;
  }

  similar(token: string): readonly string[] {
    const parts = token.split(":");
    const [packageName = "", module = "index"] = parts.length === 2 ? parts.slice(0, 1) : parts;
    const [folder = ""] = module.split("/");
    const capitals = /^[A-Z]/.test(parts.at(-1) ?? "");
    return this.entries(folder === "index" ? this.root : join(this.root, folder)).flatMap((file) =>
      file.endsWith(".d.ts")
        ? [`${packageName}:${folder}:${capitals ? capital(file.slice(0, -5)) : file.slice(0, -5)}`]
        : [],
    );
  }

  /** Files that may declare a token, without their endings. */
  private files(token: string): string[] {
    const [, module = "", name = ""] = token.split(":");
    const path = module.split("/").filter((part, index) => index > 0 || part !== "index");
    // Kubernetes: the module networking.k8s.io/v1 is the folder networking/v1.
    const short = path.map((part, index) => (index === 0 ? part.replace(/\..*$/, "") : part));
    return [path, [...path, name], [...short, name]].flatMap((parts) => {
      const file = this.locate(parts);
      return file === undefined ? [] : [file];
    });
  }

  /** The file with a path, whatever its case is. */
  private locate(parts: readonly string[]): string | undefined {
    const folder = parts.slice(0, -1).reduce<string | undefined>((above, part) => {
      const found = above === undefined ? undefined : this.entry(above, part);
      return above === undefined || found === undefined ? undefined : join(above, found);
    }, this.root);
    const last = parts.at(-1);
    const file = folder === undefined || last === undefined ? undefined : this.entry(folder, `${last}.d.ts`);
    return folder === undefined || file === undefined ? undefined : join(folder, file.slice(0, -".d.ts".length));
  }

  private entry(folder: string, name: string): string | undefined {
    const known = this.entries(folder);
    return known.find((each) => each === name) ?? known.find((each) => each.toLowerCase() === name.toLowerCase());
  }

  private entries(folder: string): readonly string[] {
    const known = this.folders.get(folder) ?? (existsSync(folder) ? readdirSync(folder) : []);
    this.folders.set(folder, known);
    return known;
  }
}

function readClass(file: string, candidate: string): ResourceType | undefined {
  const code = readFileSync(`${file}.js`, "utf8");
  const token = /__pulumiType = ['"]([^'"]+)['"]/.exec(code)?.[1];
  const name = /^exports\.(\w+) = \1;$/m.exec(code)?.[1];
  return token === undefined || name === undefined || !sameToken(token, candidate)
    ? undefined
    : typeOf(file, name, token, code);
}

function typeOf(file: string, name: string, token: string, code: string): ResourceType {
  const declarations = readFileSync(`${file}.d.ts`, "utf8");
  const source: Source = { file: `${file}.js`, name };
  return {
    token,
    isComponent: new RegExp(`class ${name} extends pulumi\\.ComponentResource\\b`).test(declarations),
    inputs: interfaceMembers(declarations, `${name}Args`),
    outputs: new Set([...declarations.matchAll(/^ {4}readonly (\w+)!?\??: /gm)].map(([, output = ""]) => output)),
    secrets: new Set(
      [...code.matchAll(/resourceInputs\["(\w+)"\] = .*pulumi\.secret\(/g)].map(([, input = ""]) => input),
    ),
    source,
  };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
