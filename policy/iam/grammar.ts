import { type Action, expand } from "./action-table";
import { isConditionOperator } from "./conditions";
import { element, type Problem, readDocument, type Statement } from "./document";
import { globMatchesIgnoringCase } from "./glob";
import { fromJson, isList, isProperties, type Located, locatedItems, textOf, unknownValue, type Value } from "./value";

/** The purpose of a document: permissions of an identity, trust in the principals that assume a role, or a resource's. */
export type Purpose = "identity" | "trust" | "resource";

type Element = "Action" | "Resource" | "Principal";

const needed: Readonly<Record<Exclude<Purpose, "resource">, readonly Element[]>> = {
  identity: ["Action", "Resource"],
  trust: ["Action", "Principal"],
};

/**
 * Returns everything in a document that AWS would refuse or ignore.
 *
 * @param knownActions - patterns of actions that are newer than the table
 */
export function grammarProblems(document: Located, purpose: Purpose, knownActions: readonly string[]): Problem[] {
  const { statements, problems } = readDocument(document);
  const content = fromJson(document.value);
  const names = nameProblems({ path: document.path, value: content });
  if (purpose === "resource") {
    return names;
  }
  const version = element(content, "Version");
  return [
    ...problems,
    ...names,
    ...(statements.length > 0 ? versionProblems(document.path, version, content) : []),
    ...statements.flatMap((statement) => statementProblems(statement, purpose, knownActions)),
    ...sidProblems(statements),
  ];
}

/**
 * Returns the characters of a document as AWS counts them, without white space. Nothing where a part is unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function sizeOf({ value }: Located): number | undefined {
  const document = fromJson(value);
  return document === undefined || hasUnknown(document) ? undefined : JSON.stringify(document).length;
}

function hasUnknown(value: Value): boolean {
  if (value === unknownValue) {
    return true;
  }
  const inside = isList(value) ? value : isProperties(value) ? Object.values(value) : [];
  return inside.some(hasUnknown);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function sidProblems(statements: readonly Statement[]): Problem[] {
  const sids = statements.map(({ sid }) => textOf(sid));
  return statements.flatMap(({ path, sid }, index) => {
    const text = textOf(sid);
    const isWrong = !/^[A-Za-z0-9]*$/.test(text);
    const isRepeated = text !== "" && sids.indexOf(text) < index;
    return [
      ...(isWrong ? [invalid(`${path}.Sid`, "should have letters and digits alone: remove all others")] : []),
      ...(isRepeated ? [invalid(`${path}.Sid`, "should be unique in the document: rename it")] : []),
    ];
  });
}

/** Without a version AWS reads a document as one of 2008, which has no policy variables. */
/** AWS's own pages still show documents of 2008. Such a document means the same unless it has a policy variable. */
function versionProblems(path: string, version: Value, content: Value): Problem[] {
  const isRight = version === "2012-10-17" || version === unknownValue;
  return isRight || (version === "2008-10-17" && !JSON.stringify(content).includes("${"))
    ? []
    : [invalid(`${path}.Version`, "should be 2012-10-17: without it AWS reads policy variables as plain text")];
}

const documentElements = ["version", "id", "statement"];
const statementElements = [
  ...["sid", "effect", "principal", "notprincipal", "action", "notaction", "resource", "notresource", "condition"],
];
const principalTypes = ["aws", "service", "federated", "canonicaluser"];

