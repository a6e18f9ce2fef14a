import { type Problem, within } from "../model/problem";
import { documentLimits, managedPoliciesPerRole, sizeProblems } from "./limits";
import { policyDocument, type Statement } from "./statement";

/** The documents that hold a role's statements. */
export interface RolePolicies {
  /** The inline document, unless there is nothing to grant. */
  readonly inline?: string;
  /** Customer-managed documents for what is beyond the limit on all inline ones of a role. */
  readonly managed: readonly string[];
}

/** Packs statements, in the order given, into documents that IAM accepts. */
export function rolePolicies(statements: readonly Statement[]): RolePolicies {
  const [inline = [], ...managed] = pack(statements);
  return {
    ...(inline.length > 0 && { inline: policyDocument(inline) }),
    managed: managed.map(policyDocument),
  };
}

/** Refuses statements that no packing makes acceptable to IAM. */
export function rolePolicyProblems(path: string, statements: readonly Statement[]): Problem[] {
  const { managed } = rolePolicies(statements);
  const problems = managed.flatMap((document) => sizeProblems("", "managed policy", document));
  if (managed.length > managedPoliciesPerRole) {
    problems.push({
      path: "",
      reason: `fill ${managed.length} managed policies, and a role takes ${managedPoliciesPerRole}; grant fewer statements or resources`,
    });
  }
  return within(path, problems);
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
