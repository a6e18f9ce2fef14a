import { z } from "zod";
import { functionArn } from "../../aws/arn";
import { functionName } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { reportJobResults } from "../../iam/job-access";
import { allowStatement, type Statement } from "../../iam/statement";
import type { RequiredGrant } from "../base/action-type";

/** The configuration keys that actions and rules share for the function that they invoke. */
export const functionInvocationShape = {
  /** The name of the function: 1 to 64 letters, digits or the characters `- _`. */
  FunctionName: functionName,
  /**
   * A text that the function receives with the job.
   * @default - nothing
   */
  UserParameters: z.string().min(1).optional(),
};

/**
 * Lets an action or rule invoke one function. It does not grant lambda:ListFunctions, which shows the variables of
 * every function of the account (docs/permissions.md).
 */
export function invokeFunction(scope: AwsScope, name: string): Statement {
  return allowStatement({ sid: "Invoke", actions: ["lambda:InvokeFunction"], resources: [functionArn(scope, name)] });
}

/** The grant that the function needs: only the function itself reports the result of the job. */
export function askJobResults({ region }: AwsScope, name: string): RequiredGrant {
  return {
    of: `the role of the function ${name}`,
    statements: reportJobResults(),
    note: `It must report to CodePipeline in ${region}, where the function is.`,
  };
}
