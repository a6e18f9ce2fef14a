import type { AwsScope } from "../aws/scope";
import { type Reports, writeLogs, writeReports } from "../iam/build-access";
import { type KeyUse, useOfKey } from "../iam/key-use";
import { decryptReferences, type References, readReferences } from "../iam/reference-access";
import type { Statement } from "../iam/statement";
import { type Buildspec, findSecretReference, isCoverage } from "./buildspec";
import { type EnvironmentVariable, variableKeys, variableReferences } from "./environment-variable";

/** What decides about the permissions of a build. */
export interface BuildWork {
  readonly projectName: string;
  readonly logGroupName: string;
  readonly environmentVariables: Readonly<Record<string, EnvironmentVariable>>;
  /** The buildspec, or where it lies in the source: what such a one reads is for `permissions` to say. */
  readonly buildspec: Buildspec | string;
  /** What the build does besides. */
  readonly permissions: readonly Statement[];
  /** The ARN of a key that existed before; a key made in the same program lets the role use it by its own policy. */
  readonly existingKeyArn: string | undefined;
  readonly keyUse: KeyUse;
}

/** Everything that the role of a build project may do. */
export function buildStatements(scope: AwsScope, work: BuildWork): Statement[] {
  const { projectName, logGroupName, environmentVariables, buildspec, existingKeyArn } = work;
  const variables = variableReferences(environmentVariables);
  const spec = typeof buildspec === "string" ? { parameters: [], secrets: [] } : buildspecReads(buildspec);
  const reports = typeof buildspec === "string" ? { tests: [], coverage: [] } : newReportGroups(buildspec);
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
 * The parameters and secrets that CodeBuild reads for a valid buildspec before its first command, by name or ARN, each
 * once, sorted: what the role of the project must be allowed to read.
 */
export function buildspecReads(spec: Buildspec): References {
  return {
    parameters: distinct(Object.values(spec.env?.["parameter-store"] ?? {}).map(withoutSelector)),
    secrets: distinct(
      Object.values(spec.env?.["secrets-manager"] ?? {}).flatMap((text) => findSecretReference(text)?.secretId ?? []),
    ),
  };
}

/** The report groups that CodeBuild makes for a valid buildspec, as `<project>-<name>`; ARNs and variables name others. */
export function newReportGroups(spec: Buildspec): Reports {
  const made = Object.entries(spec.reports ?? {}).filter(([group]) => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(group));
  const names = (coverage: boolean) =>
    made.filter(([, report]) => isCoverage(report["file-format"]) === coverage).map(([group]) => group);
  return { tests: names(false), coverage: names(true) };
}

/** IAM knows a parameter without the `:version` or `:label` that picks one of its values. */
function withoutSelector(parameter: string): string {
  return parameter.split(":", parameter.startsWith("arn:") ? 6 : 1).join(":");
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
