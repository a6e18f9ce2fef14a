import { z } from "zod";
import { accountOf } from "../aws/arn";
import { bucketName, identityArnSchema } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, schemaProblems } from "../schema/vocabulary";

const stateBackendSchema = allowedKeys({
  bucketName,
  users: z.array(identityArnSchema).min(1),
  noncurrentExpireAfterDays: z.int().min(1).max(3650),
});

/** Lists every problem of the settings of a state backend. */
export function stateBackendProblems(settings: z.input<typeof stateBackendSchema>, account: string): Problem[] {
  const foreign = settings.users.flatMap((arn, index): Problem[] => {
    const owner = accountOf(arn);
    return owner === undefined || owner === account
      ? []
      : [{ path: `users[${index}]`, reason: `is of account ${owner}: give a role or a user of account ${account}` }];
  });
  return [...schemaProblems(stateBackendSchema, settings), ...foreign];
}
