import { isUnknown } from "../../preview/base/property-value";
import type { Resource } from "../../preview/engine/resource";
import { parseUrn, STACK_TYPE } from "../../preview/engine/urn";
import type { Gap } from "../../preview/gap";
import { at, knownAt, listAt, textAt, UNKNOWN_TEXT } from "../known";
import type { ActionView, PipelineView } from "../pipelines";
import { Places } from "../place";
import { PROJECT_TYPE } from "../resource-types";
import { isTariff, type Price, priceIn, type TariffName } from "./prices";
import { DEFAULT_USAGE, type Usage } from "./usage";

const FILTER_TYPE = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

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

/** A cost that a sum leaves out. */
export interface MissingCost {
  /** The cost and the reason: `2 Function (aws:lambda, no price here)`. */
  readonly text: string;
  /** Whether it may be due each month, whatever the use. */
  readonly isFixed: boolean;
}

/** Less than half a cent shows as no dollars. */
const LEAST_USD = 0.005;

/** Units of a tariff, in a region of their own where they are not in that of their resource. */
type Units = readonly [tariff: TariffName, units: number, region?: string];

/** Services whose resources the estimate counts, or that AWS does not bill by themselves. */
const KNOWN_SERVICES: ReadonlySet<string> = new Set(
  (
    "chatbot cloudtrail cloudwatch codebuild codecommit codeconnections codedeploy codepipeline codestarconnections " +
    "codestarnotifications ecr iam kms organizations resourcegroups s3 scheduler secretsmanager sns ssm ssoadmin"
  ).split(" "),
);

/** Types of those services that AWS bills, and that have no tariff here. */
const BILLED_TYPES: ReadonlySet<string> = new Set(
  (
    "cloudtrail/eventDataStore cloudwatch/contributorInsightRule cloudwatch/contributorManagedInsightRule " +
    "cloudwatch/internetMonitor cloudwatch/metricStream kms/customKeyStore"
  ).split(" "),
);

/** Types of other services that the estimate counts, or that AWS does not bill by themselves. */
const KNOWN_TYPES = new RegExp(
  `^aws:(${[
    "ec2/(vpc|subnet|routeTable|route|routeTableAssociation|mainRouteTableAssociation|internetGateway|egressOnlyInternetGateway)",
    "ec2/(eip|eipAssociation|natGateway|vpcEndpoint|vpcEndpointRouteTableAssociation|vpcEndpointPolicy|flowLog|default\\w+)",
    "ec2/(securityGroup|securityGroupRule|securityGroupAssociation|networkAcl|networkAclRule|networkAclAssociation)",
    "ec2/(vpcDhcpOptions|vpcDhcpOptionsAssociation|managedPrefixList|managedPrefixListEntry|keyPair|launchTemplate|tag)",
    "vpc/(securityGroup(In|E)gressRule|securityGroupVpcAssociation|endpointPrivateDns)",
    "lambda/(permission|alias|layerVersionPermission|eventSourceMapping|functionEventInvokeConfig|functionUrl)",
    "sqs/(queuePolicy|redrivePolicy|redriveAllowPolicy)",
    "ecs/(cluster|clusterCapacityProviders|taskDefinition)",
    "(lb|alb)/(listener|listenerRule|listenerCertificate|targetGroup|targetGroupAttachment)",
    "(appautoscaling|autoscaling)/(target|policy|lifecycleHook|notification)",
    "route53/record",
    "acm/(certificate|certificateValidation)",
    "elasticbeanstalk/(application|applicationVersion|configurationTemplate)",
    "rds/(subnetGroup|parameterGroup|clusterParameterGroup)",
  ].join("|")}):`,
);

/** Packages of providers whose resources cost nothing by themselves. */
const FREE_PACKAGES: ReadonlySet<string> = new Set(
  "archive command docker docker-build github gitlab local null pulumi random std time tls".split(" "),
);

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
  const ofUse = [
    ...runs.notCounted,
    ...unknownCompute(made, minutes),
    ...elsewhere(made, runs.buildMinutes),
    ...idleProjects(made, runs.buildMinutes, usage),
    ...(usage.customMetrics === 0 ? customMetrics(made) : []),
    ...trailEvents(made, usage),
  ];
  const ofExistence = [...fleets(made), ...unknownCounts(made), ...otherTypes(made), ...unknownParts(gaps)];
  const missing = [
    ...ofUse.map((text) => ({ text, isFixed: false })),
    ...ofExistence.map((text) => ({ text, isFixed: true })),
  ];
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
    notStated: [...rotations(made), ...signatures(made), ...notStatedVolumes(made, usage)],
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

