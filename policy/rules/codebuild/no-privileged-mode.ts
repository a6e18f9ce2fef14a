import { globMatches } from "../../iam/glob";
import { at, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Names of the projects that may be privileged; `*` and `?` match any characters. */
  readonly allowPrivileged: readonly string[];
}

export const codebuildNoPrivilegedMode = resourceRule<Config>({
  name: "codebuild-no-privileged-mode",
  displayName: "CodeBuild runs without privileged mode",
  description:
    "CodeBuild projects should run without privileged mode. A privileged build is root on its host; only Docker builds need it.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove environment.privilegedMode. For a Docker build, add the project's name to this policy's allowPrivileged.",
  remediation: "sets environment.privilegedMode to false, without which no Docker image can be built",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker.html",
  tags: ["codebuild", "isolation"],
  equivalentChecks: {
    checkov: ["CKV_AWS_316"],
    securityHub: ["CodeBuild.5"],
    config: ["CODEBUILD_PROJECT_ENVIRONMENT_PRIVILEGED_CHECK"],
    owasp: ["SEC-5", "SEC-7"],
  },
  types: ["aws:codebuild/project:Project"],
  config: {
    properties: {
      allowPrivileged: textList("Names of the projects that may be privileged; * and ? match any characters"),
    },
    defaults: { allowPrivileged: [] },
  },
  judge: unprivileged,
});

function unprivileged({ props }: JudgedResource, { allowPrivileged }: Config): Finding[] {
  const privileged = at(props.environment, "privilegedMode");
  const { name } = props;
  if (privileged !== true && privileged !== unknownValue) {
    return [];
  }
  if (typeof name === "string" && allowPrivileged.some((pattern) => globMatches(pattern, name))) {
    return [];
  }
  if (privileged === unknownValue || (name === unknownValue && allowPrivileged.length > 0)) {
    return [unknownAt(privileged === unknownValue ? "environment.privilegedMode" : "name")];
  }
  return [
    violation("environment.privilegedMode", "should be absent or false, unless allowPrivileged names the project", {
      "environment.privilegedMode": false,
    }),
  ];
}
