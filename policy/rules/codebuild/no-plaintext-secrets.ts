import { isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName, isSecretName, isSecretValue } from "../../lib/facts/secret-shapes";
import { type BuildVariable, buildVariables } from "../../lib/pipeline/build-variables";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoPlaintextSecrets = resourceRule({
  name: "codebuild-no-plaintext-secrets",
  displayName: "CodeBuild projects hold no plain-text secrets",
  description:
    "CodeBuild projects should take secrets from Parameter Store or Secrets Manager. Plain text shows in the console, the API and the Pulumi state.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Store the secret, set the variable's type to PARAMETER_STORE or SECRETS_MANAGER, set its value to the secret's name, and rotate the exposed secret.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "secrets"],
  equivalentChecks: { prowler: ["codebuild_project_no_secrets_in_variables"], owasp: ["SEC-6"] },
  types: ["aws:codebuild/project:Project"],
  judge: secretsElsewhere,
});

function secretsElsewhere({ props }: JudgedResource): Finding[] {
  return buildVariables(props.environment).flatMap(judgeVariable);
}

/**
 * A value that is not known yet comes from a resource, so it is no credential somebody pasted; but under a
 * secret's name it will stand in the project in plain text all the same.
 */
function judgeVariable({ path, name, value, type }: BuildVariable): Finding[] {
  // codebuild-no-plaintext-aws-credentials judges the names of AWS credentials.
  const suspicious = isSet(value) && isSecretName(textOf(name)) && !isAwsCredentialName(textOf(name));
  if (type === unknownValue) {
    return suspicious || isSecretValue(textOf(value)) ? [unknownAt(`${path}.type`)] : [];
  }
  if (type !== "PLAINTEXT") {
    return [];
  }
  if (suspicious || isSecretValue(textOf(value))) {
    const variable = typeof name === "string" ? name : "a credential";
    return [violation(path, `should not give ${variable} in plain text: use type PARAMETER_STORE or SECRETS_MANAGER`)];
  }
  return name === unknownValue && isSet(value) ? [unknownAt(`${path}.name`)] : [];
}
