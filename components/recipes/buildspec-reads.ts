import type { Buildspec } from "./buildspec";
import { findSecretReference } from "./buildspec-values";

/** What the role of a build must be allowed to read before the first command runs. */
export interface BuildspecReads {
  /** Names or ARNs of Parameter Store parameters, without version or label: `ssm:GetParameters`. */
  readonly parameters: string[];
  /** Names or ARNs of Secrets Manager secrets: `secretsmanager:GetSecretValue`. */
  readonly secrets: string[];
}

/** Lists the parameters and secrets that a valid buildspec reads, each once, sorted. */
export function buildspecReads(spec: Buildspec): BuildspecReads {
  return {
    parameters: distinct(Object.values(spec.env?.["parameter-store"] ?? {}).map(withoutSelector)),
    secrets: distinct(
      Object.values(spec.env?.["secrets-manager"] ?? {}).flatMap((text) => findSecretReference(text)?.secretId ?? []),
    ),
  };
}

/** IAM knows a parameter without the `:version` or `:label` that picks one of its values. */
function withoutSelector(parameter: string): string {
  return parameter.replace(/^(arn(?::[^:]*){5}|[^:]*):.*$/, "$1");
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
