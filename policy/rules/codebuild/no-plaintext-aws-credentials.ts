import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName } from "../../lib/facts/secret-shapes";
import { type BuildVariable, buildVariables } from "../../lib/pipeline/build-variables";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoPlaintextAwsCredentials = resourceRule({
  name: "codebuild-no-plaintext-aws-credentials",
  displayName: "CodeBuild variables hold no AWS credentials",
  description:
    "CodeBuild projects should not hold AWS credentials in plain text. A build has a role, and every reader of the project sees its variables.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove the variable. Grant the permissions to the project's role, or assume a role in the build. Deactivate the exposed key.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "secrets"],
  equivalentChecks: {
    cdkNag: ["CodeBuildProjectEnvVarAwsCred"],
    guard: ["CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK"],
    securityHub: ["CodeBuild.2"],
    config: ["CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK"],
    prowler: ["codebuild_project_no_secrets_in_variables"],
    owasp: ["SEC-6"],
  },
  types: ["aws:codebuild/project:Project"],
  judge: awsCredentialsElsewhere,
});

function awsCredentialsElsewhere({ props }: JudgedResource): Finding[] {
  return buildVariables(props.environment).flatMap(judgeVariable);
}

function judgeVariable({ path, name, type }: BuildVariable): Finding[] {
  if (name === unknownValue) {
    return type === "PLAINTEXT" || type === unknownValue ? [unknownAt(`${path}.name`)] : [];
  }
  if (typeof name !== "string" || !isAwsCredentialName(name)) {
    return [];
  }
  if (type === unknownValue) {
    return [unknownAt(`${path}.type`)];
  }
  return type === "PLAINTEXT"
    ? [violation(path, `should not give ${name} in plain text: remove it and let the project's role grant access`)]
    : [];
}
