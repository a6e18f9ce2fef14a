import { nameLimits, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { grantApproval } from "./approval-grant";
import { policyDocument } from "./statement";

/** The grant of one approval to a role that exists. */
export interface PlannedApprover {
  readonly roleName: string;
  readonly policyName: string;
  readonly policy: string;
}

/** Plans the grant of one approval to a role, by its ARN. */
export function planApprover(
  scope: AwsScope,
  pipelineName: string,
  stage: string,
  action: string,
  approverArn: string,
): PlannedApprover {
  return {
    // An account has one role of a name, whatever its path.
    roleName: approverArn.slice(approverArn.lastIndexOf("/") + 1),
    // One role may approve for several pipelines of an account.
    policyName: physicalName([pipelineName, stage, scope.region], nameLimits.policy),
    policy: policyDocument(grantApproval(scope, pipelineName, stage, action)),
  };
}
