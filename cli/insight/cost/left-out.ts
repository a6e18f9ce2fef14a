import { isUnknown } from "../../preview/base/property-value";
import type { Resource } from "../../preview/engine/resource";
import type { Gap } from "../../preview/gap";
import { at, knownAt, listAt, textAt, UNKNOWN_TEXT } from "../known";
import { PROJECT_TYPE } from "../resource-types";
import { computeOf, hasFleet, projectName } from "./build-project";
import { isTariff } from "./prices";
import type { Usage } from "./usage";

/** A cost that a sum leaves out. */
export interface MissingCost {
  /** The cost and the reason: `2 Function (aws:lambda), without a price here`. */
  readonly text: string;
  /** Whether it may be due each month, whatever the use. */
  readonly isFixed: boolean;
}

/** The use of a stack, as the lines of its estimate count it. */
export interface CountedUse {
  /** Minutes a month by the name of the project, for the builds that pipelines start. */
  readonly buildMinutes: ReadonlyMap<string, number>;
  /** Minutes a month by the URN of the project, for all builds. */
  readonly minutes: ReadonlyMap<string, number>;
  /** Costs of the runs that have no tariff. */
  readonly notCounted: readonly string[];
}

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

/** Costs of the stated usage without a known amount, besides lines without a price. */
export function missingCosts(
  made: readonly Resource[],
  { buildMinutes, minutes, notCounted }: CountedUse,
  usage: Usage,
  gaps: readonly Gap[],
): readonly MissingCost[] {
  const ofUse = [
    ...notCounted,
    ...unknownCompute(made, minutes),
    ...elsewhere(made, buildMinutes),
    ...idleProjects(made, buildMinutes, usage),
    ...(usage.customMetrics === 0 ? customMetrics(made) : []),
    ...trailEvents(made, usage),
  ];
  const ofExistence = [...fleets(made), ...unknownCounts(made), ...otherTypes(made), ...unknownParts(gaps)];
  return [...ofUse.map((text) => ({ text, isFixed: false })), ...ofExistence.map((text) => ({ text, isFixed: true }))];
}

/** Costs of a use that the usage states as 0, or of later years. */
export function notStatedCosts(made: readonly Resource[], usage: Usage): readonly string[] {
  return [...rotations(made), ...signatures(made), ...notStatedVolumes(made, usage)];
}

/** Build minutes on machines without a tariff. */
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

/** Machines that AWS bills as long as they exist. */
function fleets(made: readonly Resource[]): string[] {
  return made
    .filter(({ type }) => type === "aws:codebuild/fleet:Fleet")
    .map(({ inputs, name }) => {
      const machine = `${textAt(inputs.environmentType) ?? UNKNOWN_TEXT} ${textAt(inputs.computeType) ?? UNKNOWN_TEXT}`;
      return `${knownAt(inputs.baseCapacity) ?? UNKNOWN_TEXT} reserved of ${machine} in fleet ${name}, without a price here`;
    });
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
  const count = made.filter(({ type }) => type === "aws:cloudwatch/logMetricFilter:LogMetricFilter").length;
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
