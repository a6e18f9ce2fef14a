import { partitionOf } from "../../preview/invokes/partition";

/** A price of AWS in one region, with the day on which AWS's page or price list stated it. */
export interface Price {
  /** US dollars for one unit. */
  readonly usd: number;
  /** `2026-09-28`. */
  readonly read: string;
}

/** One thing that AWS bills, with its prices by region. */
export interface Tariff {
  readonly unit: string;
  /** AWS's page of the price. */
  readonly page: string;
  /** Units that AWS gives to every account each month without charge, and their scope. */
  readonly free?: { readonly units: number; readonly note: string };
  /** By region; `*` where AWS states one price for every commercial region. */
  readonly prices: Readonly<Record<string, Price>>;
}

const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;

/** The prices of some regions, all read on one day. */
const on = (read: string, prices: Readonly<Record<string, number>>): Record<string, Price> =>
  Object.fromEntries(Object.entries(prices).map(([region, usd]) => [region, { usd, read }]));

const CODEBUILD = { unit: "build minute", page: page("codebuild") };
const SMALL_BUILDS = { units: 100, note: "100 minutes of general1.small or arm1.small" };
const LOGS = { units: 5, note: "5 GB of logs, stored or ingested" };

/**
 * Prices of the services that a delivery stack uses. A region or compute type without an entry has no price here: an
 * estimate names it and counts nothing.
 */
