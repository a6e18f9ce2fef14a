import { at, everyAt, isProperties, type Located, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt } from "../../lib/facts/finding";
import { judgeDefault, judgeKey, judgeParameters, judgeText, judgeVariables } from "../../lib/pipeline/action-secrets";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { conditionSteps } from "../../lib/pipeline/stage-conditions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineNoSecretsInConfiguration = resourceRule({
  name: "codepipeline-no-secrets-in-configuration",
  displayName: "Pipelines hold no plain-text secrets",
  description:
    "Pipelines should hold no secrets in actions or variables. Every reader of the pipeline or of its history sees them.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Store the secret in Parameter Store or Secrets Manager, refer to it by name, and rotate the exposed secret.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
  tags: ["codepipeline", "secrets"],
  equivalentChecks: { owasp: ["SEC-6"] },
  types: [pipelineType],
  judge: secretsElsewhere,
});

function secretsElsewhere({ props }: JudgedResource): Finding[] {
  const defaults = locatedItems("variables", props.variables).flatMap(({ path, value }) =>
    judgeDefault(textOf(at(value, "name")), { path: `${path}.defaultValue`, value: at(value, "defaultValue") }),
  );
  const steps = [...pipelineActions(props.stages), ...conditionSteps(props.stages)];
  return [...steps.flatMap(judgeAction), ...defaults];
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
    // codepipeline-no-oauth-source judges GitHub tokens.
    case "OAuthToken":
      return [];
    default:
      return judgeKey(key, entry);
  }
}
