import type { EnforcementLevel, Severity } from "@pulumi/policy";
import {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  type AnalyzerResource,
  PolicyNotApplicable,
  PolicySeverity,
  EnforcementLevel as WireLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { RegisteredResource } from "../facts/stack";
import { fromWire } from "../facts/wire";
import { otherTypes } from "../rule/rule";
import type { Diagnostic } from "./causes";
import type { Judged } from "./judging";

const wireLevels: Readonly<Record<EnforcementLevel, WireLevel>> = {
  advisory: WireLevel.ADVISORY,
  mandatory: WireLevel.MANDATORY,
  disabled: WireLevel.DISABLED,
  remediate: WireLevel.REMEDIATE,
};

const wireSeverities: Readonly<Record<Severity, PolicySeverity>> = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

export function toLevel(level: EnforcementLevel): WireLevel {
  return wireLevels[level];
}

export function toSeverity(severity: Severity): PolicySeverity {
  return wireSeverities[severity];
}

/** The level that the engine sends as a number. */
export function fromLevel(wire: WireLevel): EnforcementLevel {
  switch (wire) {
    case WireLevel.MANDATORY:
      return "mandatory";
    case WireLevel.DISABLED:
      return "disabled";
    case WireLevel.REMEDIATE:
      return "remediate";
    default:
      return "advisory";
  }
}

/** The response about a judgement. Every diagnostic has the description of its rule before the message, as in the SDK. */
export function toResponse({ diagnostics, idle }: Judged, pack: Pack): AnalyzeResponse {
  const silent = silentResponse(idle);
  if (diagnostics.length === 0) {
    return silent;
  }
  const response = new AnalyzeResponse();
  response.setDiagnosticsList(diagnostics.map((diagnostic) => toDiagnostic(diagnostic, pack)));
  response.setNotApplicableList(silent.getNotApplicableList());
  return response;
}

const silentResponses = new WeakMap<readonly string[], AnalyzeResponse>();

/** The response without findings: the same for all resources of a type. */
function silentResponse(idle: readonly string[]): AnalyzeResponse {
  const known = silentResponses.get(idle);
  if (known !== undefined) {
    return known;
  }
  const response = new AnalyzeResponse();
  response.setNotApplicableList(
    idle.map((name) => {
      const note = new PolicyNotApplicable();
      note.setPolicyName(name);
      note.setReason(otherTypes);
      return note;
    }),
  );
  silentResponses.set(idle, response);
  return response;
}

/** The name of a pack and its version. */
export interface Pack {
  readonly name: string;
  readonly version: string;
}

function toDiagnostic({ rule, level, urn, finding }: Diagnostic, { name, version }: Pack): AnalyzeDiagnostic {
  const diagnostic = new AnalyzeDiagnostic();
  diagnostic.setPolicyname(rule.name);
  diagnostic.setPolicypackname(name);
  diagnostic.setPolicypackversion(version);
  diagnostic.setDescription(rule.description);
  diagnostic.setMessage(`${rule.description}\n${finding.message}`);
  diagnostic.setEnforcementlevel(toLevel(level));
  diagnostic.setSeverity(toSeverity(rule.severity));
  if (urn !== undefined) {
    diagnostic.setUrn(urn);
  }
  return diagnostic;
}

/** The resources of a stack; each is read when a rule asks for its type. */
export function registeredFrom(resources: readonly AnalyzerResource[]): RegisteredResource[] {
  const urns = new Set(resources.map((resource) => resource.getUrn()));
  const known = (names: readonly string[]) => new Set(names.filter((name) => urns.has(name)));
  return resources.map((resource) => ({
    type: resource.getType(),
    urn: resource.getUrn(),
    protect: resource.getOptions()?.getProtect() ?? false,
    hasProvider: resource.getProvider() !== undefined,
    read: () => ({
      props: fromWire(resource.getProperties()?.toJavaScript() ?? {}),
      dependencies: known(resource.getDependenciesList()),
      propertyDependencies: new Map(
        [...resource.getPropertydependenciesMap().entries()].map(([property, sources]) => [
          property,
          known(sources.getUrnsList()),
        ]),
      ),
    }),
  }));
}
