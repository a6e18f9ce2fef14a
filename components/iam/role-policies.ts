import { type Problem, within } from "../model/problem";
import { documentLimits, managedPoliciesPerRole, sizeProblems } from "./limits";
import { policyDocument, type Statement } from "./statement";

/** The documents that hold a role's statements. */
export interface RolePolicies {
  /** The inline document, unless there is nothing to grant. */
  readonly inline?: string;
  /** Customer-managed documents for what is beyond the limit on all inline ones, by the name of their first statement. */
  readonly managed: Readonly<Record<string, string>>;
}

/** Packs statements, in the order given and each once, into documents that IAM accepts. */
export function rolePolicies(statements: readonly Statement[]): RolePolicies {
  const [inline = [], ...managed] = pack(distinct(statements));
  return {
    ...(inline.length > 0 && { inline: policyDocument(inline) }),
    managed: Object.fromEntries(managed.map((group) => [group[0]?.Sid ?? "More", policyDocument(group)])),
  };
}

/** Refuses statements that no packing makes acceptable to IAM. */
export function rolePolicyProblems(path: string, statements: readonly Statement[]): Problem[] {
  const managed = Object.values(rolePolicies(statements).managed);
  const problems = managed.flatMap((document) => sizeProblems("", "managed policy", document));
  if (managed.length > managedPoliciesPerRole) {
    problems.push({
      path: "",
      reason: `fill ${managed.length} managed policies, and a role takes ${managedPoliciesPerRole}: grant fewer statements or resources`,
    });
  }
  return within(path, problems);
}

/**
 * Drops statements that are there already and tells those of one name apart by a number: IAM wants names to differ,
 * and what asks for permissions does not know who else asks.
 */
function distinct(statements: readonly Statement[]): Statement[] {
  const unique = [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
  return unique.map((statement, index) => {
    const before = unique.slice(0, index).filter(({ Sid }) => Sid === statement.Sid).length;
    return before === 0 ? statement : { ...statement, Sid: `${statement.Sid}${before + 1}` };
  });
}

function pack(statements: readonly Statement[]): Statement[][] {
  const documents: Statement[][] = [[]];
  for (const statement of statements) {
    const last = documents[documents.length - 1] ?? [];
    const limit = documentLimits[documents.length === 1 ? "inline policies" : "managed policy"];
    if (policyDocument([...last, statement]).length <= limit) {
      last.push(statement);
    } else {
      documents.push([statement]);
    }
  }
  return documents;
}
