import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Statement } from "../../components/iam/statement";

/** Each action with the operator and the key of a condition that holds without its key. */
export function withIfExists(statements: readonly Statement[]): string[] {
  const found = statements.flatMap(({ Action, Condition = {} }) =>
    Object.entries(Condition)
      .filter(([operator]) => operator.endsWith("IfExists"))
      .flatMap(([operator, keys]) =>
        Object.keys(keys).flatMap((key) => [Action].flat().map((action) => `${action} ${operator} ${key}`)),
      ),
  );
  return [...new Set(found)].sort();
}

/** The same, from the list of docs/permissions.md. */
export function documentedIfExists(): string[] {
  const page = readFileSync(join(__dirname, "../../docs/permissions.md"), "utf8");
  const section = /## Conditions that hold without their key\n(.*?)\n## /s.exec(page)?.[1] ?? "";
  const rows = [...section.matchAll(/^\| (`[a-z].*?) \| `(\w+)` `([\w:/-]+)` \|/gm)];
  return rows
    .flatMap(([, names = "", operator, key]) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, action]) => `${action} ${operator} ${key}`),
    )
    .sort();
}

/** A resource of a preview. */
interface Rendered {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * The conditions of rendered documents that hold without their key and stand where they may not. They stand in a trust
 * or resource policy, or have no line in docs/permissions.md.
 */
export function misplacedIfExists(resources: readonly Rendered[]): string[] {
  const documented = documentedIfExists();
  return resources.flatMap(({ type, inputs }) =>
    Object.values(inputs)
      .flatMap(statementsIn)
      .flatMap((statement) => withIfExists([statement]))
      .filter((condition) => !isIdentityPolicy(type) || !documented.includes(condition))
      .map((condition) => `${type}: ${condition}`),
  );
}

function isIdentityPolicy(type: string): boolean {
  return type === "aws:iam/rolePolicy:RolePolicy" || type === "aws:iam/policy:Policy";
}

function statementsIn(value: unknown): Statement[] {
  return typeof value === "string" && value.includes('"Statement"') ? JSON.parse(value).Statement : [];
}
