import { globMatches } from "../../iam/glob";
import { isAdministratorPolicy } from "../../iam/managed-policies";
import { type Finding, violation } from "../../lib/facts/finding";
import { attachmentTypes, awsManagedPolicy, managedPoliciesOf } from "../../lib/iam/attachments";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Policies of AWS that may be attached, by path, as `service-role/*`. */
  readonly allowedPolicies: readonly string[];
}

export const iamNoAwsManagedPolicy = resourceRule<Config>({
  name: "iam-no-aws-managed-policy",
  displayName: "Policies are your own",
  description:
    "Identities should not have AWS managed policies. These policies are broad, and AWS extends them at any time.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Attach a policy that lists the necessary actions and resources, or add the policy's name to this policy's allowedPolicies.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  tags: ["iam", "least-privilege"],
  equivalentChecks: { cdkNag: ["IAMNoManagedPolicies"], owasp: ["SEC-5"] },
  types: attachmentTypes,
  config: {
    properties: {
      allowedPolicies: textList("Policies of AWS that may be attached, by path, as service-role/*"),
    },
    defaults: { allowedPolicies: [] },
  },
  judge: attachesOwnPolicies,
});

/** Administrators' policies have a rule of their own; one whose ARN is not known yet is one that the program makes. */
function attachesOwnPolicies(resource: JudgedResource, { allowedPolicies }: Config): Finding[] {
  return managedPoliciesOf(resource).flatMap((located) => {
    const policy = awsManagedPolicy(located);
    return policy === undefined ||
      isAdministratorPolicy(policy) ||
      allowedPolicies.some((pattern) => globMatches(pattern, policy))
      ? []
      : [violation(located.path, `should name a policy of your own instead of AWS's ${policy}`)];
  });
}
