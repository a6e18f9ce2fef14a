import { parseArn } from "../aws/arn";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { gateTagKey } from "./gate-tag";
import type { GrantSettings } from "./grant";
import { guardedActions } from "./guarded-actions";

/** Actions by which a gate is started, changed, approved or impersonated. Every action that writes IAM counts as well. */
const gateActions: readonly string[] = [
  ...guardedActions.pipeline,
  ...guardedActions.projects,
  ...guardedActions.roles,
  ...guardedActions.passing,
  ...guardedActions.policies,
];
const writesIam = /^iam:(?!Get|List|Generate|Simulate|PassRole$)/;

/** Services that the roles of a gate trust: passing such a role to any other service is of no use. */
const gateServices = ["codebuild", "codepipeline", "events"];

/** The beginnings of ARN resources that the actions of a service have as targets; others are no part of a gate. */
const targets: Readonly<Record<string, readonly string[]>> = {
  codebuild: ["project/"],
  iam: ["role/", "policy/"],
};

/** Names that this package gives to the parts of a gate. */
const gateName = /-destroy-(pipeline|preview|run)\b/;

/**
 * Refuses grants that could reach a gate: a wildcard reaches every gate of the account, of whatever environment, unless a
 * condition excludes gates. A name in full is refused if it is one that this package gives to a gate.
 */
export function gateReachProblems(
  path: string,
  grants: readonly GrantSettings[] | undefined,
  account: string,
): Problem[] {
  const problems = (grants ?? []).flatMap(({ actions, resources, conditions = {} }, grant) =>
    resources.flatMap((resource, index) => {
      const action = actions.find((name) => reachesGate(name, resource, account) && !excludesGates(name, conditions));
      return action === undefined
        ? []
        : [{ path: `[${grant}].resources[${index}]`, reason: reasonFor(action, resource) }];
    }),
  );
  return within(path, problems);
}

function reachesGate(action: string, resource: string, account: string): boolean {
  if (!gateActions.includes(action) && !writesIam.test(action)) {
    return false;
  }
  const [prefix = ""] = action.split(":");
  const service = prefix === "sts" ? "iam" : prefix;
  const arn = parseArn(resource);
  if (arn === undefined) {
    return hasWildcard(resource);
  }
  const { resource: name } = arn;
  const begins = targets[service] ?? [""];
  return (
    couldEqual(arn.service, service) &&
    couldEqual(arn.account ?? "", account) &&
    begins.some((begin) => couldBegin(name, begin)) &&
    (hasWildcard(name) || gateName.test(name))
  );
}

/** Whether the conditions of a grant leave out every gate. */
function excludesGates(action: string, conditions: NonNullable<GrantSettings["conditions"]>): boolean {
  const values = (operators: readonly string[], key: string) =>
    operators.flatMap((operator) =>
      Object.entries(conditions[operator] ?? {}).flatMap(([name, value]) =>
        name.toLowerCase() === key.toLowerCase() ? [value].flat() : [],
      ),
    );
  if (action === "iam:PassRole") {
    const services = values(["StringEquals"], "iam:PassedToService");
    return services.length > 0 && services.every((name) => !gateServices.some((own) => name.startsWith(`${own}.`)));
  }
  const isUntagged = values(["Null"], gateTagKey);
  const boundaries = values(["StringEquals", "ArnEquals"], "iam:PermissionsBoundary");
  return (
    (isUntagged.length > 0 && isUntagged.every((value) => value === "true")) ||
    (action.startsWith("iam:") && boundaries.length > 0)
  );
}

function reasonFor(action: string, resource: string): string {
  const fix =
    action === "iam:PassRole"
      ? `name each role in full, or let iam:PassedToService equal services other than ${gateServices.join(", ")}`
      : `name each resource in full, or add the condition Null: { "${gateTagKey}": "true" }`;
  return hasWildcard(resource)
    ? `is ${shown(resource)}, and by ${action} its wildcard reaches every gate of the account: ${fix}`
    : `is ${shown(resource)}, the name of a part of a gate, which no build may reach by ${action}: leave it out`;
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

function couldEqual(pattern: string, text: string): boolean {
  return hasWildcard(pattern) || pattern === text;
}

/** Whether a pattern could match a name with this beginning. */
function couldBegin(pattern: string, begin: string): boolean {
  const [literal = ""] = pattern.split(/[*?]/);
  return literal.length < begin.length ? hasWildcard(pattern) && begin.startsWith(literal) : literal.startsWith(begin);
}
