import { type Condition, type Principal, requiring, type Statement } from "@platform/aws-pipelines-policy/iam";
import { accountOfArn } from "./place";

/** Keys of conditions that bind the principal, the narrowest first, with the type of principal that their values name. */
const BINDING_KEYS = [
  ["aws:PrincipalArn", "AWS"],
  ["aws:PrincipalAccount", "AWS"],
  ["kms:CallerAccount", "AWS"],
  ["aws:PrincipalOrgPaths", "organization path"],
  ["aws:PrincipalOrgID", "organization"],
] as const;

/**
 * Puts the principals that the conditions of a statement let in into the place of `*`, or of their account. The
 * conditions stay, because a request decides the others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function admitPrincipals(statements: readonly Statement[]): readonly Statement[] {
  const admitted = statements.map(admit);
  // Questions keep their answers by the list.
  return admitted.every((statement, index) => statement === statements[index]) ? statements : admitted;
}

function admit(statement: Statement): Statement {
  const { effect, conditions, principals } = statement;
  const bound = effect === "Allow" && conditions.length > 0 ? boundBy(conditions) : undefined;
  return bound !== undefined && principals.some((principal) => isWiderThan(principal, bound))
    ? {
        ...statement,
        principals: [...principals.filter((principal) => !isWiderThan(principal, bound)), ...bound],
      }
    : statement;
}

/** The principals of the narrowest condition that names them. */
function boundBy(conditions: Statement["conditions"]): readonly Principal[] | undefined {
  for (const [key, type] of BINDING_KEYS) {
    const condition = requiring(conditions, [key]).find((one) => namesAll(one, key));
    if (condition !== undefined) {
      return condition.values.map((value) => ({ path: condition.path, type, value }));
    }
  }
  return undefined;
}

/** Whether a condition names its principals. Other conditions let in principals that only a request shows. */
function namesAll({ operator, values }: Condition, key: string): boolean {
  const isAccount = key.endsWith("Account");
  return (
    !String(operator).endsWith("ignorecase") &&
    values.every(
      (value) =>
        typeof value === "string" && !value.includes("${") && (!isAccount || value === "*" || /^\d{12}$/.test(value)),
    )
  );
}

/** Whether a principal is anyone, or the account of all the principals given. */
function isWiderThan({ type, value }: Principal, bound: readonly Principal[]): boolean {
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(String(value))?.[1];
  return value === "*"
    ? type === "AWS" || type === "*"
    : type === "AWS" && account !== undefined && bound.every((one) => accountOfArn(String(one.value)) === account);
}
