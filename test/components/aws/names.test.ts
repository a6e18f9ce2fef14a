import assert from "node:assert/strict";
import type { z } from "zod";
import * as names from "../../../components/aws/names";

type Case = readonly [what: string, schema: z.ZodType, accepted: readonly unknown[], refused: readonly unknown[]];

const partitions = (arn: string) => ["aws", "aws-cn", "aws-us-gov", "aws-eusc"].map((name) => arn.replace("aws", name));

const cases: readonly Case[] = [
  ["an account", names.accountId, ["011122223333"], [111122223333, "11112222333", "1111222233334"]],
  [
    "a region",
    names.regionName,
    ["eu-central-1", "us-gov-west-1", "eusc-de-east-1"],
    ["eu", "EU-central-1", "eu-central"],
  ],
  ["a stack", names.stackName, ["s", "Shop-dev", `a${"b".repeat(127)}`], ["1shop", "shop_dev", `a${"b".repeat(128)}`]],
  ["a project", names.projectName, ["ab", "1_a-b", "a".repeat(150)], ["a", "-ab", "lib.b", "a b", "a".repeat(151)]],
  ["a CodeCommit repository", names.codeCommitRepositoryName, ["a", "shop.web_1-x"], ["", "shop/web", "a".repeat(101)]],
  [
    "a connection",
    names.connectionArnSchema,
    [
      ...partitions("arn:aws:codeconnections:eu-central-1:111122223333:connection/1a-2b"),
      "arn:aws:codestar-connections:eu-central-1:111122223333:connection/1a-2b",
    ],
    ["arn:aws:codeconnections:eu-central-1:111122223333:host/1a", "1a-2b"],
  ],
  [
    "a CodeDeploy application",
    names.codeDeployName("an application"),
    ["shop+web=1,@x"],
    ["", "shop/web", "a".repeat(101)],
  ],
  ["a pipeline", names.pipelineName, ["a", "shop.dev@1_2-3"], ["", "a b", "a+b", "a".repeat(101)]],
  ["a VPC", names.vpcId, ["vpc-0a1b2c3d", "vpc-0a1b2c3d4e5f60718"], ["vpc-1", "subnet-0a1b2c3d"]],
  ["subnets", names.subnetIds, [["subnet-0a1b2c3d"]], [[], ["subnet-0a1b2c3d", "subnet-0a1b2c3d"], ["subnet-x"]]],
  ["security groups", names.securityGroupIds, [["sg-0a1b2c3d"]], [[], ["sg-0a1b2c3d", "sg-0a1b2c3d"]]],
  ["a target group", names.targetGroupName, ["a", "shop-web"], ["-a", "a-", "a_b", "a".repeat(33)]],
  [
    "an image repository",
    names.imageRepositoryName,
    ["ab", "shop/web", "a__b", "a.b-c/d"],
    ["a", "Shop", "shop//web", "/shop", "a..b", "a".repeat(257)],
  ],
  ["an ECS cluster", names.ecsName("a cluster"), ["prod_1-a"], ["", "a/b", "a".repeat(256)]],
  [
    "a role's ARN",
    names.roleArnSchema,
    [...partitions("arn:aws:iam::111122223333:role/ops/deployer"), "arn:aws:iam::111122223333:role/a+b=c,d.e@f-g_h"],
    ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::1:role/a", "arn:aws:iam::111122223333:user/a", "deployer"],
  ],
  ["a role", names.roleName, ["a+b=c,d.e@f-g_h"], ["", "ops/deployer", "a".repeat(65)]],
  [
    "a policy's ARN",
    names.policyArnSchema,
    ["arn:aws:iam::111122223333:policy/ops/boundary"],
    ["arn:aws:iam::111122223333:role/boundary", "boundary"],
  ],
  [
    "a role or a user",
    names.identityArnSchema,
    ["arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:role/ops"],
    ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/*"],
  ],
  [
    "a principal",
    names.principalArnSchema,
    ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/ada"],
    ["arn:aws:iam::111122223333:group/ops", "111122223333"],
  ],
  [
    "a key",
    names.keyArnSchema,
    partitions("arn:aws:kms:eu-central-1:111122223333:key/1a2b-3c"),
    ["arn:aws:kms:eu-central-1:111122223333:alias/shop", "1a2b-3c"],
  ],
  ["an alias", names.keyAliasName, ["shop/dev_1-a", "a".repeat(250)], ["alias/shop", "aws/s3", "a.b", "a".repeat(251)]],
  ["a function", names.functionName, ["shop-notify_1"], ["", "shop:1", "a".repeat(65)]],
  [
    "a state machine",
    names.stateMachineArnSchema,
    ["arn:aws:states:eu-central-1:111122223333:stateMachine:smoke"],
    ["arn:aws:states:eu-central-1:111122223333:stateMachine:smoke:1", "smoke"],
  ],
  [
    "a bucket",
    names.bucketName,
    ["abc", "shop-dev-1", "a".repeat(63)],
    ["ab", "Shop", "-shop", "shop-", "shop..dev", "192.168.0.1", "a".repeat(64)],
  ],
  ["a topic", names.topicArnSchema, ["arn:aws:sns:eu-central-1:111122223333:ops_1-a"], ["ops", "arn:aws:sns:::ops"]],
];

describe("the name of", () => {
  for (const [what, schema, accepted, refused] of cases) {
    it(`${what} has AWS's own characters and length`, () => {
      assert.deepEqual(
        accepted.filter((value) => !schema.safeParse(value).success),
        [],
      );
      assert.deepEqual(
        refused.filter((value) => schema.safeParse(value).success),
        [],
      );
    });
  }
});
