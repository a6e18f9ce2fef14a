import { accountOf } from "../../aws/arn";
import { allowOtherAccounts } from "../../iam/bucket-policy";
import { keyPolicyAddition } from "../../iam/key-policy";
import type { Statement } from "../../iam/statement";
import { listArtifactUsers, storeKeyUsers } from "./artifact-users";
import { logGroupArnsIn } from "./log-groups";
import { otherAccountRoles } from "./other-accounts";
import type { PipelinePlan } from "./plan";

/** The key of a store that a pipeline is given. An output belongs to a key of the same program. */
interface GivenKey {
  readonly encryptionKeyArn: unknown;
}

/**
 * Tells the owner of each given store whom its policies must let in. These are roles of other accounts, and CloudWatch
 * Logs for the log group of CodePipeline's own compute. Each bucket and each key has one text. A bucket of the same
 * program looks like an existing one here.
 *
 * @param given - the stores that the pipeline is given, by region
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export function storeNotices(plan: PipelinePlan, given: Readonly<Record<string, GivenKey>>): string[] {
  const { context, buckets } = plan;
  return Object.entries(buckets).flatMap(([region, bucketName]) => {
    const store = given[region];
    if (store === undefined) {
      return [];
    }
    const scope = { ...context.scope, region };
    const users = listArtifactUsers(plan, region);
    const { encryptionKeyArn: key } = store;
    const bucketNotice = notice(
      `the bucket ${bucketName}`,
      allowOtherAccounts(scope, bucketName, otherAccountRoles(users, scope)),
      " (an ArtifactBucket does it for its otherAccountRoles)",
    );
    if (typeof key !== "string") {
      return bucketNotice;
    }
    const elsewhere = users.filter((user) => accountOf(user.roleArn) !== accountOf(key));
    const logGroups = logGroupArnsIn(plan, region);
    return [...bucketNotice, ...notice(key, keyPolicyAddition(scope, storeKeyUsers(elsewhere, logGroups)))];
  });
}

function notice(of: string, statements: readonly Statement[], unless = ""): string[] {
  return statements.length === 0
    ? []
    : [
        `The policy of ${of} must contain these statements, if not done already${unless}:\n${JSON.stringify(statements, undefined, 2)}`,
      ];
}
