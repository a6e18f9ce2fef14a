import type { AwsScope } from "../aws/scope";
import { type Reports, writeLogs, writeReports } from "../iam/build-access";
import { type KeyUse, useOfKey } from "../iam/key-use";
import { decryptReferences, type References, readReferences } from "../iam/reference-access";
import type { Statement } from "../iam/statement";
import { type Buildspec, findSecretReference, isCoverage } from "./buildspec";
import { type EnvironmentVariable, variableKeys, variableReferences } from "./environment-variable";

/** Facts that determine the permissions of a build. */
export interface BuildWork {
  readonly projectName: string;
  readonly logGroupName: string;
  readonly environmentVariables: Readonly<Record<string, EnvironmentVariable>>;
  /** The buildspec; undefined for a file in the source, whose parameters and secrets `permissions` must cover. */
  readonly buildspec: Buildspec | undefined;
  /** Further statements. */
  readonly permissions: readonly Statement[];
  /** The ARN of an existing key. The policy of a key made in the same program allows the role itself. */
  readonly existingKeyArn: string | undefined;
  readonly keyUse: KeyUse;
}

/** Returns the statements of the role of a build project. */
export function buildStatements(scope: AwsScope, work: BuildWork): Statement[] {
  const { projectName, logGroupName, environmentVariables, buildspec, existingKeyArn } = work;
  const variables = variableReferences(environmentVariables);
  const spec = buildspec === undefined ? { parameters: [], secrets: [] } : buildspecReads(buildspec);
  const reports = buildspec === undefined ? { tests: [], coverage: [] } : newReportGroups(buildspec);
  return [
    writeLogs(scope, logGroupName),
    ...readReferences(scope, {
      parameters: [...variables.parameters, ...spec.parameters],
      secrets: [...variables.secrets, ...spec.secrets],
    }),
    ...decryptReferences(scope, variableKeys(environmentVariables)),
    ...writeReports(scope, projectName, reports),
    ...(existingKeyArn === undefined ? [] : [useOfKey(existingKeyArn, work.keyUse)]),
    ...work.permissions,
  ];
}

/**
 * Lists the parameters and secrets that CodeBuild reads for a valid buildspec before the first command: by name or ARN,
 * without duplicates, sorted.
 */
export function buildspecReads(spec: Buildspec): References {
  return {
    parameters: distinct(Object.values(spec.env?.["parameter-store"] ?? {}).map(withoutSelector)),
    secrets: distinct(
      Object.values(spec.env?.["secrets-manager"] ?? {}).flatMap((text) => findSecretReference(text)?.secretId ?? []),
    ),
  };
}

/** Lists the report groups that CodeBuild creates as `<project>-<name>`. ARNs and variables name existing groups. */
export function newReportGroups(spec: Buildspec): Reports {
  const made = Object.entries(spec.reports ?? {}).filter(([group]) => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(group));
  const names = (coverage: boolean) =>
    made.filter(([, report]) => isCoverage(report["file-format"]) === coverage).map(([group]) => group);
  return { tests: names(false), coverage: names(true) };
}

/** The ARN of a parameter in IAM has no `:version` or `:label`. */
function withoutSelector(parameter: string): string {
  return parameter.split(":", parameter.startsWith("arn:") ? 6 : 1).join(":");
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
