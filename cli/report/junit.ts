import type { PolicyVerdict } from "../preview/analysis/verdict";
import { type PreviewResult, Status } from "../preview/result";
import { escapeXml } from "./diagram/svg";

const MILLISECONDS_PER_SECOND = 1000;

/**
 * A preview as JUnit XML: one suite for each policy pack, one case for each policy, and one case for the program. A
 * mandatory violation is a failure; an advisory finding is output of its case. Five elements need no library.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export function junitReport(result: PreviewResult): string {
  return junitReports([result]);
}

/** Many previews as JUnit XML: the suites of each stack carry its name. */
export function junitReports(results: readonly PreviewResult[]): string {
  const suites = results.flatMap((result) => suitesOf(result, results.length > 1 ? `${result.stack} ` : ""));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function suitesOf(result: PreviewResult, prefix: string): string[] {
  const time = (result.duration / MILLISECONDS_PER_SECOND).toFixed(3);
  const failed = result.status === Status.refused || result.status === Status.failed;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const program = `    <testcase classname="${escapeXml(result.project)}" name="${escapeXml(`${result.stack} previews`)}" time="${time}">${
    failed ? `<error message="the preview failed">${escapeXml(errors.join("\n"))}</error>` : ""
  }</testcase>`;
  return [
    `  <testsuite name="${escapeXml(`${result.project}/${result.stack}`)}" tests="1" failures="0" errors="${failed ? 1 : 0}" skipped="0" time="${time}">\n${program}\n  </testsuite>`,
    ...result.packs.map(({ name, policies }) => {
      const failures = policies.filter((policy) => isFailure(policy)).length;
      const skipped = policies.filter((policy) => isSkipped(policy)).length;
      const cases = policies.map((policy) => `    ${policyCase(prefix + name, policy)}`).join("\n");
      return `  <testsuite name="${escapeXml(prefix + name)}" tests="${policies.length}" failures="${failures}" errors="0" skipped="${skipped}" time="0">\n${cases}\n  </testsuite>`;
    }),
  ];
}

function policyCase(pack: string, policy: PolicyVerdict): string {
  const lines = policy.violations.map(({ urn, message }) => `${urn === "" ? "stack" : urn}: ${message}`).join("\n");
  const body = isSkipped(policy)
    ? "<skipped/>"
    : isFailure(policy)
      ? `<failure message="${escapeXml(policy.displayName || policy.name)}" type="${escapeXml(policy.level)}">${escapeXml(lines)}</failure>`
      : lines === ""
        ? ""
        : `<system-out>${escapeXml(lines)}</system-out>`;
  return `<testcase classname="${escapeXml(pack)}" name="${escapeXml(policy.name)}" time="0">${body}</testcase>`;
}

function isFailure({ violations }: PolicyVerdict): boolean {
  return violations.some(({ level }) => level === "mandatory");
}

function isSkipped({ level, judged, violations }: PolicyVerdict): boolean {
  return level === "disabled" || (judged === 0 && violations.length === 0);
}
