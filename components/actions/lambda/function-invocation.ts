import { z } from "zod";
import { functionArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import { reportJobResults } from "../../iam/job-access";
import { allowStatement, type Statement } from "../../iam/statement";
import type { RequiredGrant } from "../base/action-type";
import { functionName } from "./function-name";

/** What actions and rules say alike of the function that they invoke. */
export const functionInvocationShape = {
  /** The name of the function: 1 to 64 letters, digits or the characters `- _`. */
  FunctionName: functionName,
  /**
   * What the function gets besides the job, any text.
   * @default - nothing
   */
  UserParameters: z.string().min(1).optional(),
};

/**
 * What invokes a function, and no other. Not lambda:ListFunctions, which shows the
 * variables of every function of the account (docs/permissions.md).
 */
export function invokeFunction(scope: AwsScope, name: string): Statement {
  return allowStatement({ sid: "Invoke", actions: ["lambda:InvokeFunction"], resources: [functionArn(scope, name)] });
}

/** What the function must be allowed: nobody but the function itself can say how the job ended. */
export function askJobResults({ region }: AwsScope, name: string): RequiredGrant {
  return {
    of: `the role of the function ${name}`,
    statements: reportJobResults(),
    note: `It must report to CodePipeline in ${region}, where the function is.`,
  };
}
