import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName, isSecretValue } from "../../lib/facts/secret-shapes";
import { at, isProperties, isSet, textOf, unknownValue } from "../../lib/facts/value";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaNoPlaintextCredentials = resourceRule({
  name: "lambda-no-plaintext-credentials",
  displayName: "Functions have no credentials in their variables",
  description:
    "Lambda functions should have no credentials in environment variables: everybody who may describe the function reads them.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Give the function's role what it needs, or keep the credential in Secrets Manager and read it from there; revoke it, for it is known.",
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

/** A value that is not known yet comes from another resource; it is no literal that somebody wrote down. */
function holdsNoCredentials({ props }: JudgedResource): Finding[] {
  const path = "environment.variables";
  const variables = at(props.environment, "variables");
  if (variables === unknownValue) {
    return [unknownAt(path)];
  }
  return Object.entries(isProperties(variables) ? variables : {})
    .filter(([name, value]) => (isAwsCredentialName(name) && isSet(value)) || isSecretValue(textOf(value)))
    .map(([name]) => violation(`${path}.${name}`, "should not hold a credential"));
}
