import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { AwsScope } from "../../components/aws/scope";

/** Request of a role whose own policy allows everything. Only the bucket policy can deny it. */
export interface BucketRequest {
  readonly action: string;
  readonly key: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Simulates the bucket policy: `Allowed` or `ExplicitlyDenied`. */
export async function judgeByBucketPolicy(
  { account }: AwsScope,
  policy: string,
  bucketArn: string,
  { action, key, context }: BucketRequest,
): Promise<string> {
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const principal = `arn:aws:iam::${account}:role/uploader`;
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: `${bucketArn}/${key}`, accountId: account },
        contextVariables: { "aws:PrincipalArn": principal, ...context },
      },
      identityPolicies: [{ name: "everything", policy: everything }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: JSON.parse(policy),
    },
    {},
  );
  if (result.resultType === "error") {
    throw new Error(JSON.stringify(result.errors));
  }
  return result.overallResult;
}
