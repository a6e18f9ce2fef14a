import { globMatches } from "../../iam/glob";
import { isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** ARNs of the allowed boundary policies; an empty list allows every policy. */
  readonly boundaries: readonly string[];
  /** Boundary that the level `remediate` sets; empty sets none. */
  readonly boundaryArn: string;
}

export const iamPermissionsBoundary = resourceRule<Config>({
  name: "iam-permissions-boundary",
  displayName: "Roles have a permissions boundary",
  description: "Roles should have a permissions boundary. The boundary limits every policy that the role gets later.",
  severity: "medium",
  enforcementLevel: "disabled",
  remediationSteps: "Set permissionsBoundary to the ARN of your organization's boundary policy.",
  remediation: "sets permissionsBoundary to this policy's boundaryArn",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  tags: ["iam", "privilege-escalation"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: ["aws:iam/role:Role"],
  config: {
    properties: {
      boundaries: textList("ARNs of the policies that may bound a role, * for any characters; with none, any may"),
      boundaryArn: {
        type: "string",
        description: "ARN of the policy that the level remediate sets; without it nothing is set",
      },
    },
    defaults: { boundaries: [], boundaryArn: "" },
  },
  judge: isBoundedRole,
});

function isBoundedRole(
  { props: { permissionsBoundary } }: JudgedResource,
  { boundaries, boundaryArn }: Config,
): Finding[] {
  const path = "permissionsBoundary";
  const fixes = boundaryArn === "" ? undefined : { [path]: boundaryArn };
  if (!isSet(permissionsBoundary)) {
    return [violation(path, "should be the ARN of a policy that bounds the role", fixes)];
  }
  if (boundaries.length === 0 || boundaries.some((pattern) => globMatches(pattern, textOf(permissionsBoundary)))) {
    return [];
  }
  return permissionsBoundary === unknownValue
    ? [unknownAt(path)]
    : [violation(path, `should be one of ${boundaries.join(", ")}`, fixes)];
}
