import { isSet } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const cfnStackRole = resourceRule({
  name: "cfn-stack-role",
  displayName: "Stacks have a service role",
  description:
    "CloudFormation stacks should have a service role. Without one, CloudFormation uses the permissions of the caller.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set iamRoleArn to a role that trusts CloudFormation and has the template's permissions.",
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html",
  tags: ["cloudformation", "least-privilege"],
  equivalentChecks: { securityHub: ["CloudFormation.4"], owasp: ["SEC-5"] },
  types: ["aws:cloudformation/stack:Stack"],
  judge: hasRole,
});

function hasRole({ props: { iamRoleArn } }: JudgedResource): Finding[] {
  return isSet(iamRoleArn) ? [] : [violation("iamRoleArn", "should be the ARN of a role that CloudFormation assumes")];
}
