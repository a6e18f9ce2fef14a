import { at, isSet, type Located, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { buildSources, isHosted } from "../../lib/pipeline/build-sources";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildSourceAuthConnection = resourceRule({
  name: "codebuild-source-auth-connection",
  displayName: "CodeBuild sources name their credential",
  description:
    "CodeBuild sources on GitHub, GitLab and Bitbucket should name a connection or secret. Otherwise the project uses the account-wide credential.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set auth of the source to { type: CODECONNECTIONS, resource: ARN of the connection }, or to SECRETS_MANAGER and a secret.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/multiple-access-tokens.html",
  tags: ["codebuild", "source"],
  equivalentChecks: { cdkNag: ["CodeBuildProjectSourceRepoUrl"], owasp: ["SEC-2", "SEC-6"] },
  types: ["aws:codebuild/project:Project"],
  judge: sourcesConnected,
});

function sourcesConnected({ props }: JudgedResource): Finding[] {
  return buildSources(props).flatMap(judgeSource);
}

function judgeSource(source: Located): Finding[] {
  const hosted = isHosted(source);
  const type = at(source.value, "auth", "type");
  const connected = type === "CODECONNECTIONS" || type === "SECRETS_MANAGER" || type === unknownValue;
  if (hosted === false || (connected && isSet(at(source.value, "auth", "resource")))) {
    return [];
  }
  return hosted === unknownValue
    ? [unknownAt(`${source.path}.type`)]
    : [violation(`${source.path}.auth`, "should have type CODECONNECTIONS or SECRETS_MANAGER and an ARN as resource")];
}
