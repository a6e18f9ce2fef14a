import { z } from "zod";
import type { Problem } from "../schema/problem";
import { schemaProblems, shown } from "../schema/vocabulary";
import { accountId, regionName } from "./names";
import { type RoleSettings, roleSettingsOf } from "./role-settings";

/**
 * The place of resources, and the settings of roles there. All parts are plain, so that every ARN is known on the first
 * preview.
 */
export interface AwsScope extends Readonly<RoleSettings> {
  /** The partition: `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`. */
  readonly partition: string;
  /** The account, 12 digits. */
  readonly account: string;
  /** The region, such as `us-east-1`. */
  readonly region: string;
}

/** The supported partitions. */
export const partitions = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"] as const;

/** The beginnings of region names outside the partition `aws`. */
const beginnings: readonly (readonly [beginning: string, partition: (typeof partitions)[number]])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
];

/** The partition a region belongs to. */
export function partitionOf(region: string): string {
  return beginnings.find(([beginning]) => region.startsWith(beginning))?.[1] ?? "aws";
}

/** Domains of partitions that do not share the domain of `aws`. */
const ownSuffixes: Readonly<Record<string, string>> = { "aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu" };

/** The domain of a partition's regional endpoints and registries. */
export function dnsSuffix(partition: string): string {
  return ownSuffixes[partition] ?? "amazonaws.com";
}

/** Hosts of the AWS console in partitions that do not share the host of `aws`. */
const ownConsoles: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-eusc": "console.amazonaws-eusc.eu",
};

/** The host of the AWS console for a region, without the region in front. */
export function consoleHost(region: string): string {
  return ownConsoles[partitionOf(region)] ?? "console.aws.amazon.com";
}

/** The name of a service in one region, such as `s3.eu-central-1.amazonaws.com`, in IAM and KMS documents. */
export function regionalService({ region, partition }: AwsScope, service: string): string {
  return `${service}.${region}.${dnsSuffix(partition)}`;
}

/** The place of a component's resources. Plain strings, so that every ARN is known on the first preview. */
export interface ScopeArgs {
  /** The account, 12 digits. */
  account: string;
  /** The region, such as `us-east-1`. */
  region: string;
  /**
   * The partition: `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`.
   * @default - the partition of the region
   */
  partition?: string | undefined;
}

const scopeSchema = z.object({ account: accountId, region: regionName, partition: z.enum(partitions).optional() });

/** Refuses a place that AWS does not have: its ARNs would name nothing. @internal */
export function scopeProblems({ account, region, partition }: ScopeArgs): Problem[] {
  const problems = schemaProblems(scopeSchema, { account, region, ...(partition !== undefined && { partition }) });
  return problems.length > 0 || partition === undefined || partition === partitionOf(region)
    ? problems
    : [{ path: "partition", reason: `is ${shown(partition)}, and ${region} is in ${partitionOf(region)}: remove it` }];
}

/** The place of a scope alone, for components without roles. @internal */
export function withoutRoles({ account, region, partition }: AwsScope): AwsScope {
  return { account, region, partition };
}

/** The scope of a component, with the settings of its roles if it has any. @internal */
export function scopeOf({
  account,
  region,
  partition = partitionOf(region),
  ...args
}: ScopeArgs & RoleSettings): AwsScope {
  return { account, region, partition, ...roleSettingsOf(args) };
}
