import { regionName } from "../aws/place";
import { allowedKeys, matching } from "../schema/vocabulary";
import { bucketName } from "./artifact-store-settings";

/** A bucket that state is kept in, by names that are known before it exists: that of a `StateBackend`. */
export interface StateBucket {
  /** The name of the bucket. */
  bucketName: string;
  /** The region of the bucket. */
  region: string;
}

/** The object of a bucket that holds the state of one Terraform module. */
export interface TerraformState extends StateBucket {
  /** The key of the object, such as `shop/dev/terraform.tfstate`. */
  key: string;
}

const shape = { bucketName, region: regionName };

export const stateBucket = allowedKeys(shape);

/** The key of an object: no slash at an end, nothing that a shell or S3 reads in another way. */
export const stateKey = matching(
  /^(?=.{1,1000}$)[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/,
  'give the key of an object: letters, digits, "_", "." and "-" in parts divided by slashes, such as shop/dev/terraform.tfstate',
);

export const terraformState = allowedKeys({ ...shape, key: stateKey });

/**
 * What Pulumi logs in to.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
 */
export function pulumiBackendUrl({ bucketName: bucket, region }: StateBucket): string {
  return `s3://${bucket}?region=${region}&awssdk=v2`;
}

/**
 * What Pulumi encrypts the secrets of a stack with: the key of an alias, which is known before the key exists.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/secrets/#available-encryption-providers
 */
export function pulumiSecretsProvider({ keyAlias, region }: { keyAlias: string; region: string }): string {
  return `awskms:///alias/${keyAlias}?region=${region}`;
}

/**
 * What Terraform fills its empty `backend "s3"` block with. The bucket encrypts by itself, and refuses uploads that name
 * an algorithm or a key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export function terraformBackendOptions({ bucketName: bucket, region, key }: TerraformState): string {
  const settings = { bucket, region, key, use_lockfile: "true", encrypt: "false" };
  return Object.entries(settings)
    .map(([name, value]) => `-backend-config=${name}=${value}`)
    .join(" ");
}
