import type { Resource } from "../../preview/engine/resource";
import { parseUrn, STACK_TYPE } from "../../preview/engine/urn";
import type { Gap } from "../../preview/gap";
import { knownAt, listAt, textAt, UNKNOWN_TEXT } from "../known";
import type { ActionView, PipelineView } from "../pipelines";
import { Places } from "../place";
import { PROJECT_TYPE } from "../resource-types";
import { computeOf, hasFleet, projectName } from "./build-project";
import { type CountedUse, type MissingCost, missingCosts, notStatedCosts } from "./left-out";
import { isTariff, type Price, priceIn, type TariffName } from "./prices";
import { DEFAULT_USAGE, type Usage } from "./usage";

/** AWS bills a month as 730 hours. */
const HOURS_PER_MONTH = 730;
const EVENTS_PER_UNIT = 100_000;
/** An alarm with a shorter period has high resolution. */
const STANDARD_PERIOD_SECONDS = 60;

/** One line of an estimate: units of a tariff in a region. */
export interface CostLine {
  readonly tariff: TariffName;
  /** `[unknown]` where AWS or the surroundings decide it. */
  readonly region: string;
  /** Whether the line is due each month, whatever the use. */
  readonly isFixed: boolean;
  readonly units: number;
  /** Undefined where no page with the price has been read. */
  readonly price: Price | undefined;
  /** US dollars a month before any free tier; 0 without a price. */
  readonly usd: number;
  /** The component that adds the line, as `ArtifactBucket shop-dev-artifacts`; the resource where it has none. */
  readonly owner: string;
}

/** A sum of US dollars a month, and how far it is known. */
export interface Sum {
  readonly usd: number;
  /** `at least` where the sum leaves costs out, `unknown` where the rest of it is nothing. */
  readonly certainty: "exact" | "at least" | "unknown";
}

/** The monthly cost of a stack. */
export interface Estimate {
  readonly lines: readonly CostLine[];
  readonly fixed: Sum;
  readonly byUse: Sum;
  readonly total: Sum;
  /** Costs of the stated usage without a known amount, besides lines without a price. */
  readonly missing: readonly MissingCost[];
  /** Costs of a use that the usage states as 0, or of later years. */
  readonly notStated: readonly string[];
}

/** Less than half a cent shows as no dollars. */
const LEAST_USD = 0.005;

/** Units of a tariff, in a region of their own where they are not in that of their resource. */
type Units = readonly [tariff: TariffName, units: number, region?: string];

/** Actions on a CodeBuild machine whose size AWS chooses. */
const OWN_COMPUTE: ReadonlySet<string> = new Set(["Commands", "ECRBuildAndPublish", "InspectorScan"]);

/**
 * Estimates the monthly cost of a stack from its resources and a stated use. Every pipeline runs as often as the usage
 * says, a build takes the minutes that it says, and each other billed action takes one minute.
 */
export function estimateOf(
  resources: readonly Resource[],
  config: Readonly<Record<string, string>>,
  pipelines: readonly PipelineView[],
  usage: Usage = DEFAULT_USAGE,
  gaps: readonly Gap[] = [],
): Estimate {
  const places = new Places(resources, config);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const made = resources.filter(({ custom, implicit, operation }) => custom && !implicit && operation !== "read");
  const line = (resource: Resource, isFixed: boolean, [tariff, units, own]: Units): CostLine => {
    const region = own ?? places.of(resource).region ?? UNKNOWN_TEXT;
    const price = priceIn(tariff, region);
    const usd = (price?.usd ?? 0) * units;
    return { tariff, region, isFixed, units, price, usd, owner: ownerOf(resource, byUrn) };
  };
  const runs = pipelineUse(pipelines, usage);
  const minutes = projectMinutes(made, runs.buildMinutes, usage);
  const volumes = volumeUnits(usage).flatMap(([type, units]) => {
    const first = made.find((resource) => type.test(resource.type));
    return first === undefined ? [] : [line(first, false, units)];
  });
  const lines = [
    ...made.flatMap((resource) => [
      ...fixedUnits(resource).map((units) => line(resource, true, units)),
      ...(runs.units.get(resource.urn) ?? []).map((units) => line(resource, false, units)),
      ...buildUnits(resource, minutes).map((units) => line(resource, false, units)),
    ]),
    ...volumes,
  ].filter(({ units }) => units > 0);
  const missing = missingCosts(made, { ...runs, minutes }, usage, gaps);
  const hasVolumes = volumes.length > 0;
  const sum = (isWanted: (one: { readonly isFixed: boolean }) => boolean, hasOpenUse: boolean): Sum => {
    const wanted = lines.filter(isWanted);
    const usd = wanted.reduce((total, one) => total + one.usd, 0);
    const isOpen = missing.some(isWanted) || wanted.some(({ price }) => price === undefined);
    const isNothing = usd < LEAST_USD && (isOpen || (usd === 0 && hasOpenUse));
    return { usd, certainty: isNothing ? "unknown" : isOpen ? "at least" : "exact" };
  };
  return {
    lines,
    fixed: sum(({ isFixed }) => isFixed, false),
    byUse: sum(({ isFixed }) => !isFixed, hasVolumes),
    total: sum(() => true, hasVolumes),
    missing,
    notStated: notStatedCosts(made, usage),
  };
}

