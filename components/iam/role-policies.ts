import { type Problem, within } from "../schema/problem";
import { documentLimits, managedPoliciesPerRole, sizeProblems } from "./limits";
import { policyDocument, type Statement } from "./statement";

/** The policy documents of a role. */
export interface RolePolicies {
  /** The inline document, if the role has statements. */
  readonly inline?: string;
  /** Managed policies for the statements beyond the limit of inline policies, by the name of their first statement. */
  readonly managed: Readonly<Record<string, string>>;
}

/**
 * Packs statements into documents that IAM accepts: in the given order, and each once.
 *
 * @param managedOnly - whether there is no inline document
 * @param held - policies that the role has already: IAM counts the characters of all its inline policies together
 */
export function rolePolicies(
  statements: readonly Statement[],
  managedOnly = false,
  held: readonly RolePolicies[] = [],
): RolePolicies {
  const taken = held.reduce((size, { inline = "" }) => size + inline.length, 0);
  const inlineLimit = managedOnly ? 0 : documentLimits["inline policies"] - taken;
  const [inline = [], ...managed] = pack(distinct(statements.flatMap(halved)), inlineLimit);
  return {
    ...(inline.length > 0 && { inline: policyDocument(inline) }),
    managed: Object.fromEntries(
      managed.filter(hasStatements).map((group) => [group[0]?.Sid ?? "More", policyDocument(group)]),
    ),
  };
}

/**
 * Refuses the policies of a role that IAM does not accept for it.
 *
 * @param attached - the number of further managed policies of the role
 */
export function rolePolicyProblems(path: string, policies: RolePolicies, attached = 0): Problem[] {
  const managed = Object.values(policies.managed);
  const problems = [
    ...managed.flatMap((document) => sizeProblems("", "managed policy", document)),
    ...characterProblems([policies.inline ?? "", ...managed]),
  ];
  const count = managed.length + attached;
  if (count > managedPoliciesPerRole) {
    problems.push({
      path: "",
      reason: `fill ${count} managed policies, and a role takes ${managedPoliciesPerRole}: grant fewer statements or resources`,
    });
  }
  return within(path, problems);
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
function characterProblems(documents: readonly string[]): Problem[] {
  const [foreign] = /[^\u0020-\u00ff]/u.exec(documents.join("")) ?? [];
  return foreign === undefined
    ? []
    : [
        {
          path: "",
          reason: `hold the character ${JSON.stringify(foreign)}: IAM takes characters up to U+00FF in policies`,
        },
      ];
}

/**
 * Drops duplicate statements, and numbers different statements of one name: IAM requires unique names, and the askers
 * do not know each other.
 */
function distinct(statements: readonly Statement[]): Statement[] {
  const unique = [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
  const given = new Set(unique.map(({ Sid }) => Sid));
  const taken = new Set<string>();
  return unique.map((statement) => {
    let name = statement.Sid;
    for (let number = 2; taken.has(name); number += 1) {
      const numbered = `${statement.Sid}${number}`;
      name = given.has(numbered) ? name : numbered;
    }
    taken.add(name);
    return { ...statement, Sid: name };
  });
}

/** Splits a statement whose resources exceed a managed policy. */
function halved(statement: Statement): Statement[] {
  const { Resource: resources } = statement;
  if (
    !Array.isArray(resources) ||
    resources.length < 2 ||
    documentSize([statement]) <= documentLimits["managed policy"]
  ) {
    return [statement];
  }
  const middle = Math.ceil(resources.length / 2);
  return [resources.slice(0, middle), resources.slice(middle)].flatMap((half) =>
    halved({ ...statement, Resource: half }),
  );
}

const emptyDocumentSize = policyDocument([]).length;

/** Returns the length of the document of some statements, without rendering the document. */
function documentSize(statements: readonly Statement[]): number {
  const commas = Math.max(statements.length - 1, 0);
  return statements.reduce((size, statement) => size + JSON.stringify(statement).length, emptyDocumentSize + commas);
}

function hasStatements(group: readonly Statement[]): boolean {
  return group.length > 0;
}

/** The first document is the inline one, and stays empty if no statement fits into it. */
function pack(statements: readonly Statement[], inlineLimit: number): Statement[][] {
  const documents: Statement[][] = [[]];
  for (const statement of statements) {
    const last = documents[documents.length - 1] ?? [];
    const limit = documents.length === 1 ? inlineLimit : documentLimits["managed policy"];
    if (documentSize([...last, statement]) <= limit) {
      last.push(statement);
    } else {
      documents.push([statement]);
    }
  }
  return documents;
}
