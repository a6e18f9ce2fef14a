/**
 * Where resources live. All three are plain strings, so that every ARN is known on the first preview.
 */
export interface AwsScope {
  /** The partition: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The account, 12 digits. */
  readonly account: string;
  /** The region, such as `us-east-1`. */
  readonly region: string;
}

/** The partition a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The domain under which a partition's regional endpoints and registries live. */
export function dnsSuffix(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** What IAM and KMS call a service of one region, such as `s3.eu-central-1.amazonaws.com`. */
export function regionalService({ region, partition }: AwsScope, service: string): string {
  return `${service}.${region}.${dnsSuffix(partition)}`;
}
