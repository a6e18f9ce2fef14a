import { hasWildcard } from "../../iam/glob";
import { isSet, textOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaNoPublicPermission = resourceRule({
  name: "lambda-no-public-permission",
  displayName: "Lambda permissions name their callers",
  description: "Lambda permissions should name the caller. The principal * lets every AWS account invoke the function.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set principal to the calling account, role or service, or set principalOrgId to your organization.",
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
  types: ["aws:lambda/permission:Permission", "aws:lambda/layerVersionPermission:LayerVersionPermission"],
  judge: namesCaller,
});

/** The organization of a layer's permission is `organizationId`, that of a function's is `principalOrgId`. */
function namesCaller({ type, props }: JudgedResource): Finding[] {
  const property = type.endsWith(":LayerVersionPermission") ? "organizationId" : "principalOrgId";
  const isBound = isSet(props[property]) && !hasWildcard(textOf(props[property]));
  return hasWildcard(textOf(props.principal)) && !isBound
    ? [violation("principal", `should name who calls, or ${property} name the organization`)]
    : [];
}
