import { bindsCaller, callerKeys } from "../../iam/bounds";
import { requiring } from "../../iam/conditions";
import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { resourceSource } from "../../iam/sources";
import { textOf, unknownValue, type Value } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../facts/finding";

/**
 * Judges a statement that allows something: a condition must bind a wildcard principal to one owner. A request header
 * such as `aws:Referer` binds nobody.
 *
 * @param serviceKeys - condition keys of the service that name the caller
 */
export function namesNobodyAtLarge(statement: Statement, serviceKeys: readonly string[] = []): Finding[] {
  const { path, principals, conditions } = statement;
  const isBound = [bindsCaller(conditions), bindsCaller(conditions, serviceKeys)];
  if (isBound.includes(true)) {
    return bindsToOwner(statement, accountsIn(statement.resources.map(({ value }) => textOf(value))));
  }
  return principals.flatMap(({ path: place, type, value }) => {
    if (value === unknownValue) {
      return [unknownAt(place)];
    }
    if (!isAnyone(textOf(value))) {
      return type === "Service" && !isBound.includes(unknownValue) ? judgeService(path, textOf(value)) : [];
    }
    return isBound.includes(unknownValue)
      ? [unknownAt(`${path}.Condition`)]
      : [violation(place, "should name its principals, or Condition the account, organization or source: * is anyone")];
  });
}

/** A wildcard, or one of the groups that ACLs have for everybody. */
function isAnyone(principal: string): boolean {
  return hasWildcard(principal) || /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(principal);
}

/** Another customer's resource may make a service use this one, where the policy does not name the source. */
function judgeService(path: string, principal: string): Finding[] {
  const source = resourceSource(principal);
  const desired = `should require aws:SourceAccount or aws:SourceArn of ${principal}`;
  return source === undefined ? [] : [advice(`${path}.Condition`, `${desired}: see ${source.page}`)];
}

/**
 * Judges a statement whose wildcard principal is bound to accounts alone, and to none of the owner's: the condition then
 * opens the resource to somebody else.
 *
 * @param own - numbers of the owner's accounts; empty where none is known
 */
export function bindsToOwner({ path, principals, conditions }: Statement, own: ReadonlySet<string>): Finding[] {
  const bounds = requiring(conditions, callerKeys).filter((condition) => bindsCaller([condition]) === true);
  const accounts = bounds.map(({ values }) => values.map(accountOf));
  const isElsewhere = accounts.every((named) => named.every((account) => account !== undefined && !own.has(account)));
  const isPublic = principals.some(({ value }) => isAnyone(textOf(value)));
  return isPublic && own.size > 0 && bounds.length > 0 && isElsewhere
    ? [
        advice(
          `${path}.Condition`,
          `should name your account: ${accounts.flat().join(", ")} is in no ARN of the resource`,
        ),
      ]
    : [];
}

/** Returns the accounts in the ARNs of texts. */
export function accountsIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => accountOf(text) ?? []));
}

function accountOf(value: Value): string | undefined {
  return /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(textOf(value))?.[1];
}
