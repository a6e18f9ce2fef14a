import { includes } from "../../iam/arn";
import { hasUnknownCondition, requiring } from "../../iam/conditions";
import type { Principal, Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { isWholeAccount, serviceName, servicesOf } from "../../iam/principals";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import type { StackResource } from "../facts/stack";
import { judgeAllows, trustDocumentsOf } from "../iam/documents";
import { type NamedRoles, rolesTogether } from "../iam/roles";
import type { StackFinding } from "../rule/rule";
import type { DestroyPipeline, DestroyProject, Gates } from "./gates";

type JudgeTrust = (statement: Statement) => Finding[];

/** Judges the trust of roles that destroy, or that start a destroy. */
export function judgeTrusts({ projects, pipelines }: Gates): StackFinding[] {
  const ofRole = (role: StackResource) => (owner: { readonly roles: NamedRoles }) => isOne(owner.roles, role);
  const startedWith = (role: StackResource) => pipelines.filter(({ starters }) => isOne(starters, role));
  // A role with several uses is judged by the last one, which is the strictest.
  const duties = new Map<StackResource, JudgeTrust>([
    ...rolesIn(pipelines.map(({ starters }) => starters)).map(
      (role) => [role, trustsRoles(startedWith(role))] as const,
    ),
    ...rolesIn(pipelines.map(({ roles }) => roles)).map((role) => [role, trustsService("codepipeline")] as const),
    ...rolesIn(projects.map(({ roles }) => roles)).map(
      (role) => [role, trustsBuilds(projects.filter(ofRole(role)))] as const,
    ),
  ]);
  return [...duties].flatMap(([role, judge]) =>
    judgeAllows(trustDocumentsOf(role), judge, undefined).map((finding) => ({ urn: role.urn, finding })),
  );
}

function rolesIn(groups: readonly NamedRoles[]): readonly StackResource[] {
  return rolesTogether(groups).resources;
}

function isOne({ resources }: NamedRoles, role: StackResource): boolean {
  return resources.includes(role);
}

/** Judges whether only builds of some projects assume a role. It asks for the account too, because names are reused. */
export function trustsBuilds(projects: readonly Pick<DestroyProject, "arns">[]): JudgeTrust {
  const arns = projects.flatMap((project) => project.arns);
  return (statement) => [...trustsService("codebuild")(statement), ...judgeSource(statement, arns)];
}

function judgeSource(statement: Statement, arns: readonly string[]): Finding[] {
  const { path, conditions } = statement;
  if (!servicesOf([statement]).has("codebuild")) {
    return [];
  }
  const values = (key: string) => requiring(conditions, [key]).map((condition) => condition.values);
  const isProject = (value: Value) => !hasWildcard(textOf(value)) && arns.some((arn) => includes(textOf(value), arn));
  const holds = [
    compares(values("aws:SourceArn"), (value) => arns.length === 0 || isProject(value)),
    compares(values("aws:SourceAccount"), (value) => /^\d{12}$/.test(textOf(value))),
  ];
  if (holds.every((verdict) => verdict === true)) {
    return [];
  }
  return holds.includes(unknownValue) || hasUnknownCondition(conditions)
    ? [unknownAt(`${path}.Condition`)]
    : [
        violation(
          `${path}.Condition`,
          "should require aws:SourceArn of the project that destroys and aws:SourceAccount: its role is for its builds alone",
        ),
      ];
}

function compares(
  comparisons: readonly (readonly Value[])[],
  isRight: (value: Value) => boolean,
): boolean | typeof unknownValue {
  const holds = comparisons.some((values) => values.length > 0 && values.every(isRight));
  return holds || (comparisons.flat().includes(unknownValue) ? unknownValue : false);
}

function trustsService(service: string): JudgeTrust {
  return (statement) =>
    judgePrincipals(statement, `${service}.amazonaws.com`, ({ type, value }) => {
      const isService = type === "Service" && serviceName(textOf(value)) === service;
      return isService || isHidden(type, value);
    });
}

/**
 * Only the role of a pipeline assumes the roles of its actions. The trust names that role, or its account and compares
 * the caller with the role.
 */
function trustsRoles(pipelines: readonly DestroyPipeline[]): JudgeTrust {
  const arns = pipelines.flatMap(({ roles }) => roles.arns);
  const isPipeline = (value: Value) => !hasWildcard(textOf(value)) && arns.some((arn) => includes(textOf(value), arn));
  return (statement) => {
    const callers = requiring(statement.conditions, ["aws:PrincipalArn"]).map(({ values }) => values);
    const isCompared = compares(callers, isPipeline) || (hasUnknownCondition(statement.conditions) && unknownValue);
    return judgePrincipals(statement, "the role of its pipeline", ({ type, value }) => {
      const isRole = type === "AWS" && isPipeline(value);
      const isAccount = type === "AWS" && isWholeAccount(textOf(value));
      return isRole || (isAccount && isCompared) || isHidden(type, value);
    });
  };
}

function isHidden(type: Value, value: Value): false | typeof unknownValue {
  return type === unknownValue || value === unknownValue ? unknownValue : false;
}

function judgePrincipals(
  { path, principals, notPrincipals }: Statement,
  wanted: string,
  judge: (principal: Principal) => boolean | typeof unknownValue,
): Finding[] {
  const desired = `should be ${wanted} alone: who has this role destroys, or has another one do it`;
  const excluded = notPrincipals.slice(0, 1).map(() => violation(`${path}.NotPrincipal`, desired));
  return [
    ...excluded,
    ...principals
      .filter(({ value }) => isSet(value))
      .flatMap((principal) => {
        const verdict = judge(principal);
        return verdict === true
          ? []
          : [verdict === unknownValue ? unknownAt(principal.path) : violation(principal.path, desired)];
      }),
  ];
}
