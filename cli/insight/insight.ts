import type { Resource } from "../preview/engine/resource";
import { STACK_TYPE } from "../preview/engine/urn";
import type { PreviewResult } from "../preview/result";
import { type Estimate, estimateOf } from "./cost/estimate";
import { DEFAULT_USAGE } from "./cost/usage";
import { type Finding, findingsOf } from "./findings";
import { type PipelineView, pipelinesOf } from "./pipelines";
import { Places } from "./place";
import { SettingPlaces } from "./place-in-settings";
import { type ScheduledBuilds, scheduledBuildsOf } from "./scheduled-builds";

/** The meaning of one previewed program: computed once, shown by every report. */
export interface Insight {
  /** Those of pipelines come first. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly components: readonly ComponentCount[];
  readonly pipelines: readonly PipelineView[];
  readonly scheduledBuilds: readonly ScheduledBuilds[];
  readonly findings: readonly Finding[];
  /** Monthly cost with the default usage. */
  readonly cost: Estimate;
}

/** A component type of the program and how often it occurs. */
export interface ComponentCount {
  readonly name: string;
  readonly count: number;
}

export function insightOf({ resources, config, account, packs, settings, gaps }: PreviewResult): Insight {
  const places = new Places(resources, config, account);
  const pipelines = pipelinesOf(resources, config, account);
  const all = resources
    .filter(({ custom, implicit, type }) => custom && !implicit && type.startsWith("aws:"))
    .map((resource) => places.of(resource));
  const homes = pipelines.map(({ place }) => place);
  return {
    accounts: distinct(
      homes.map((place) => place.account),
      all.map((place) => place.account),
    ),
    regions: distinct([...homes, ...all].map(({ region }) => region)),
    components: componentsOf(resources),
    pipelines,
    scheduledBuilds: scheduledBuildsOf(resources),
    findings: findingsOf(packs, new SettingPlaces(resources, settings)),
    cost: estimateOf(resources, config, pipelines, DEFAULT_USAGE, gaps),
  };
}

/** Components of the program by type, most first. */
function componentsOf(resources: readonly Resource[]): readonly ComponentCount[] {
  const counts = new Map<string, number>();
  for (const { type, custom } of resources) {
    if (!custom && type !== STACK_TYPE) {
      const name = type.split(":").at(-1) ?? type;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** The values of all lists, each once. Each list is sorted. */
function distinct(...lists: readonly (readonly (string | undefined)[])[]): readonly string[] {
  return [...new Set(lists.flatMap((values) => values.filter((value) => value !== undefined).sort()))];
}
