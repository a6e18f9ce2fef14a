import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Recorded } from "./recorder";

const provider = join(__dirname, "../../node_modules/@pulumi/aws");

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(provider, file), "utf8"), ts.ScriptTarget.Latest, true);
}

/**
 * Lists the inputs of a resource of the AWS provider, those of its blocks too, as the provider declares them: such as
 * `environment.fleet.fleetArn`.
 */
export function providerInputs(service: string, resource: string): string[] {
  const types = new Map<string, ts.InterfaceDeclaration>();
  for (const statement of sourceOf("types/input.d.ts").statements) {
    if (ts.isModuleDeclaration(statement) && statement.name.text === service) {
      ts.forEachChild(statement.body ?? statement, (member) => {
        if (ts.isInterfaceDeclaration(member)) {
          types.set(member.name.text, member);
        }
      });
    }
  }
  const file = sourceOf(`${service}/${resource.charAt(0).toLowerCase()}${resource.slice(1)}.d.ts`);
  const args = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === `${resource}Args`,
  );
  const walk = ({ members }: ts.InterfaceDeclaration, prefix: string): string[] =>
    members.filter(ts.isPropertySignature).flatMap((property) => {
      const name = `${prefix}${property.name.getText()}`;
      const block = types.get(
        new RegExp(`inputs\\.${service}\\.(\\w+)`).exec(property.type?.getText() ?? "")?.[1] ?? "",
      );
      return block === undefined ? [name] : walk(block, `${name}.`);
    });
  return args === undefined ? [] : walk(args, "").sort();
}

/** Lists the inputs of recorded resources of one type, in the form of {@link providerInputs}. */
export function renderedInputs(recorded: readonly Recorded[], type: string): string[] {
  const walk = (value: unknown, path: string): string[] =>
    Array.isArray(value)
      ? value.flatMap((item) => (typeof item === "object" ? walk(item, path) : [path]))
      : typeof value === "object" && value !== null && path !== "tags"
        ? Object.entries(value).flatMap(([key, item]) => walk(item, path === "" ? key : `${path}.${key}`))
        : [path];
  const found = recorded.filter((resource) => resource.type === type).flatMap(({ inputs }) => walk(inputs, ""));
  return [...new Set(found)].sort();
}
