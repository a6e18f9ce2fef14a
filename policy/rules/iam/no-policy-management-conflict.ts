import { violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { identityAndLinkTypes } from "../../lib/iam/identity-links";
import { policyConflicts } from "../../lib/iam/policy-conflicts";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const iamNoPolicyManagementConflict = stackRule({
  name: "iam-no-policy-management-conflict",
  displayName: "One resource manages each role's policies",
  description:
    "One resource should manage the policies of a role. Exclusive lists detach what other resources attach, on every update.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Keep either the lists in the role or the separate resources. List every attached policy in an exclusive resource.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
  tags: ["iam"],
  equivalentChecks: { awsGuard: ["iam-role-no-policy-management-conflicts"] },
  types: identityAndLinkTypes,
  judge: managesInOneWay,
});

function managesInOneWay(resources: readonly StackResource[]): StackFinding[] {
  return policyConflicts(resources).map(({ urn, path, desired }) => ({ urn, finding: violation(path, desired) }));
}
