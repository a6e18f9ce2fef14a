import { type Finding, violation } from "../../lib/facts/finding";
import { hasWildcard } from "../../lib/facts/glob";
import { isSet, textOf } from "../../lib/facts/value";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaNoPublicPermission = resourceRule({
  name: "lambda-no-public-permission",
  displayName: "Nobody at large calls functions",
  description: "Permissions of Lambda functions should name who calls: * lets every AWS account in the world call.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Set principal to the account, role or service that calls, or principalOrgId to your organization.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
  tags: ["lambda", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_301"],
    cdkNag: ["LambdaFunctionPublicAccessProhibited"],
    guard: ["LAMBDA_NO_WILDCARD_PRINCIPALS", "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED"],
    securityHub: ["Lambda.1"],
    config: ["LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED"],
    prowler: ["awslambda_function_not_publicly_accessible"],
  },
  types: ["aws:lambda/permission:Permission"],
  judge: namesCaller,
});

function namesCaller({ props: { principal, principalOrgId } }: JudgedResource): Finding[] {
  const bounded = isSet(principalOrgId) && !hasWildcard(textOf(principalOrgId));
  return hasWildcard(textOf(principal)) && !bounded
    ? [violation("principal", "should name who calls, or principalOrgId name the organization")]
    : [];
}
