import { at, isSet, type Located, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { configured, isOldGitHubSource, pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineNoOauthSource = resourceRule({
  name: "codepipeline-no-oauth-source",
  displayName: "Pipelines use connections, not OAuth tokens",
  description:
    "Pipelines should reach GitHub through a connection. The OAuth token of the old source action reads every repository of its owner.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Use owner AWS, provider CodeStarSourceConnection and a ConnectionArn, and revoke the token.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html",
  tags: ["codepipeline", "secrets", "source"],
  equivalentChecks: { owasp: ["SEC-6"] },
  types: [pipelineType],
  judge: sourcesWithoutTokens,
});

function sourcesWithoutTokens({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap(judgeAction);
}

function judgeAction(action: Located): Finding[] {
  if (action.value === unknownValue) {
    return [unknownAt(action.path)];
  }
  if (isOldGitHubSource(action)) {
    return [
      violation(`${action.path}.provider`, "should be CodeStarSourceConnection, of owner AWS: GitHub needs a token"),
    ];
  }
  const token = configured(action, "OAuthToken");
  const isHidden = at(action.value, "configuration") === unknownValue;
  return isSet(token) && !isHidden
    ? [violation(`${action.path}.configuration.OAuthToken`, "should give way to a ConnectionArn: revoke the token")]
    : [];
}
