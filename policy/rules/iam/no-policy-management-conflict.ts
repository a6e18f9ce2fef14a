import { identityAndLinkTypes } from "../../iam/identity-links";
import { policyConflicts } from "../../iam/policy-conflicts";
import { violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const iamNoPolicyManagementConflict = stackRule({
  name: "iam-no-policy-management-conflict",
  displayName: "Policies of a role are managed in one way",
  description:
    "The policies of a role should be managed in one way: lists that are exclusive detach what other resources attach, and each update undoes the last.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Keep either the lists in the role or the resources beside it; list in an exclusive resource all that others attach.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html",
  tags: ["iam"],
  equivalentChecks: { awsGuard: ["iam-role-no-policy-management-conflicts"] },
  types: identityAndLinkTypes,
  judge: managesInOneWay,
});

function managesInOneWay(resources: readonly StackResource[]): StackFinding[] {
  return policyConflicts(resources).map(({ urn, path, desired }) => ({ urn, finding: violation(path, desired) }));
}
