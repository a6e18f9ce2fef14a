import { accountRootArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { keyPolicyWith } from "./key-policy";

/**
 * The policy of a key that state and the secrets in it are encrypted under. Its users come in through the account, so
 * that they need not exist yet; how far each of them goes, its own document says.
 *
 * @param users - ARNs of roles and users of the account.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function stateKeyPolicy(scope: AwsScope, users: readonly string[]): string {
  return keyPolicyWith(scope, [
    {
      Sid: "State",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(scope) },
      // Encrypt is for those who make a stack: its secrets provider encrypts a data key, once.
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [...new Set(users)].sort() } },
    },
  ]);
}
