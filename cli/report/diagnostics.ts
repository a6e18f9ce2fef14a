import type { Diagnostic } from "../preview/base/diagnostics";
import { parseUrn } from "../preview/engine/urn";
import type { Paint } from "./style";
import { typeName } from "./type-name";

/** Lists diagnostics as the Pulumi CLI does: under the resource they are about. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], root: string, paint: Paint): string[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const urn = diagnostic.urn ?? root;
    const group = groups.get(urn) ?? [];
    group.push(diagnostic);
    groups.set(urn, group);
  }
  return [...groups].flatMap(([urn, group]) => [
    ...(urn === "" ? [] : [`  ${paint("change", heading(urn))}:`]),
    ...group.flatMap((diagnostic) => messageLines(diagnostic, paint)),
  ]);
}

function heading(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${typeName(type)} (${name})`;
}

function messageLines({ severity, message }: Diagnostic, paint: Paint): string[] {
  const prefix =
    severity === "error" ? paint("bad", "error: ") : severity === "warning" ? paint("warning", "warning: ") : "";
  return `${prefix}${message.trimEnd()}`.split("\n").map((line) => `    ${line}`.trimEnd());
}
