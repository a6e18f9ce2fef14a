import type { AwsScope } from "../aws/scope";
import { writeLogs, writeReports } from "../iam/build-access";
import { type KeyUse, useOfKey } from "../iam/key-use";
import { decryptReferences, readReferences } from "../iam/reference-access";
import type { Statement } from "../iam/statement";
import type { Buildspec } from "./buildspec";
import { buildspecReads, newReportGroups } from "./buildspec-reads";
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
