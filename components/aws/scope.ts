/**
 * Where resources live. All three are plain strings, so that every ARN is known on the first preview.
 */
export interface AwsScope {
  /** The partition: `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`. */
  readonly partition: string;
  /** The account, 12 digits. */
  readonly account: string;
  /** The region, such as `us-east-1`. */
  readonly region: string;
}

/** The partitions that pipelines are made in. */
export const partitions = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"] as const;

/** How the names of regions begin outside of the partition `aws`. */
const beginnings: readonly (readonly [beginning: string, partition: (typeof partitions)[number]])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
];

/** The partition a region belongs to. */
export function partitionOf(region: string): string {
  return beginnings.find(([beginning]) => region.startsWith(beginning))?.[1] ?? "aws";
}

/** Domains of partitions whose regional endpoints and registries do not live under that of `aws`. */
const ownSuffixes: Readonly<Record<string, string>> = { "aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu" };

/** The domain under which a partition's regional endpoints and registries live. */
export function dnsSuffix(partition: string): string {
  return ownSuffixes[partition] ?? "amazonaws.com";
}

/** What IAM and KMS call a service of one region, such as `s3.eu-central-1.amazonaws.com`. */
export function regionalService({ region, partition }: AwsScope, service: string): string {
  return `${service}.${region}.${dnsSuffix(partition)}`;
}
