import { type ProgramPlace, ProgramPlaces } from "../insight/place-in-program";
import { SettingPlaces } from "../insight/place-in-settings";
import type { PolicyVerdict, Violation } from "../preview/analysis/verdict";
import { parseUrn } from "../preview/engine/urn";
import type { PreviewResult } from "../preview/result";
import { ownVersion } from "../preview/version";
import { typeName } from "./type-name";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** GitHub sorts findings by this number. @see https://docs.github.com/code-security/code-scanning */
const SECURITY_SEVERITY: Readonly<Record<string, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** A preview with the folder of its project in the repository, as `infra/`; empty for the top. */
export interface PreviewInFolder {
  readonly result: PreviewResult;
  readonly folder: string;
}

/**
 * Previews as SARIF 2.1.0, for code scanning. Every policy is a rule, and every violation a result. Its line is that of
 * the setting that it is about, or of the program that makes the resource. A finding without a line is at the settings
 * file. Many previews are one run, because GitHub takes one run of a tool from a file.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(previews: readonly PreviewInFolder[]): string {
  const rules = new Map<string, { readonly index: number; readonly rule: ReturnType<typeof ruleOf> }>();
  for (const policy of previews.flatMap(({ result }) => result.packs.flatMap(({ policies }) => policies))) {
    if (!rules.has(policy.name)) {
      rules.set(policy.name, { index: rules.size, rule: ruleOf(policy) });
    }
  }
  const driver = { name: "aws-pipelines", version: ownVersion(), rules: [...rules.values()].map(({ rule }) => rule) };
  const results = previews.flatMap((preview) => resultsOf(preview, (policy) => rules.get(policy)?.index ?? 0));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function resultsOf({ result, folder }: PreviewInFolder, indexOf: (policy: string) => number) {
  const places = new ProgramPlaces(result.resources);
  const settings = new SettingPlaces(result.resources, result.settings);
  const start = { file: result.settings.file, line: 1 };
  const locationOf = ({ urn, message }: Violation) => {
    const { file, line } = settings.of(urn, message) ?? places.of(urn) ?? start;
    return { file: `${folder}${file}`, line };
  };
  return result.packs
    .flatMap(({ policies }) => policies)
    .flatMap((policy) =>
      policy.violations.map((violation) => resultOf(policy, indexOf(policy.name), violation, locationOf(violation))),
    );
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
