import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import type { PlannedApprover } from "./approver-plan";

/**
 * Grants an approval to existing roles.
 *
 * @param name - the beginning of the names of the resources; the names of the roles follow
 * @internal
 */
export function createApproverGrants(
  name: string,
  scope: AwsScope,
  approvers: readonly PlannedApprover[],
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
  child: pulumi.CustomResourceOptions,
): void {
  for (const { roleName, policyName, policy } of approvers) {
    const grantName = `${name}-${roleName}`;
    if (scope.managedPoliciesOnly) {
      const { rolePath: path = "/" } = scope;
      const grant = new iam.Policy(`${grantName}-policy`, { name: policyName, path, policy, tags }, child);
      new iam.RolePolicyAttachment(grantName, { role: roleName, policyArn: grant.arn }, child);
    } else {
      new iam.RolePolicy(grantName, { name: policyName, role: roleName, policy }, child);
    }
  }
}
