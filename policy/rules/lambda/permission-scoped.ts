import { namesOwner } from "../../iam/bounds";
import { hasWildcard } from "../../iam/glob";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { accountsIn, judgeGrantee } from "../../lib/iam/public-principal";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaPermissionScoped = resourceRule({
  name: "lambda-permission-scoped",
  displayName: "Services invoke functions for your account only",
  description:
    "Lambda permissions should bind service principals to your resources. Otherwise another customer's resource can make the service invoke the function.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set sourceArn to the ARN of the calling resource. For a bucket set sourceAccount too, because a bucket ARN has no account.",
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
    const isOwned = accountsIn([textOf(props.function)]).size > 0;
    return isOwned && !hasWildcard(textOf(principal)) ? judgeGrantee("principal", principal, props.function) : [];
  }
  // A bucket ARN names no account, and anybody can reuse the name of a deleted bucket.
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

/** An unknown source is a resource of this program. */
function tells(source: Value): boolean {
  return source === unknownValue || (isSet(source) && namesOwner(source));
}
