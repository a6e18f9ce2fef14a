import { namesAccount } from "../../iam/account-name";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isSet, textOf, unknownValue, type Value } from "../../lib/facts/value";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaPermissionScoped = resourceRule({
  name: "lambda-permission-scoped",
  displayName: "Services call functions for their own account only",
  description:
    "Permissions of Lambda functions should say for whom a service may call: it works for every account, and somebody else's could have it call.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set sourceArn to the ARN of what calls, and sourceAccount as well where that is a bucket, whose ARN has no account.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  tags: ["lambda", "trust"],
  equivalentChecks: {
    checkov: ["CKV_AWS_364"],
    trivy: ["AWS-0067"],
    compliancePolicies: ["aws-lambda-permission-configure-source-arn"],
    owasp: ["SEC-2"],
  },
  types: ["aws:lambda/permission:Permission"],
  judge: saysForWhom,
});

function saysForWhom({ props }: JudgedResource): Finding[] {
  const { principal } = props;
  if (principal !== unknownValue && !isService(textOf(principal))) {
    return [];
  }
  // A bucket's name is free for anybody once the bucket is gone, and its ARN does not say whose it is.
  const fromBucket = principal === "s3.amazonaws.com" || textOf(props.sourceArn).includes(":s3:::");
  const tellers = ["sourceAccount", "principalOrgId", "eventSourceToken", ...(fromBucket ? [] : ["sourceArn"])];
  if (tellers.some((name) => tells(props[name]))) {
    return [];
  }
  if (principal === unknownValue) {
    return [unknownAt("principal")];
  }
  return fromBucket
    ? [violation("sourceAccount", "should be the account of the bucket, for the bucket's ARN does not name it")]
    : [violation("sourceArn", "should be the ARN of what calls, with its account, or sourceAccount be set")];
}

function isService(principal: string): boolean {
  return /\.amazon(aws)?\.com(\.cn)?$/.test(principal);
}

/** A source that is not known yet is one that the program makes. */
function tells(source: Value): boolean {
  return source === unknownValue || (isSet(source) && namesAccount(source));
}
