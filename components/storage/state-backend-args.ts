import { z } from "zod";
import { accountOf, regionOf } from "../aws/arn";
import { accountId, bucketName, identityArnSchema, keyArnSchema, regionName } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, schemaProblems, shown } from "../schema/vocabulary";

/** A second bucket, to which S3 copies every version of a state. */
const stateReplicationSchema = allowedKeys({
  /** The region of the replica. A new bucket is in another region than the backend. */
  region: regionName,
  /**
   * The account of an existing bucket.
   * @default - the account of the backend
   */
  account: accountId.optional(),
  /**
   * The name of an existing bucket with versioning; needs `existingKeyArn`. The component prints the statements that its
   * owner adds.
   * @default - creates a bucket, its key and a bucket for its access logs
   */
  existingBucketName: bucketName.optional(),
  /**
   * The ARN of the key of the existing bucket, in its region.
   * @default - creates a key
   */
  existingKeyArn: keyArnSchema.optional(),
});

export type StateReplication = z.input<typeof stateReplicationSchema>;

const stateBackendSchema = allowedKeys({
  bucketName,
  users: z.array(identityArnSchema).min(1),
  noncurrentExpireAfterDays: z.int().min(1).max(3650),
  replication: stateReplicationSchema.optional(),
});

/** The place of a state backend. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Lists every problem of the settings of a state backend. */
export function stateBackendProblems(
  settings: z.input<typeof stateBackendSchema>,
  { account, region }: Place,
): Problem[] {
  const foreign = settings.users.flatMap((arn, index): Problem[] => {
    const owner = accountOf(arn);
    return owner === undefined || owner === account
      ? []
      : [{ path: `users[${index}]`, reason: `is of account ${owner}: give a role or a user of account ${account}` }];
  });
  const problems = [...schemaProblems(stateBackendSchema, settings), ...foreign];
  return problems.length > 0 || settings.replication === undefined
    ? problems
    : replicationProblems(settings.replication, { account, region });
}

function replicationProblems(replication: StateReplication, { account, region }: Place): Problem[] {
  const { existingBucketName, existingKeyArn } = replication;
  const problem = (key: keyof StateReplication, reason: string): Problem => ({ path: `replication.${key}`, reason });
  if ((existingBucketName === undefined) !== (existingKeyArn === undefined)) {
    return existingKeyArn === undefined
      ? [problem("existingKeyArn", "is missing: give the key of the bucket in existingBucketName")]
      : [problem("existingBucketName", "is missing: give the bucket of the key in existingKeyArn")];
  }
  if (existingKeyArn !== undefined) {
    return regionOf(existingKeyArn) === replication.region
      ? []
      : [problem("existingKeyArn", `is ${shown(existingKeyArn)}: give a key of ${replication.region}`)];
  }
  return [
    ...(replication.region === region
      ? [problem("region", `is ${shown(region)}, the region of the backend: give another one`)]
      : []),
    ...(replication.account === undefined || replication.account === account
      ? []
      : [
          problem(
            "account",
            `is ${shown(replication.account)}: a bucket of another account exists; give existingBucketName and existingKeyArn`,
          ),
        ]),
  ];
}
