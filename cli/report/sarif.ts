import { type ProgramPlace, ProgramPlaces } from "../insight/place-in-program";
import type { PolicyVerdict, Violation } from "../preview/analysis/verdict";
import { parseUrn } from "../preview/engine/urn";
import type { PreviewResult } from "../preview/result";
import { ownVersion } from "../preview/version";
import { typeName } from "./type-name";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** GitHub sorts findings by this number. @see https://docs.github.com/code-security/code-scanning */
const SECURITY_SEVERITY: Readonly<Record<string, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/**
 * A preview as SARIF 2.1.0, for code scanning. Every policy is a rule, and every violation a result at the line of the
 * program that makes the resource. A finding without a line is at the settings of the stack.
 *
 * @param folder - folder of the project in the repository, as `infra/`; empty for the top
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(result: PreviewResult, folder = ""): string {
  const places = new ProgramPlaces(result.resources);
  const settings = { file: `Pulumi.${result.stack}.yaml`, line: 1 };
  const locationOf = (urn: string) => {
    const { file, line } = places.of(urn) ?? settings;
    return { file: `${folder}${file}`, line };
  };
  const policies = result.packs.flatMap((pack) => pack.policies);
  const driver = { name: "aws-pipelines", version: ownVersion(), rules: policies.map(ruleOf) };
  const results = policies.flatMap((policy, ruleIndex) =>
    policy.violations.map((violation) => resultOf(policy, ruleIndex, violation, locationOf(violation.urn))),
  );
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function ruleOf({ name, displayName, description, severity, level }: PolicyVerdict) {
  return {
    id: name,
    name,
    shortDescription: { text: displayName || name },
    fullDescription: { text: description || displayName || name },
    defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    properties: {
      tags: ["security"],
      ...(SECURITY_SEVERITY[severity] !== undefined && { "security-severity": SECURITY_SEVERITY[severity] }),
    },
  };
}

function resultOf(
  { name }: PolicyVerdict,
  ruleIndex: number,
  { urn, level, message }: Violation,
  { file, line }: ProgramPlace,
) {
  const resource = urn === "" ? undefined : parseUrn(urn);
  return {
    ruleId: name,
    ruleIndex,
    level: level === "mandatory" ? "error" : "warning",
    message: { text: resource === undefined ? message : `${typeName(resource.type)} ${resource.name}: ${message}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line } },
        ...(urn !== "" && { logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "resource/v1": `${name}:${urn}` },
  };
}
