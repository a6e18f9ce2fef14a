/**
 * Lists the permissions that a change of one resource adds, by name. These are actions of policy documents in any
 * property, attached managed policies, and functions that others may invoke. A statement that an earlier one covers
 * adds nothing. Removed denies count. A document that is unknown before the update is named as such. Its source text
 * runs in builds.
 *
 * @param before - properties of the resource now; undefined if the change creates it
 * @param after - properties of the resource afterwards; undefined if the change deletes it
 */
export function findWidened(before: unknown, after: unknown): string[] {
  type Values = Readonly<Record<string, unknown>>;
  interface Grant {
    readonly denies: boolean;
    readonly action: string;
    readonly resource: string;
    /** Principal, condition and the keys that turn a list around. */
    readonly rest: string;
    readonly isConditional: boolean;
  }
  interface Found {
    readonly grants: Grant[];
    readonly attached: Set<string>;
    isUnknown: boolean;
  }
  // Pulumi shows a value that the update decides as this text. In one piece, it would make the buildspec unknown.
  const unknown = ["04da6b54", "80e4", "46f7", "96ec", "b56ff0331ba9"].join("-");
  const isMap = (value: unknown): value is Values =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const listOf = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));
  const documentOf = (value: unknown): unknown => {
    if (typeof value !== "string" || !value.trimStart().startsWith("{")) {
      return value;
    }
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  };

  function readStatement(statement: Values): Grant[] {
    const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
    const actions = [...listOf(Action), ...listOf(NotAction).map((action) => `all but ${action}`)];
    const resources = [...listOf(Resource), ...listOf(NotResource).map((resource) => `all but ${resource}`)];
    const rest = JSON.stringify([Principal ?? null, NotPrincipal ?? null]);
    return actions.flatMap((action) =>
      (resources.length === 0 ? [""] : resources).map((resource) => ({
        denies: Effect !== "Allow",
        action,
        resource,
        rest: `${rest}${Condition === undefined ? "" : JSON.stringify(Condition)}`,
        isConditional: Condition !== undefined,
      })),
    );
  }

  function read(value: unknown, key: string, found: Found): Found {
    const part = documentOf(value);
    if (typeof part === "string") {
      if (part.includes(unknown) && /(polic(y|ies)|policy_?(arns?|document|json))$/i.test(key)) {
        found.isUnknown = true;
      } else if (/^(managed_?)?policy_?arns?$/i.test(key)) {
        found.attached.add(part);
      }
    } else if (Array.isArray(part)) {
      for (const each of part) {
        read(each, key, found);
      }
    } else if (isMap(part)) {
      // A permission to invoke a function, as Pulumi, Terraform and CloudFormation write it.
      const invoker = part.principal ?? part.Principal;
      const invoked = part.action ?? part.Action;
      if (part.Statement !== undefined) {
        found.grants.push(...[part.Statement].flat().filter(isMap).flatMap(readStatement));
        found.isUnknown ||= JSON.stringify(part).includes(unknown);
      } else if (typeof invoker === "string" && typeof invoked === "string") {
        const { function: name, function_name, FunctionName, sourceArn, source_arn, SourceArn } = part;
        const source = sourceArn ?? source_arn ?? SourceArn;
        found.grants.push({
          denies: false,
          action: invoked,
          resource: String(name ?? function_name ?? FunctionName ?? ""),
          rest: JSON.stringify([invoker, source ?? null]),
          isConditional: source !== undefined,
        });
      } else {
        for (const [name, each] of Object.entries(part)) {
          read(each, name, found);
        }
      }
    }
    return found;
  }

  const empty = (): Found => ({ grants: [], attached: new Set(), isUnknown: false });
  const now = read(before, "", empty());
  const then = read(after, "", empty());
  const matches = (pattern: string, text: string, flags: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      `${flags}s`,
    ).test(text);
  const principalOf = ({ rest }: Grant) => rest.replace(/(?<=\])\{.*$/s, "");
  const covers = (one: Grant, other: Grant) =>
    one.denies === other.denies &&
    (one.action === other.action || (!one.action.startsWith("all but ") && matches(one.action, other.action, "i"))) &&
    (one.resource === other.resource ||
      (!one.resource.startsWith("all but ") && matches(one.resource, other.resource, ""))) &&
    (one.rest === other.rest || (!one.isConditional && principalOf(one) === principalOf(other)));
  const nameOf = ({ action, resource, rest }: Grant) => {
    const [principal] = JSON.parse(principalOf({ rest } as Grant));
    const by = principal === null ? "" : ` by ${typeof principal === "string" ? principal : JSON.stringify(principal)}`;
    return `${action}${resource === "" ? "" : ` on ${resource}`}${by}`;
  };
  const added = then.grants.filter((grant) => !grant.denies && !now.grants.some((one) => covers(one, grant)));
  const lost = now.grants.filter((grant) => grant.denies && !then.grants.some((one) => covers(one, grant)));
  return [
    ...new Set([
      ...added.map(nameOf),
      ...lost.map((grant) => `no longer denies ${nameOf(grant)}`),
      ...[...then.attached].filter((arn) => !now.attached.has(arn)).map((arn) => `policy ${arn}`),
      ...(then.isUnknown ? ["a document that is unknown before the update"] : []),
    ]),
  ];
}
