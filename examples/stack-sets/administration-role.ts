import { allowStatement } from "@platform/aws-pipelines";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

/** The administration role of a stack set. */
export interface AdministrationRole {
  /** Plain text, so that pipelines and policies can name the role on the first preview. */
  readonly arn: string;
  readonly role: iam.Role;
  /** Resources to create before the stack set. */
  readonly ready: pulumi.Resource[];
}

/** Creates the role for one stack set. It may assume one execution role in each target account. */
export function administrationRole(
  { account, region }: { account: string; region: string },
  stackSet: { name: string; executionRoleName: string; accounts: readonly string[] },
  opts: pulumi.CustomResourceOptions,
): AdministrationRole {
  const name = `${stackSet.name}-stack-set`;
  const role = new iam.Role(
    name,
    {
      name,
      description: `Administration of the stack set ${stackSet.name}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "cloudformation.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": account },
              // CloudFormation appends an id to the name of a stack set.
              ArnLike: { "aws:SourceArn": `arn:aws:cloudformation:${region}:${account}:stackset/${stackSet.name}:*` },
            },
          },
        ],
      }),
    },
    opts,
  );
  const targets = allowStatement({
    sid: "ExecutionRoles",
    actions: ["sts:AssumeRole"],
    resources: stackSet.accounts.map((target) => `arn:aws:iam::${target}:role/${stackSet.executionRoleName}`),
  });
  const permissions = new iam.RolePolicy(
    `${name}-policy`,
    { name: "targets", role: role.name, policy: JSON.stringify({ Version: "2012-10-17", Statement: [targets] }) },
    opts,
  );
  return { arn: `arn:aws:iam::${account}:role/${name}`, role, ready: [role, permissions] };
}
