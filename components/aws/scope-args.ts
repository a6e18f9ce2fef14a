import { type AwsScope, partitionOf } from "./scope";

/** Where a component's resources live. Plain, so that every ARN is known on the first preview. */
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

/** @internal */
export function scopeOf({ account, region, partition = partitionOf(region) }: ScopeArgs): AwsScope {
  return { account, region, partition };
}
