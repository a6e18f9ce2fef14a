import { at, isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName, isSecret, isSecretName, isSecretValue } from "../../lib/facts/secret-shapes";
import { holdsSecret } from "../../lib/facts/secrets-in-script";
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
    "Store the secret, set the variable's type to PARAMETER_STORE or SECRETS_MANAGER and its value to the secret's name, and rotate the exposed secret.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "secrets"],
  equivalentChecks: { prowler: ["codebuild_project_no_secrets_in_variables"], owasp: ["SEC-6"] },
  types: ["aws:codebuild/project:Project"],
  judge: secretsElsewhere,
});

function secretsElsewhere({ props }: JudgedResource): Finding[] {
  return [...buildVariables(props.environment).flatMap(judgeVariable), ...judgeBuildspec(props.source)];
}

/** An unknown value comes from another resource, but a secret's name still shows it in plain text. */
function judgeVariable({ path, name, value, type }: BuildVariable): Finding[] {
  if (type !== "PLAINTEXT" && type !== unknownValue) {
    return [];
  }
  if (!isExposed(textOf(name), value)) {
    return name === unknownValue && isSet(value) && type === "PLAINTEXT" ? [unknownAt(`${path}.name`)] : [];
  }
  if (type === unknownValue) {
    return [unknownAt(`${path}.type`)];
  }
  const variable = typeof name === "string" ? name : "a credential";
  return [violation(path, `should not give ${variable} in plain text: use type PARAMETER_STORE or SECRETS_MANAGER`)];
}

/** codebuild-no-plaintext-aws-credentials judges the names of AWS credentials. */
function isExposed(name: string, value: Value): boolean {
  const isJudgedElsewhere = isAwsCredentialName(name);
  return value === unknownValue
    ? isSecretName(name) && !isJudgedElsewhere
    : isSecretValue(textOf(value)) || (!isJudgedElsewhere && isSecret(name, textOf(value)));
}

function judgeBuildspec(source: Value): Finding[] {
  return holdsSecret(textOf(at(source, "buildspec")))
    ? [violation("source.buildspec", "should not hold a secret: read it in env.parameter-store or env.secrets-manager")]
    : [];
}
