import { bindsCaller } from "../../iam/bounds";
import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { resourceSource } from "../../iam/sources";
import { textOf, unknownValue } from "../../iam/value";
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
    return [];
  }
  return principals.flatMap(({ path: place, type, value }) => {
    if (value === unknownValue) {
      return [unknownAt(place)];
    }
    if (!hasWildcard(textOf(value))) {
      return type === "Service" && !isBound.includes(unknownValue) ? judgeService(path, textOf(value)) : [];
    }
    return isBound.includes(unknownValue)
      ? [unknownAt(`${path}.Condition`)]
      : [violation(place, "should name its principals, or Condition the account, organization or source: * is anyone")];
  });
}

/** Another customer's resource may make a service use this one, where the policy does not name the source. */
function judgeService(path: string, principal: string): Finding[] {
  const source = resourceSource(principal);
  const desired = `should require aws:SourceAccount or aws:SourceArn of ${principal}`;
  return source === undefined ? [] : [advice(`${path}.Condition`, `${desired}: see ${source.page}`)];
}
