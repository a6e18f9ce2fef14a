import { runSimulation } from "@cloud-copilot/iam-simulate";

/** A request of an AWS service to a resource that has a policy. */
export interface ServiceRequest {
  /** The service principal, such as `events.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly account: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Simulates the resource policy: `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`. */
export async function judgeByResourcePolicy(
  policy: string,
  { principal, action, resource, account, context }: ServiceRequest,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: JSON.parse(withKnownKeys(JSON.stringify(context))),
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: JSON.parse(withKnownKeys(policy)),
    },
    {},
  );
  if (result.resultType === "error") {
    throw new Error(JSON.stringify(result.errors));
  }
  return result.overallResult;
}

/** The simulator drops encryption contexts, whose names hold colons. Another text key of KMS stands for them. */
function withKnownKeys(json: string): string {
  return json.replaceAll("kms:EncryptionContext:aws:sns:topicArn", "kms:KeyOrigin");
}