interface PipelineUse {
  /** Units by the URN of the pipeline. */
  readonly units: ReadonlyMap<string, readonly Units[]>;
  /** Minutes a month by the name of the project. */
  readonly buildMinutes: ReadonlyMap<string, number>;
  readonly notCounted: readonly string[];
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

function hasFleet({ inputs }: Resource): boolean {
  return textAt(inputs.environment, "fleet", "fleetArn") !== undefined;
}

/** Machines that AWS bills as long as they exist. */
function fleets(made: readonly Resource[]): string[] {
  return made
    .filter(({ type }) => type === "aws:codebuild/fleet:Fleet")
    .map(({ inputs, name }) => {
      const machine = `${textAt(inputs.environmentType) ?? UNKNOWN_TEXT} ${textAt(inputs.computeType) ?? UNKNOWN_TEXT}`;
      return `${knownAt(inputs.baseCapacity) ?? UNKNOWN_TEXT} reserved of ${machine} in fleet ${name}, without a price here`;
    });
}

function buildUnits(project: Resource, minutes: ReadonlyMap<string, number>): readonly Units[] {
  const compute = project.type === PROJECT_TYPE ? computeOf(project) : "";
  return isTariff(compute) ? [[compute, minutes.get(project.urn) ?? 0]] : [];
}

function unknownCompute(made: readonly Resource[], minutes: ReadonlyMap<string, number>): string[] {
  return made.flatMap((project) => {
    const count = minutes.get(project.urn) ?? 0;
    return count === 0 || isTariff(computeOf(project))
      ? []
      : [`${count} build minutes of ${computeOf(project)} in project ${projectName(project)}, without a price here`];
  });
}

/** Build minutes of projects that the program does not make, or whose name is unknown. */
function elsewhere(made: readonly Resource[], buildMinutes: ReadonlyMap<string, number>): string[] {
  const own = new Set(made.filter(({ type }) => type === PROJECT_TYPE).map(projectName));
  return [...buildMinutes]
    .filter(([name, count]) => count > 0 && !own.has(name))
    .map(([name, count]) => `${count} build minutes of project ${name}, which the program does not make`);
}

/** The machine of a project, as `LINUX BUILD_GENERAL1_SMALL`. */
function computeOf({ inputs }: Resource): string {
  const family = (textAt(inputs.environment, "type") ?? UNKNOWN_TEXT).replace(/^(LINUX|ARM)_CONTAINER$/, "$1");
  return `${family} ${textAt(inputs.environment, "computeType") ?? UNKNOWN_TEXT}`;
}

function projectName({ inputs, name }: Resource): string {
  return knownAt(inputs.name) ?? name;
}

/** Units of the stated volumes, each with the type of the resources that hold or carry it. */
function volumeUnits(usage: Usage): readonly (readonly [type: RegExp, units: Units])[] {
  return [
    [/^aws:s3\/bucket(V2)?:/, ["objectGigabyte", usage.objectsGb]],
    [/^aws:ecr\/repository:Repository$/, ["imageGigabyte", usage.imagesGb]],
    [/^aws:cloudwatch\/logGroup:LogGroup$/, ["logGigabyte", usage.logsGb]],
    [/^aws:ec2\/natGateway:NatGateway$/, ["natGigabyte", usage.natGb]],
    [new RegExp(`^${FILTER_TYPE}$`), ["customMetric", usage.customMetrics]],
    [/^aws:cloudtrail\/trail:Trail$/, ["dataEvents", usage.dataEvents / EVENTS_PER_UNIT]],
    [/^aws:cloudtrail\/trail:Trail$/, ["managementEvents", usage.repeatedManagementEvents / EVENTS_PER_UNIT]],
    [/^aws:cloudtrail\/trail:Trail$/, ["insightEvents", usage.insightEvents / EVENTS_PER_UNIT]],
  ];
}

/** Key material that KMS keeps of keys with rotation. */
function rotations(made: readonly Resource[]): string[] {
  const count = made.filter(
    ({ type, inputs }) => type === "aws:kms/key:Key" && knownAt(inputs.enableKeyRotation) === "true",
  ).length;
  return count === 0
    ? []
    : [`$1 a month more after the first and after the second rotation of each key with rotation (${count})`];
}

/** Requests to asymmetric keys: only the use tells how many, and the page of KMS names no region. */
function signatures(made: readonly Resource[]): string[] {
  const count = made.filter(
    ({ type, inputs }) => type === "aws:kms/key:Key" && knownAt(inputs.keyUsage) === "SIGN_VERIFY",
  ).length;
  return count === 0
    ? []
    : [`$0.15 for 10,000 requests to sign or verify with ${count === 1 ? "1 key" : `${count} keys`}`];
}

/** Custom metrics of filters: AWS bills one for each value of the dimensions, which only logs tell. */
function customMetrics(made: readonly Resource[]): string[] {
  const count = made.filter(({ type }) => type === FILTER_TYPE).length;
  const filters = count === 1 ? "1 metric filter" : `${count} metric filters`;
  return count === 0 ? [] : [`the custom metrics of ${filters}, until the usage states customMetrics`];
}

/** Events of trails: only the use tells how many. */
function trailEvents(made: readonly Resource[], usage: Usage): string[] {
  return made
    .filter(({ type }) => type === "aws:cloudtrail/trail:Trail")
    .flatMap(({ name, inputs }) => {
      const hasData = [...listAt(inputs.advancedEventSelectors), ...listAt(inputs.eventSelectors)].length > 0;
      const hasInsights = listAt(inputs.insightSelectors).length > 0;
      return [
        ...(hasData && usage.dataEvents === 0
          ? [`data events of trail ${name}, until the usage states dataEvents`]
          : []),
        ...(hasInsights && usage.insightEvents === 0
          ? [`Insights of trail ${name}, until the usage states insightEvents`]
          : []),
      ];
    });
}

/** Projects that a schedule or a webhook starts: only the use tells how often. */
function idleProjects(made: readonly Resource[], buildMinutes: ReadonlyMap<string, number>, usage: Usage): string[] {
  return made
    .filter((project) => project.type === PROJECT_TYPE && !hasFleet(project))
    .map(projectName)
    .filter((name) => !buildMinutes.has(name) && usage.runsOf[name] === undefined)
    .map((name) => `builds of project ${name}, which no pipeline starts, until the usage states their runs`);
}

/** Volumes that the usage states as 0, although the stack has resources that hold or carry them. */
function notStatedVolumes(made: readonly Resource[], usage: Usage): string[] {
  const kinds = [
    [/^aws:s3\/bucket(V2)?:/, "objects of", "bucket", "buckets", "objectsGb"],
    [/^aws:ecr\/repository:/, "images of", "repository", "repositories", "imagesGb"],
    [/^aws:cloudwatch\/logGroup:/, "logs of", "log group", "log groups", "logsGb"],
    [/^aws:ec2\/natGateway:/, "traffic of", "NAT gateway", "NAT gateways", "natGb"],
  ] as const;
  return kinds.flatMap(([type, volume, one, many, key]) => {
    const count = made.filter((resource) => type.test(resource.type)).length;
    return count === 0 || usage[key] > 0
      ? []
      : [`${volume} ${count} ${count === 1 ? one : many}, until the usage states ${key}`];
  });
}

/** Resources that AWS bills by a number that is unknown at preview. The estimate counts the least. */
function unknownCounts(made: readonly Resource[]): string[] {
  const counted: Readonly<Record<string, readonly string[]>> = {
    "aws:secretsmanager/secret:Secret": ["replicas"],
    "aws:cloudwatch/metricAlarm:MetricAlarm": ["metricQueries"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["vpcEndpointType", "subnetIds"],
  };
  return made.flatMap(({ type, name, inputs }) =>
    (counted[type] ?? [])
      .filter((key) => isUnknown(at(inputs[key])))
      .map((key) => `${key} of ${type.split(":").at(-1)} ${name}, unknown at preview`),
  );
}

/** Resources without a tariff, one text for each type: other services of AWS, and other providers. */
function otherTypes(made: readonly Resource[]): string[] {
  const counts = new Map<string, number>();
  for (const resource of made.filter((one) => !isKnown(one))) {
    counts.set(resource.type, (counts.get(resource.type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => {
    const [provider = "", module = "", name] = type.split(":");
    return `${count} ${name ?? module} (${provider}:${module.split("/")[0]}), without a price here`;
  });
}

/** Whether the estimate counts a resource, or nobody bills it by itself. */
function isKnown({ type, inputs }: Resource): boolean {
  const [provider = "", module = ""] = type.split(":");
  if (provider !== "aws") {
    return FREE_PACKAGES.has(provider);
  }
  if (type === "aws:ec2/vpcEndpoint:VpcEndpoint") {
    return (
      /^(Gateway|Interface)$/.test(textAt(inputs.vpcEndpointType) ?? "Gateway") || isUnknown(inputs.vpcEndpointType)
    );
  }
  if (type === "aws:ssm/parameter:Parameter") {
    return !/^(Advanced|Intelligent-Tiering)$/.test(textAt(inputs.tier) ?? "Standard");
  }
  return (KNOWN_SERVICES.has(module.split("/")[0] ?? "") && !BILLED_TYPES.has(module)) || KNOWN_TYPES.test(type);
}

/** Parts of the program whose resources are unknown offline. */
function unknownParts(gaps: readonly Gap[]): string[] {
  return gaps
    .filter(({ kind }) => kind === "component" || kind === "callback" || kind === "list")
    .map(({ what }) => `resources of ${what}, unknown offline`);
}

function ownerOf(resource: Resource, byUrn: ReadonlyMap<string, Resource>): string {
  const parent = byUrn.get(resource.parent);
  const owner = parent === undefined || parent.type === STACK_TYPE || parent.custom ? resource : parent;
  const { type, name } = parseUrn(owner.urn);
  return `${type.split(":").at(-1)} ${name}`;
}
