import { accountOf } from "../../aws/arn";
import type { RequiredGrant } from "./action-type";

/**
 * What a source of another account must do for its changes to be heard: AWS tells them on the event bus of the account
 * that has the source, and a rule listens on the bus of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export function crossRegionEvents({ roleArn = "" }: { readonly roleArn?: string | undefined }): RequiredGrant[] {
  const account = accountOf(roleArn);
  return account === undefined
    ? []
    : [
        {
          of: `account ${account}`,
          statements: [],
          note: "unless the pipeline is in this account too, a rule here must send the events of the source on to the default event bus of the pipeline's account",
        },
      ];
}
