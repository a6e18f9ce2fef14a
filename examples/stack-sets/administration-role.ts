import { allowStatement } from "@platform/aws-pipelines";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

/** The role that CloudFormation goes to the target accounts with. */
export interface AdministrationRole {
  /** Known before the role exists, so that pipelines and policies can name it. */
  readonly arn: string;
  /** What must exist before the stack set can be made with it. */
  readonly ready: pulumi.Resource[];
}

/** Makes the role: it is for one stack set, and may assume one role in each of the accounts. */
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
      description: `CloudFormation works on the stack set ${stackSet.name}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "cloudformation.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": account },
              // CloudFormation gives a stack set an id behind its name.
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
  return { arn: `arn:aws:iam::${account}:role/${name}`, ready: [role, permissions] };
}
