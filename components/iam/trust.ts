import { accountRootArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { policyDocument } from "./statement";

/**
 * Lets a service assume a role on behalf of this account alone and, where AWS documents that the service says for
 * what it acts, of one resource alone.
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

/** Lets one role assume another. */
export function roleTrust(trustedRoleArn: string): string {
  return policyDocument([
    { Sid: "Role", Effect: "Allow", Principal: { AWS: trustedRoleArn }, Action: "sts:AssumeRole" },
  ]);
}

/**
 * Lets one role of an account assume another that is there before it: IAM refuses to name a role that does not exist, so
 * the role is let in through its account.
 */
export function futureRoleTrust(scope: AwsScope, trustedRoleArn: string): string {
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
