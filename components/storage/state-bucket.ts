import { bucketName, regionName } from "../aws/names";
import { allowedKeys, matching } from "../schema/vocabulary";

/** The bucket of a state backend, by names that are known before it exists. */
export interface StateBucket {
  /** The name of the bucket. */
  bucketName: string;
  /** The region of the bucket. */
  region: string;
}

/** The object that holds the state of one Terraform module. */
export interface TerraformState extends StateBucket {
  /** The key of the object, such as `shop/dev/terraform.tfstate`. */
  key: string;
}

const shape = { bucketName, region: regionName };

export const stateBucket = allowedKeys(shape);

/** Key of an object: no leading or trailing slash, no character that a shell or S3 treats specially. */
export const stateKey = matching(
  /^(?=.{1,1000}$)[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/,
  'give an object key: letters, digits, "_", "." and "-" in parts separated by slashes, such as shop/dev/terraform.tfstate',
);

export const terraformState = allowedKeys({ ...shape, key: stateKey });

/**
 * Returns the address that `pulumi login` takes.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
 */
export function pulumiBackendUrl({ bucketName: bucket, region }: StateBucket): string {
  return `s3://${bucket}?region=${region}&awssdk=v2`;
}

/**
 * Returns the secrets provider of a Pulumi stack. It names the key by its alias, which is known before the key exists.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/secrets/#available-encryption-providers
 */
export function pulumiSecretsProvider({ keyAlias, region }: { keyAlias: string; region: string }): string {
  return `awskms:///alias/${keyAlias}?region=${region}`;
}

/**
 * Returns the configuration of Terraform's `backend "s3"` block. The bucket encrypts by default, and its policy refuses
 * uploads that name an algorithm or a key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export function terraformBackendConfig({ bucketName: bucket, region, key }: TerraformState) {
  return { bucket, region, key, use_lockfile: true, encrypt: false };
}

/** The options by which Terraform fills its empty `backend "s3"` block. */
export function terraformBackendOptions(state: TerraformState): string {
  return Object.entries(terraformBackendConfig(state))
    .map(([name, value]) => `-backend-config=${name}=${value}`)
    .join(" ");
}
