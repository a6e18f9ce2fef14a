import type { Reports } from "../iam/build-access";
import type { References } from "../iam/reference-access";
import { type Buildspec, isCoverage } from "./buildspec";
import { findSecretReference } from "./buildspec-values";

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
