import { unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaUrlAuth = resourceRule({
  name: "lambda-url-auth",
  displayName: "Lambda URLs require IAM",
  description: "Lambda function URLs should authenticate with IAM. Otherwise the internet can invoke the function.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Set authorizationType to AWS_IAM.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  tags: ["lambda", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_258"],
    cdkNag: ["LambdaFunctionUrlAuth"],
    prowler: ["awslambda_function_url_public"],
  },
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  remediation: "sets authorizationType to AWS_IAM",
  judge: authenticates,
});

const path = "authorizationType";

function authenticates({ props: { authorizationType } }: JudgedResource): Finding[] {
  return authorizationType === "AWS_IAM" || authorizationType === unknownValue
    ? []
    : [violation(path, "should be AWS_IAM", { [path]: "AWS_IAM" })];
}
