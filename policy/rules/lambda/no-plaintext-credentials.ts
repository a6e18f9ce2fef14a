import { at, isProperties, isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName, isSecret } from "../../lib/facts/secret-shapes";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaNoPlaintextCredentials = resourceRule({
  name: "lambda-no-plaintext-credentials",
  displayName: "Lambda variables hold no credentials",
  description:
    "Lambda functions should hold no credentials in environment variables. Everybody who can describe the function reads them.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Grant the permissions to the function's role, or read the credential from Secrets Manager. Revoke the exposed credential.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  tags: ["lambda", "credentials"],
  equivalentChecks: {
    checkov: ["CKV_AWS_45"],
    prowler: ["awslambda_function_no_secrets_in_variables"],
    owasp: ["SEC-6"],
  },
  types: ["aws:lambda/function:Function"],
  judge: holdsNoCredentials,
});

/** An unknown value is an output of another resource, not a literal. */
function holdsNoCredentials({ props }: JudgedResource): Finding[] {
  const path = "environment.variables";
  const variables = at(props.environment, "variables");
  if (variables === unknownValue) {
    return [unknownAt(path)];
  }
  return Object.entries(isProperties(variables) ? variables : {})
    .filter(([name, value]) => (isAwsCredentialName(name) && isSet(value)) || isSecret(name, textOf(value)))
    .map(([name]) => violation(`${path}.${name}`, "should not hold a credential"));
}
