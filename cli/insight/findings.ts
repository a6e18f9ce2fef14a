import type { PackVerdict } from "../preview/analysis/verdict";
import type { SettingPlace, SettingPlaces } from "./place-in-settings";

/** One cause that policies report, with every resource that it concerns. */
export interface Finding {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: string;
  readonly message: string;
  /** URNs; empty where the finding is about the whole stack. */
  readonly urns: readonly string[];
  /** The setting that the finding is about, where the value comes from the settings of the stack. */
  readonly setting?: SettingPlace;
}

const SEVERITIES = ["critical", "high", "medium", "low", ""];

/** The findings of all packs, one for each cause: mandatory before advisory, then by severity, then by name. */
export function findingsOf(packs: readonly PackVerdict[], settings?: SettingPlaces): readonly Finding[] {
  const causes = new Map<string, Finding & { urns: string[] }>();
  for (const { policies } of packs) {
    for (const { name, severity, violations } of policies) {
      for (const { urn, level, message } of violations) {
        const mandatory = level === "mandatory" ? "mandatory" : "advisory";
        const key = JSON.stringify([name, mandatory, message]);
        const setting = settings?.of(urn, message);
        const cause = causes.get(key) ?? {
          ...{ policy: name, level: mandatory, severity, message, urns: [] },
          ...(setting !== undefined && { setting }),
        };
        if (urn !== "" && !cause.urns.includes(urn)) {
          cause.urns.push(urn);
        }
        causes.set(key, cause);
      }
    }
  }
  return [...causes.values()].sort(
    (a, b) =>
      Number(a.level === "advisory") - Number(b.level === "advisory") ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      a.policy.localeCompare(b.policy) ||
      (a.urns[0] ?? "").localeCompare(b.urns[0] ?? ""),
  );
}
