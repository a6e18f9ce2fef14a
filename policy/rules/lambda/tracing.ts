import { at, unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaTracing = resourceRule({
  name: "lambda-tracing",
  displayName: "Lambda functions send traces",
  description: "Lambda functions should send traces to X-Ray. Traces show the slow or failed call of a deployment.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set tracingConfig.mode to Active, and allow the function's role to write to X-Ray.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
  tags: ["lambda", "observability"],
  equivalentChecks: {
    checkov: ["CKV_AWS_50"],
    cdkNag: ["LambdaTracing"],
    trivy: ["AWS-0066"],
    compliancePolicies: ["aws-lambda-function-enable-tracing-config"],
  },
  types: ["aws:lambda/function:Function"],
  remediation: "sets tracingConfig.mode to Active",
  judge: isTraced,
});

const path = "tracingConfig.mode";

function isTraced({ props: { tracingConfig } }: JudgedResource): Finding[] {
  const mode = at(tracingConfig, "mode");
  return mode === "Active" || mode === unknownValue ? [] : [violation(path, "should be Active", { [path]: "Active" })];
}
