import { accountRootArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { policyDocument } from "./statement";

/**
 * The trust policy for a service that acts for this account only and, where AWS documents that the service sends it,
 * for one resource only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function serviceTrust(scope: AwsScope, service: string, sourceArn?: string): string {
  return policyDocument([
    {
      Sid: "Service",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.account },
        ...(sourceArn && { ArnEquals: { "aws:SourceArn": sourceArn } }),
      },
    },
  ]);
}

/**
 * The trust policy for one role, which may not exist yet. IAM refuses a missing role as principal, so the policy names
 * the account and compares the principal. The trusted role's own policy must allow the call too.
 */
export function roleTrust(scope: AwsScope, trustedRoleArn: string): string {
  return policyDocument([
    {
      Sid: "Role",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(scope) },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": trustedRoleArn } },
    },
  ]);
}
