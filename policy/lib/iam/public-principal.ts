import { bindsCaller, callerKeys } from "../../iam/bounds";
import { requiring } from "../../iam/conditions";
import { readDocument, type Statement } from "../../iam/document";
import { globMatchesIgnoringCase, hasWildcard } from "../../iam/glob";
import { isWholeAccount } from "../../iam/principals";
import { resourceSource } from "../../iam/sources";
import { isSet, type Located, textOf, unknownValue, type Value } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../facts/finding";
import { textsIn } from "../facts/walk";
import { judgeAllows, type Owner } from "./documents";

/**
 * Judges a statement that allows something: a condition must bind a wildcard principal to one owner. A request header
 * such as `aws:Referer` binds nobody.
 *
 * @param serviceKeys - condition keys of the service that name the caller
 * @param servicePage - page of AWS that asks for the source of every service principal
 */
export function namesNobodyAtLarge(
  statement: Statement,
  serviceKeys: readonly string[] = [],
  servicePage?: string,
): Finding[] {
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
      return type === "Service" && !isBound.includes(unknownValue)
        ? judgeService(path, textOf(value), servicePage)
        : [];
    }
    return isBound.includes(unknownValue)
      ? [unknownAt(`${path}.Condition`)]
      : [violation(place, "should name its principals, or Condition the account, organization or source: * is anyone")];
  });
}

/**
 * Returns a judge of the resource policies in some properties of a resource. Conditions must bind wildcard principals.
 * In place of whole accounts of others, roles should be named. The ARNs of the resource and of the policy show whose it
 * is.
 *
 * @param judge - judges one statement for {@link namesNobodyAtLarge}
 * @param judgeSharing - judges the accounts that one statement names
 */
export function sharesWithNamed(
  judge: (statement: Statement) => readonly Finding[] = (statement) => namesNobodyAtLarge(statement),
  properties: readonly string[] = ["policy"],
  judgeSharing: (statement: Statement, owners: Owners) => readonly Finding[] = namesRoles,
) {
  return ({ props }: Owner): Finding[] => {
    const documents = properties
      .map((path): Located => ({ path, value: props[path] }))
      .filter(({ value }) => isSet(value));
    const settings = Object.entries(props).filter(([name]) => !properties.includes(name));
    const statements = documents.flatMap((document) => readDocument(document).statements);
    const texts = [
      ...settings.flatMap(([, value]) => textsIn(value)),
      ...statements.flatMap(({ resources }) => resources.map(({ value }) => textOf(value))),
    ];
    const owners = ownersOf(texts, statements);
    return judgeAllows(
      documents,
      (statement: Statement) => [...judge(statement), ...judgeSharing(statement, owners)],
      undefined,
    );
  };
}

/** The accounts of a resource policy. */
export interface Owners {
  /** The accounts that own the resource; empty where none is known. */
  readonly own: ReadonlySet<string>;
  /** The accounts that may change the policy of a key. */
  readonly administrators: ReadonlySet<string>;
}

/** Returns the accounts that own a resource: those in its ARNs and addresses, or else the only one that administers it. */
function ownersOf(texts: readonly string[], statements: readonly Statement[]): Owners {
  const named = texts.flatMap((text) => accountOf(text) ?? /^https:\/\/sqs\.[^/]+\/(\d{12})\//.exec(text)?.[1] ?? []);
  const administrators = accountsIn(
    statements.filter(changesKeyPolicy).flatMap(({ principals }) => principals.map(({ value }) => textOf(value))),
  );
  return {
    own: named.length > 0 || administrators.size > 1 ? new Set(named) : administrators,
    administrators,
  };
}

function changesKeyPolicy({ effect, actions }: Statement): boolean {
  return effect === "Allow" && actions.some(({ value }) => globMatchesIgnoringCase(textOf(value), "kms:PutKeyPolicy"));
}

/** A whole account hands its access on to any of its principals. */
export function namesRoles({ principals, conditions }: Statement, { own }: Pick<Owners, "own">): Finding[] {
  return bindsCaller(conditions) !== false
    ? []
    : principals.filter(({ type }) => type === "AWS").flatMap(({ path, value }) => judgeWholeAccount(path, value, own));
}

function judgeWholeAccount(path: string, principal: Value, own: ReadonlySet<string>): Finding[] {
  const account = accountOf(textOf(principal));
  return isWholeAccount(textOf(principal)) && account !== undefined && !own.has(account)
    ? [advice(path, `should name roles: any principal of the account ${account} may get this access`)]
    : [];
}

/**
 * Judges a principal that gets access beside the policy of a resource.
 *
 * @param ownerArn - ARN of the resource; the account is unknown where it is no ARN
 */
export function judgeGrantee(path: string, principal: Value, ownerArn: Value): Finding[] {
  const own = accountsIn([textOf(ownerArn)]);
  const account = accountOf(textOf(principal));
  if (principal === unknownValue) {
    return [unknownAt(path)];
  }
  return account !== undefined && own.size > 0 && !own.has(account)
    ? [advice(path, `should be a principal of the resource's account: ${account} is another account`)]
    : judgeWholeAccount(path, principal, own);
}

/** A wildcard, or one of the groups that ACLs have for everybody. */
function isAnyone(principal: string): boolean {
  return hasWildcard(principal) || /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(principal);
}

/** Another customer's resource may make a service use this one, where the policy does not name the source. */
function judgeService(path: string, principal: string, servicePage: string | undefined): Finding[] {
  const page = resourceSource(principal)?.page ?? servicePage;
  const desired = `should require aws:SourceAccount or aws:SourceArn of ${principal}`;
  return page === undefined ? [] : [advice(`${path}.Condition`, `${desired}: see ${page}`)];
}

/**
 * Judges a statement whose wildcard principal is bound to accounts alone, and to none of the owner's. The condition
 * then opens the resource to somebody else.
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

/** Returns the account of an ARN, or of a principal that is a number. */
export function accountOf(value: Value): string | undefined {
  return /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(textOf(value))?.[1];
}
