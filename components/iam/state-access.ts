import { accountRootArn, anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { keyPolicyWith } from "./key-policy";
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

/** The location of one state in a bucket of this account and region, by names that are known beforehand. */
export interface StateLocation {
  readonly bucketName: string;
  /** The alias of the bucket's key, without `alias/`. Pulumi's secrets provider is the same key. */
  readonly keyAlias: string;
  readonly of: PulumiStackState | TerraformModuleState;
}

/**
 * The use of a state. A preview of a destroy reads, without locks and secrets. The plan of an update also decrypts
 * secrets. An update or destroy writes.
 */
export type StateUse = "read" | "plan" | "write";

/**
 * Returns the statements of Pulumi or Terraform for one state in a bucket. They neither delete a state nor write
 * `.pulumi/meta.yaml`, which `pulumi stack init` creates, and do not cover compressed states.
 *
 * The statements list all objects, because both tools read objects that may be absent. S3 reports an absent object only
 * to a caller who may list without a prefix (docs/permissions.md).
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
  // Previews and plans take no lock: Pulumi exports the state or previews, Terraform plans with -lock=false.
  const locked = use === "write";
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
    ...grantStateKeyAccess(scope, keyAlias, { writes: locked, secrets: use !== "read" && "project" in of }),
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
    // In a bucket, `organization` is the organization of every stack.
    locks: [`.pulumi/locks/organization/${project}/${stack}/*`],
  };
}

function terraformObjects({ key }: TerraformModuleState): Objects {
  return { read: [key], written: [key], locks: [`${key}.tflock`] };
}

/** The alias identifies the key, whose ARN is unknown beforehand. Pulumi also decrypts the stack's secrets with it. */
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

/**
 * The policy of the key of a state. It lets its users in through the account, so that they need not exist yet; their
 * own documents limit each of them.
 *
 * @param users - ARNs of roles and users of the account.
 * @param further - statements of other principals
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function stateKeyPolicy(scope: AwsScope, users: readonly string[], further: readonly Statement[] = []): string {
  return keyPolicyWith(scope, [
    {
      Sid: "State",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(scope) },
      // `pulumi stack init` needs Encrypt: the secrets provider encrypts a data key once.
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [...new Set(users)].sort() } },
    },
    ...further,
  ]);
}