export const TARIFFS = {
  actionMinute: {
    unit: "action minute",
    page: page("codepipeline"),
    free: { units: 100, note: "100 action minutes of V2 pipelines" },
    prices: on("2026-09-29", { "*": 0.002 }),
  },
  activePipeline: {
    unit: "active V1 pipeline",
    page: page("codepipeline"),
    free: { units: 1, note: "one active V1 pipeline, and the first 30 days of each" },
    prices: on("2026-09-29", { "*": 1 }),
  },
  "LINUX BUILD_GENERAL1_SMALL": { ...CODEBUILD, free: SMALL_BUILDS, prices: on("2026-09-28", { "us-east-1": 0.005 }) },
  "LINUX BUILD_GENERAL1_MEDIUM": {
    ...CODEBUILD,
    prices: on("2026-10-05", { "us-east-1": 0.01, "eu-west-1": 0.01, "ap-south-1": 0.01, "ap-southeast-1": 0.01 }),
  },
  "LINUX BUILD_GENERAL1_LARGE": { ...CODEBUILD, prices: on("2025-05-31", { "us-east-1": 0.02 }) },
  "LINUX BUILD_GENERAL1_XLARGE": { ...CODEBUILD, prices: on("2025-05-31", { "us-east-1": 0.08 }) },
  "LINUX BUILD_GENERAL1_2XLARGE": { ...CODEBUILD, prices: on("2025-05-31", { "us-east-1": 0.2 }) },
  "ARM BUILD_GENERAL1_SMALL": { ...CODEBUILD, free: SMALL_BUILDS, prices: on("2026-09-28", { "us-east-1": 0.0034 }) },
  "WINDOWS_SERVER_2019_CONTAINER BUILD_GENERAL1_LARGE": {
    ...CODEBUILD,
    prices: on("2024-07-01", { "us-east-1": 0.036 }),
  },
  key: { unit: "customer managed key", page: page("kms"), prices: on("2026-09-29", { "*": 1 }) },
  secret: {
    unit: "secret",
    page: page("secrets-manager"),
    prices: on("2026-10-05", { "us-east-1": 0.4, "eu-west-1": 0.4, "ap-south-1": 0.4, "ap-southeast-1": 0.4 }),
  },
  alarmMetric: {
    unit: "metric of an alarm",
    page: page("cloudwatch"),
    free: { units: 10, note: "10 alarm metrics of standard resolution" },
    prices: on("2026-08-06", { "us-east-1": 0.1, "eu-west-1": 0.1, "eu-central-1": 0.1 }),
  },
  fastAlarmMetric: {
    unit: "metric of a high-resolution alarm",
    page: page("cloudwatch"),
    prices: on("2026-08-06", { "us-east-1": 0.3, "eu-west-1": 0.3, "eu-central-1": 0.3 }),
  },
  compositeAlarm: {
    unit: "composite alarm",
    page: page("cloudwatch"),
    prices: on("2026-08-06", { "us-east-1": 0.5, "eu-west-1": 0.5, "eu-central-1": 0.5 }),
  },
  dashboard: {
    unit: "dashboard",
    page: page("cloudwatch"),
    free: { units: 3, note: "3 dashboards of up to 50 metrics" },
    prices: on("2026-06-13", { "us-east-1": 3 }),
  },
  customMetric: {
    unit: "custom metric, of the first 10,000",
    page: "https://docs.aws.amazon.com/solutions/latest/live-streaming-on-aws-with-amazon-s3/amazon-cloudwatch-metrics-cost.html",
    prices: on("2026-11-30", { "us-east-1": 0.3 }),
  },
  logGigabyte: {
    unit: "GB of logs taken in",
    page: page("cloudwatch"),
    free: LOGS,
    prices: on("2026-08-06", { "us-east-1": 0.5, "eu-west-1": 0.57, "eu-central-1": 0.63 }),
  },
  managementEvents: {
    unit: "100,000 management events of a second trail",
    page: page("cloudtrail"),
    prices: on("2026-11-30", { "*": 2 }),
  },
  dataEvents: {
    unit: "100,000 data events of a trail",
    page: page("cloudtrail"),
    prices: on("2026-11-30", { "*": 0.1 }),
  },
  insightEvents: {
    unit: "100,000 events that Insights analyzes",
    page: page("cloudtrail"),
    prices: on("2024-07-01", { "us-east-1": 0.35 }),
  },
  natHour: {
    unit: "NAT gateway hour",
    page: page("vpc"),
    prices: {
      ...on("2026-09-20", { "us-east-2": 0.045 }),
      ...on("2026-09-30", { "us-east-1": 0.045, "eu-west-1": 0.048, "ap-south-1": 0.056, "ap-southeast-1": 0.059 }),
      ...on("2026-08-16", { "eu-central-1": 0.052 }),
    },
  },
  natGigabyte: {
    unit: "GB through a NAT gateway",
    page: page("vpc"),
    prices: {
      ...on("2026-09-20", { "us-east-2": 0.045 }),
      ...on("2026-09-30", { "us-east-1": 0.045, "eu-west-1": 0.048, "ap-south-1": 0.056, "ap-southeast-1": 0.059 }),
      ...on("2026-08-16", { "eu-central-1": 0.052 }),
    },
  },
  addressHour: {
    unit: "public IPv4 address hour",
    page: page("vpc"),
    prices: on("2026-08-16", { "us-east-1": 0.005, "eu-west-1": 0.005, "eu-central-1": 0.005 }),
  },
  endpointHour: {
    unit: "interface endpoint hour in one zone",
    page: page("privatelink"),
    prices: on("2026-07-24", { "us-east-1": 0.01, "eu-west-1": 0.011, "eu-central-1": 0.012 }),
  },
  objectGigabyte: {
    unit: "GB of S3 Standard",
    page: page("s3"),
    prices: {
      ...on("2026-08-07", { "us-east-1": 0.023, "eu-west-1": 0.023, "eu-central-1": 0.0245 }),
      ...on("2026-09-30", { "ap-south-1": 0.025, "ap-southeast-1": 0.025 }),
    },
  },
  imageGigabyte: {
    unit: "GB of images in ECR",
    page: page("ecr"),
    prices: {
      ...on("2025-11-21", { "us-east-1": 0.1, "eu-west-1": 0.1, "eu-central-1": 0.1 }),
      ...on("2026-10-05", { "ap-south-1": 0.1, "ap-southeast-1": 0.1 }),
    },
  },
} as const satisfies Record<string, Tariff>;

/** The name of a tariff. */
export type TariffName = keyof typeof TARIFFS;

/** Whether a text names a tariff. */
export function isTariff(name: string): name is TariffName {
  return Object.hasOwn(TARIFFS, name);
}

/** The tariff of a name. */
export function tariffOf(name: TariffName): Tariff {
  return TARIFFS[name];
}

/** The price of a tariff in a region; undefined where no page with it has been read, or the region is unknown. */
export function priceIn(name: TariffName, region: string): Price | undefined {
  const { prices } = tariffOf(name);
  const isCommercial = /^[a-z]{2}-/.test(region) && partitionOf(region).name === "aws";
  return prices[region] ?? (isCommercial ? prices["*"] : undefined);
}