/** The units that are due each month for a resource as long as it exists. */
function fixedUnits({ type, inputs }: Resource): readonly Units[] {
  switch (type) {
    case "aws:kms/key:Key":
    case "aws:kms/replicaKey:ReplicaKey":
    case "aws:kms/externalKey:ExternalKey":
    case "aws:kms/replicaExternalKey:ReplicaExternalKey":
      return [["key", 1]];
    case "aws:secretsmanager/secret:Secret":
      return [
        ["secret", 1],
        ...listAt(inputs.replicas).map((replica): Units => ["secret", 1, textAt(replica, "region") ?? UNKNOWN_TEXT]),
      ];
    case "aws:cloudwatch/metricAlarm:MetricAlarm": {
      const queried = listAt(inputs.metricQueries).filter((query) => textAt(query, "expression") === undefined).length;
      const period = Number(knownAt(inputs.period) ?? STANDARD_PERIOD_SECONDS);
      return [[period < STANDARD_PERIOD_SECONDS ? "fastAlarmMetric" : "alarmMetric", Math.max(1, queried)]];
    }
    case "aws:cloudwatch/compositeAlarm:CompositeAlarm":
      return [["compositeAlarm", 1]];
    case "aws:cloudwatch/dashboard:Dashboard":
      return [["dashboard", 1]];
    case "aws:ec2/natGateway:NatGateway":
      return [["natHour", HOURS_PER_MONTH]];
    case "aws:ec2/eip:Eip":
      return [["addressHour", HOURS_PER_MONTH]];
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return textAt(inputs.vpcEndpointType) === "Interface"
        ? [["endpointHour", HOURS_PER_MONTH * Math.max(1, listAt(inputs.subnetIds).length)]]
        : [];
    default:
      return [];
  }
}

interface PipelineUse extends Pick<CountedUse, "buildMinutes" | "notCounted"> {
  /** Units by the URN of the pipeline. */
  readonly units: ReadonlyMap<string, readonly Units[]>;
}

function pipelineUse(pipelines: readonly PipelineView[], usage: Usage): PipelineUse {
  const buildMinutes = new Map<string, number>();
  const notCounted: string[] = [];
  const units = pipelines.map(({ urn, name, pipelineType, stages }): [string, Units[]] => {
    const runs = usage.runsOf[name] ?? usage.runs;
    // AWS bills neither approvals nor custom actions by the minute.
    const billed = stages
      .flatMap(({ actions }) => actions)
      .filter(({ approvalMinutes, owner }) => approvalMinutes === undefined && owner !== "Custom");
    for (const action of billed.filter(({ provider }) => provider === "CodeBuild")) {
      const project = action.target ?? "";
      buildMinutes.set(project, (buildMinutes.get(project) ?? 0) + minutesOf(action, usage) * runs);
    }
    for (const { name: action, provider } of billed.filter((one) => runs > 0 && OWN_COMPUTE.has(one.provider))) {
      notCounted.push(
        `the build machine of action ${action} (${provider}) in pipeline ${name}, whose size AWS chooses`,
      );
    }
    const minutes = billed.reduce((total, action) => total + minutesOf(action, usage), 0);
    return [urn, [pipelineType === "V2" ? ["actionMinute", minutes * runs] : ["activePipeline", runs > 0 ? 1 : 0]]];
  });
  return { units: new Map(units), buildMinutes, notCounted };
}

function minutesOf({ provider, target }: ActionView, usage: Usage): number {
  return provider === "CodeBuild" ? Math.ceil(usage.minutesOf[target ?? ""] ?? usage.minutes) : 1;
}

/** Minutes a month by the URN of the project: of its pipelines, or of the runs that the usage states. */
function projectMinutes(
  made: readonly Resource[],
  buildMinutes: ReadonlyMap<string, number>,
  usage: Usage,
): ReadonlyMap<string, number> {
  const projects = made.filter(({ type }) => type === PROJECT_TYPE);
  return new Map(
    projects.map((project): [string, number] => {
      const name = projectName(project);
      const own = (usage.runsOf[name] ?? 0) * Math.ceil(usage.minutesOf[name] ?? usage.minutes);
      // A fleet has its own price, whatever it builds.
      return [project.urn, hasFleet(project) ? 0 : (buildMinutes.get(name) ?? own)];
    }),
  );
}

function buildUnits(project: Resource, minutes: ReadonlyMap<string, number>): readonly Units[] {
  const compute = project.type === PROJECT_TYPE ? computeOf(project) : "";
  return isTariff(compute) ? [[compute, minutes.get(project.urn) ?? 0]] : [];
}

/** Units of the stated volumes, each with the type of the resources that hold or carry it. */
function volumeUnits(usage: Usage): readonly (readonly [type: RegExp, units: Units])[] {
  return [
    [/^aws:s3\/bucket(V2)?:/, ["objectGigabyte", usage.objectsGb]],
    [/^aws:ecr\/repository:Repository$/, ["imageGigabyte", usage.imagesGb]],
    [/^aws:cloudwatch\/logGroup:LogGroup$/, ["logGigabyte", usage.logsGb]],
    [/^aws:ec2\/natGateway:NatGateway$/, ["natGigabyte", usage.natGb]],
    [/^aws:cloudwatch\/logMetricFilter:LogMetricFilter$/, ["customMetric", usage.customMetrics]],
    [/^aws:cloudtrail\/trail:Trail$/, ["dataEvents", usage.dataEvents / EVENTS_PER_UNIT]],
    [/^aws:cloudtrail\/trail:Trail$/, ["managementEvents", usage.repeatedManagementEvents / EVENTS_PER_UNIT]],
    [/^aws:cloudtrail\/trail:Trail$/, ["insightEvents", usage.insightEvents / EVENTS_PER_UNIT]],
  ];
}

function ownerOf(resource: Resource, byUrn: ReadonlyMap<string, Resource>): string {
  const parent = byUrn.get(resource.parent);
  const owner = parent === undefined || parent.type === STACK_TYPE || parent.custom ? resource : parent;
  const { type, name } = parseUrn(owner.urn);
  return `${type.split(":").at(-1)} ${name}`;
}
