import { type Problem, within } from "../schema/problem";
import { given } from "../schema/vocabulary";
import type { Statement } from "./statement";

/**
 * Refuses statements whose parts IAM does not accept: a name with other characters, an action without a service, a
 * resource without an ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function statementProblems(path: string, statements: readonly Statement[]): Problem[] {
  return within(
    path,
    statements.flatMap(({ Sid, Action, Resource, NotResource }, index) => [
      ...partProblems(`[${index}].Sid`, Sid ?? [], /^[A-Za-z0-9]+$/, "give letters and digits, such as ReadData"),
      ...partProblems(
        `[${index}].Action`,
        Action,
        /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
        "give an action of a service, such as s3:GetObject",
      ),
      ...partProblems(`[${index}].Resource`, Resource ?? [], /^(\*|arn:.+)$/s, "give an ARN, or *"),
      ...partProblems(`[${index}].NotResource`, NotResource ?? [], /^(\*|arn:.+)$/s, "give an ARN, or *"),
    ]),
  );
}

function partProblems(path: string, value: unknown, pattern: RegExp, fix: string): Problem[] {
  const parts: unknown[] = [value].flat();
  const refused = parts.findIndex((text) => typeof text !== "string" || !pattern.test(text));
  return refused < 0 ? [] : [{ path, reason: `${given(parts[refused])}: ${fix}` }];
}
