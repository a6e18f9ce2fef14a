import { at, everyAt, fromJson, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isAwsCredentialName, isSecret } from "../../lib/facts/secret-shapes";
import { judgeText } from "../../lib/pipeline/action-secrets";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const ecsNoPlaintextSecrets = resourceRule({
  name: "ecs-no-plaintext-secrets",
  displayName: "ECS containers hold no plain-text secrets",
  description:
    "ECS containers should read secrets from Secrets Manager or Parameter Store. Everybody who can describe the task definition reads its variables.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Move the variable from environment to secrets with valueFrom, grant the execution role its read, and rotate the exposed secret.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  tags: ["ecs", "secrets"],
  equivalentChecks: {
    securityHub: ["ECS.8"],
    config: ["ECS_NO_ENVIRONMENT_SECRETS"],
    prowler: ["ecs_task_definitions_no_environment_secrets"],
    owasp: ["SEC-6"],
  },
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  judge: secretsElsewhere,
});

function secretsElsewhere({ props: { containerDefinitions } }: JudgedResource): Finding[] {
  const path = "containerDefinitions";
  if (containerDefinitions === unknownValue) {
    return [unknownAt(path)];
  }
  const containers = locatedItems(path, fromJson(containerDefinitions));
  const partsOf = (name: string) =>
    containers.flatMap((container) => everyAt(container, name)).flatMap((part) => locatedItems(part.path, part.value));
  const inCommands = ["command", "entryPoint"].flatMap(partsOf).flatMap(judgeText);
  const inVariables = partsOf("environment")
    .filter(({ value }) => isExposed(textOf(at(value, "name")), textOf(at(value, "value"))))
    .map(({ path: place, value }) =>
      violation(place, `should not give ${textOf(at(value, "name"))} in plain text: use secrets and valueFrom`),
    );
  return [...inVariables, ...inCommands];
}

function isExposed(name: string, value: string): boolean {
  return value !== "" && (isAwsCredentialName(name) || isSecret(name, value));
}
