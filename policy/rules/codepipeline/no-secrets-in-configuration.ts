import { type Finding, unknownAt } from "../../lib/facts/finding";
import { everyAt, type Located, locatedItems } from "../../lib/facts/located";
import { at, isProperties, unknownValue } from "../../lib/facts/value";
import { judgeKey, judgeParameters, judgeText, judgeVariables } from "../../lib/pipeline/action-secrets";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineNoSecretsInConfiguration = resourceRule({
  name: "codepipeline-no-secrets-in-configuration",
  displayName: "Actions hold no secrets in plain text",
  description:
    "Pipeline actions should hold no secrets in their configuration: whoever may read the pipeline or its history may read them.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Keep the secret in Parameter Store or Secrets Manager, name it there, and rotate the one that was exposed.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
  tags: ["codepipeline", "secrets"],
  equivalentChecks: { owasp: ["SEC-6"] },
  types: [pipelineType],
  judge: secretsElsewhere,
});

function secretsElsewhere({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap(judgeAction);
}

function judgeAction(action: Located): Finding[] {
  const path = `${action.path}.configuration`;
  const configuration = at(action.value, "configuration");
  if (configuration === unknownValue) {
    return [unknownAt(action.value === unknownValue ? action.path : path)];
  }
  const entries = isProperties(configuration) ? Object.entries(configuration) : [];
  return [
    ...entries.flatMap(([key, value]) => judgeEntry(key, { path: `${path}.${key}`, value })),
    ...everyAt(action, "commands").flatMap((commands) =>
      locatedItems(commands.path, commands.value).flatMap(judgeText),
    ),
  ];
}

function judgeEntry(key: string, entry: Located): Finding[] {
  switch (key) {
    case "EnvironmentVariables":
      return judgeVariables(entry);
    case "ParameterOverrides":
      return judgeParameters(entry);
    // A rule of its own has GitHub's tokens.
    case "OAuthToken":
      return [];
    default:
      return judgeKey(key, entry);
  }
}
