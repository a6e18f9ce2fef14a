import { stripVTControlCharacters } from "node:util";
import { type AnalyzerInfo, type PolicyInfo, PolicySeverity, PolicyType } from "@pulumi/pulumi/proto/analyzer_pb";
import { fromStruct } from "../engine/struct";
import type { PolicyConfig, PolicySettings } from "./pack-config";
import type { PolicyVerdict } from "./verdict";
import { levelFromWire } from "./wire-level";

/** Settings that the policies of a pack take, sorted by name. */
export function settingsOf(info: AnalyzerInfo): PolicySettings[] {
  return sorted(info).map((policy) => {
    const schema = info.getSupportsconfig() ? policy.getConfigschema() : undefined;
    return {
      name: policy.getName(),
      level: levelFromWire(policy.getEnforcementlevel()),
      properties: fromStruct(schema?.getProperties()),
      required: schema?.getRequiredList() ?? [],
    };
  });
}

/** The empty verdict of each policy of a pack, sorted by name. */
export function verdictsOf(info: AnalyzerInfo, settled: ReadonlyMap<string, Required<PolicyConfig>>): PolicyVerdict[] {
  return sorted(info).map((policy) => ({
    name: policy.getName(),
    displayName: stripVTControlCharacters(policy.getDisplayname() || policy.getName()),
    description: stripVTControlCharacters(policy.getDescription()),
    level: settled.get(policy.getName())?.level ?? levelFromWire(policy.getEnforcementlevel()),
    kind: policy.getPolicyType() === PolicyType.POLICY_TYPE_STACK ? "stack" : "resource",
    severity: severityOf(policy.getSeverity()),
    judged: 0,
    remediated: [],
    violations: [],
  }));
}

function sorted(info: AnalyzerInfo): PolicyInfo[] {
  return info.getPoliciesList().sort((one, other) => (one.getName() < other.getName() ? -1 : 1));
}

function severityOf(severity: PolicySeverity): string {
  switch (severity) {
    case PolicySeverity.POLICY_SEVERITY_LOW:
      return "low";
    case PolicySeverity.POLICY_SEVERITY_MEDIUM:
      return "medium";
    case PolicySeverity.POLICY_SEVERITY_HIGH:
      return "high";
    case PolicySeverity.POLICY_SEVERITY_CRITICAL:
      return "critical";
    default:
      return "";
  }
}