/**
 * Finds elements and types of principals that AWS does not have. A misspelt `Condition` would bind nobody.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function nameProblems(document: Located): Problem[] {
  const statements = locatedItems(`${document.path}.Statement`, element(document.value, "Statement"));
  return [
    ...unknownNames(document, documentElements),
    ...statements.flatMap(({ path, value }) => [
      ...unknownNames({ path, value }, statementElements),
      ...["Principal", "NotPrincipal"].flatMap((name) =>
        unknownNames({ path: `${path}.${name}`, value: element(value, name) }, principalTypes),
      ),
      ...(isList(element(value, "Condition")) ? [invalid(`${path}.Condition`, "should be an object, no list")] : []),
    ]),
  ];
}

function unknownNames({ path, value }: Located, known: readonly string[]): Problem[] {
  const names = value !== unknownValue && isProperties(value) && value !== undefined ? Object.keys(value) : [];
  return names
    .filter((name) => !known.includes(name.toLowerCase()))
    .map((name) => invalid(`${path}.${name}`, "should be absent: AWS has no element of this name, so correct it"));
}

function statementProblems(
  statement: Statement,
  purpose: Exclude<Purpose, "resource">,
  knownActions: readonly string[],
): Problem[] {
  return [
    ...elementProblems(statement, purpose),
    ...[...statement.actions, ...statement.notActions].flatMap((action) => actionProblems(action, knownActions)),
    ...[...statement.resources, ...statement.notResources].flatMap(resourceProblems),
    ...operatorProblems(statement),
    ...aliasProblems(statement),
  ];
}

function elementProblems(statement: Statement, purpose: Exclude<Purpose, "resource">): Problem[] {
  const { path } = statement;
  const given: Readonly<Record<Element, readonly (readonly Located[])[]>> = {
    Action: [statement.actions, statement.notActions],
    Resource: [statement.resources, statement.notResources],
    Principal: [statement.principals, statement.notPrincipals],
  };
  return (["Action", "Resource", "Principal"] as const).flatMap((name) => {
    const count = given[name].filter((items) => items.length > 0).length;
    if (!needed[purpose].includes(name)) {
      return count === 0 ? [] : [invalid(`${path}.${name}`, `should be absent: a policy of this kind has no ${name}`)];
    }
    return count === 1 ? [] : [invalid(path, `should have either ${name} or Not${name}`)];
  });
}

function actionProblems({ path, value }: Located, knownActions: readonly string[]): Problem[] {
  const pattern = textOf(value);
  const isKnown =
    pattern === "*" ||
    expand(pattern).length > 0 ||
    knownActions.some((action) => globMatchesIgnoringCase(pattern, action));
  return value === unknownValue || isKnown
    ? []
    : [invalid(path, "should be an action that AWS has: correct it, or list it in this policy's knownActions if new")];
}

function resourceProblems({ path, value }: Located): Problem[] {
  const isArn = textOf(value).startsWith("arn:") || value === "*" || value === unknownValue;
  if (!isArn) {
    return [invalid(path, "should be an ARN or *")];
  }
  const [scheme, partition = "", , , account = ""] = textOf(value).split(":");
  if (scheme === "arn" && !partitions.test(partition)) {
    return [invalid(path, `should have a partition of AWS: ${partition} is none`)];
  }
  return /^\d+$/.test(account) && account.length !== 12
    ? [invalid(path, `should have an account of 12 digits: ${account} has ${account.length}`)]
    : resourceTypes.test(account)
      ? [invalid(path, `should have an account before ${account}: as it is, the ARN matches nothing`)]
      : [];
}

/** AWS's partitions are `aws` and `aws-` with a region group. A wildcard or a variable may stand for one. */
const partitions = /^(aws(-[a-z]+)*|.*[*?$].*)$/;

/** Types of resources that stand in the place of the account where an ARN lacks a part. */
const resourceTypes =
  /^(function|table|key|secret|role|user|policy|stack|repository|log-group|parameter|project|cluster|service|instance|db|stateMachine|rule)(\/|$)/;

/**
 * AWS checks the key's ARN for the use of a key, so that an alias in Resource grants nothing.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function aliasProblems({ actions, resources }: Statement): Problem[] {
  const patterns = actions.map(({ value }) => textOf(value)).filter((pattern) => /^kms:/i.test(pattern));
  const forKeysAlone = patterns.length > 0 && patterns.every((pattern) => !expand(pattern).some(takesAlias));
  return resources
    .filter(({ value }) => forKeysAlone && /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(textOf(value)))
    .map(({ path }) =>
      invalid(
        path,
        "should be the ARN of a key, for an alias here grants nothing: compare kms:ResourceAliases instead",
      ),
    );
}

function takesAlias({ name }: Action): boolean {
  return /^kms:(Create|Delete|Update)Alias$/.test(name);
}

function operatorProblems({ conditions }: Statement): Problem[] {
  return conditions
    .filter(({ operator }) => operator !== unknownValue && !isConditionOperator(textOf(operator)))
    .map(({ path }) => invalid(path, "should compare with an operator that AWS has, such as StringEquals"));
}

function invalid(path: string, desired: string): Problem {
  return { kind: "invalid", path, desired };
}
