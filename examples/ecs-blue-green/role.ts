import type { Statement } from "@platform/aws-pipelines";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

/** Service and statements of a role. */
export interface ServiceRoleArgs {
  readonly account: string;
  /** The service principal that assumes the role for this account. */
  readonly service: string;
  readonly statements: readonly Statement[];
}

/** A role and its ARN as plain text, which other policies can name on the first preview. */
export interface ServiceRole {
  readonly arn: string;
  readonly ready: pulumi.Resource[];
}

/** Creates the role of an AWS service. */
export function serviceRole(name: string, args: ServiceRoleArgs, opts: pulumi.CustomResourceOptions): ServiceRole {
  const { account, service, statements } = args;
  // Without this condition, another account could make the service use the role.
  const trust = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
  const role = new iam.Role(name, { name, assumeRolePolicy: policyDocument([trust]) }, opts);
  const policy = new iam.RolePolicy(
    `${name}-policy`,
    { name: "permissions", role: role.name, policy: policyDocument(statements) },
    opts,
  );
  return { arn: `arn:aws:iam::${account}:role/${name}`, ready: [role, policy] };
}

function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
