import { accountInArn } from "../../iam/arn";
import { isUnnamed } from "../../iam/bounds";
import { hasUnknownCondition, requiring } from "../../iam/conditions";
import { coversAction, type Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamPassroleScoped = resourceRule({
  name: "iam-passrole-scoped",
  displayName: "PassRole names roles and services",
  description:
    "iam:PassRole should name the roles and their services. A principal that passes any role has the permissions of the strongest role.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the ARNs of the roles into Resource and compare iam:PassedToService with the service's name (StringEquals).",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  tags: ["iam", "privilege-escalation"],
  equivalentChecks: {
    guard: ["IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE", "IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE"],
    trivy: ["AWS-0342"],
    accessAnalyzer: ["PASS_ROLE_WITH_STAR_IN_RESOURCE"],
    owasp: ["SEC-2", "SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(passesNamedRoles),
});

function passesNamedRoles(statement: Statement): Finding[] {
  switch (coversAction(statement, "iam:PassRole")) {
    case false:
      return [];
    case unknownValue:
      return [unknownAt(`${statement.path}.Action`)];
    default:
      return [...judgeRoles(statement), ...judgeServices(statement)];
  }
}

function judgeRoles({ path, resources, notResources }: Statement): Finding[] {
  const excluded = notResources.map(() => violation(`${path}.NotResource`, "should give way to the ARNs of the roles"));
  return [...excluded, ...resources.flatMap(judgeRole)];
}

function judgeRole({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const found = isUnnamed(textOf(value)) || !hasAccount(textOf(value)) ? violation : advice;
  return hasWildcard(textOf(value)) ? [found(path, "should be the ARN of one role, without wildcards")] : [];
}

function judgeServices({ path, conditions }: Statement): Finding[] {
  const services = requiring(conditions, ["iam:PassedToService"]).flatMap(({ values }) => values);
  if (services.includes(unknownValue) || (services.length === 0 && hasUnknownCondition(conditions))) {
    return [unknownAt(`${path}.Condition`)];
  }
  const exact = services.length > 0 && services.every((service) => !hasWildcard(textOf(service)));
  return exact ? [] : [violation(`${path}.Condition`, "should compare iam:PassedToService with exact service names")];
}

/** AWS's own page names roles by their start. A pattern in any account names none. */
function hasAccount(arn: string): boolean {
  return !hasWildcard(accountInArn(arn) ?? "*");
}
