import { anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { allowStatement, type Conditions, type Statement } from "./statement";

/** The state of one Pulumi stack in a bucket. */
export interface PulumiStackState {
  /** The name of the project, as Pulumi.yaml has it. */
  readonly project: string;
  /** The name of the stack, without project and organization. */
  readonly stack: string;
}

/** The state of one Terraform module in a bucket. */
export interface TerraformModuleState {
  /** The key of the object. */
  readonly key: string;
}

/** One state in a bucket of this account and region, by names that are known before it exists. */
export interface StateLocation {
  readonly bucketName: string;
  /** The alias of the key that the bucket encrypts with, without `alias/`; for Pulumi also its secrets provider. */
  readonly keyAlias: string;
  readonly of: PulumiStackState | TerraformModuleState;
}

/** What somebody does with a state: to preview is to read, and for Pulumi to lock; to update or destroy is to write. */
export type StateUse = "read" | "write";

/**
 * What Pulumi or Terraform needs for one state of a bucket. Nobody may delete a state, or make the first one of a
 * bucket, whose `.pulumi/meta.yaml` a person writes with `pulumi stack init`; compressed states are not reached.
 *
 * The names of all objects can be listed: both tools ask for objects that are not there, and S3 says so only to those
 * who may list, by a request without a prefix that a condition could compare (docs/permissions.md).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function grantStateAccess(
  scope: AwsScope,
  { bucketName, keyAlias, of }: StateLocation,
  use: StateUse,
): Statement[] {
  const { read, written, locks } = "key" in of ? terraformObjects(of) : pulumiObjects(of);
  // Pulumi locks in a bucket for a preview of a destroy as well, which Terraform is told not to do.
  const locked = use === "write" || "project" in of;
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  const objects = (sid: string, actions: readonly string[], keys: readonly string[]) =>
    allowStatement({ sid, actions, resources: keys.map((key) => objectArn(scope, bucketName, key)), conditions });
  return [
    allowStatement({
      sid: "StateBucket",
      actions: ["s3:ListBucket"],
      resources: [bucketArn(scope, bucketName)],
      conditions,
    }),
    objects("ReadState", ["s3:GetObject"], read),
    ...(use === "write" ? [objects("WriteState", ["s3:PutObject"], written)] : []),
    ...(locked ? [objects("LockState", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], locks)] : []),
    ...grantStateKeyAccess(scope, keyAlias, { writes: locked, secrets: "project" in of }),
  ];
}

interface Objects {
  readonly read: readonly string[];
  readonly written: readonly string[];
  readonly locks: readonly string[];
}

/** @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
function pulumiObjects({ project, stack }: PulumiStackState): Objects {
  const state = `.pulumi/stacks/${project}/${stack}.json`;
  const history = `.pulumi/history/${project}/${stack}/*`;
  return {
    read: [".pulumi/meta.yaml", state, `.pulumi/stacks/${project}/${stack}.pulumi-tags`, history],
    written: [state, `${state}.bak`, history, `.pulumi/backups/${project}/${stack}/*`],
    // In a bucket every stack belongs to an organization of this name.
    locks: [`.pulumi/locks/organization/${project}/${stack}/*`],
  };
}

function terraformObjects({ key }: TerraformModuleState): Objects {
  return { read: [key], written: [key], locks: [`${key}.tflock`] };
}

/** The key's ARN is not known before the key exists, and its alias is. Pulumi also decrypts the stack's secrets with it. */
function grantStateKeyAccess(
  scope: AwsScope,
  keyAlias: string,
  { writes, secrets }: { readonly writes: boolean; readonly secrets: boolean },
): Statement[] {
  const aliased: Conditions = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${keyAlias}` } };
  const throughS3 = { "kms:ViaService": regionalService(scope, "s3") };
  return [
    allowStatement({
      sid: "StateKey",
      actions: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      resources: [anyKeyArn(scope)],
      conditions: { ...aliased, StringEquals: throughS3 },
    }),
    ...(secrets
      ? [
          allowStatement({
            sid: "StateSecrets",
            actions: ["kms:Decrypt"],
            resources: [anyKeyArn(scope)],
            conditions: aliased,
          }),
        ]
      : []),
  ];
}
