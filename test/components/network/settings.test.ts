import assert from "node:assert/strict";
import {
  endpointPolicy,
  endpointService,
  type NetworkSettings,
  networkProblems,
  networkSchema,
  s3EndpointPolicy,
} from "../../../components/network/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { china, gov, scope } from "../../support/scopes";
import { judgeByResourcePolicy } from "../../support/simulate-service";

const existingVpc = {
  vpcId: "vpc-0a1b2c3d",
  subnetIds: ["subnet-0a1b2c3d"],
  routeTableIds: ["rtb-0a1b2c3d"],
  hasInternet: false,
};

const refused: [settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    { cidrBlock: "8.8.0.0/16" },
    "cidrBlock",
    'is "8.8.0.0/16": give a private block of /16 to /24, such as 10.0.0.0/16',
  ],
  [
    { cidrBlock: "10.0.0.0/8" },
    "cidrBlock",
    'is "10.0.0.0/8": give a private block of /16 to /24, such as 10.0.0.0/16',
  ],
  [{ zones: 1 }, "zones", "is 1: give 2 or 3"],
  [{ natGateways: "two" }, "natGateways", 'is "two": allowed are none, single, one-per-zone'],
  [{ existingVpc: { ...existingVpc, routeTableIds: [] } }, "existingVpc.routeTableIds", "is []: give at least 1 entry"],
];

describe("the settings of a network", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 70)}`, () => {
      assert.deepEqual(schemaProblems(networkSchema, settings), [{ path, reason }]);
    });
  }

  it("are two zones without a NAT gateway, with endpoints for what nearly every build calls", () => {
    assert.deepEqual(networkSchema.parse({}), {
      cidrBlock: "10.0.0.0/16",
      zones: 2,
      natGateways: "none",
      endpoints: [
        "codebuild",
        "codeconnections.api",
        "codepipeline",
        "ecr.api",
        "ecr.dkr",
        "kms",
        "logs",
        "secretsmanager",
        "ssm",
        "sts",
      ],
      flowLogRetentionInDays: 365,
    });
  });

  it("refuse what an existing VPC has decided, and partitions with other endpoints", () => {
    const settings: NetworkSettings = { existingVpc, natGateways: "single", zones: 2 };
    assert.deepEqual(
      networkProblems(settings, scope).map(({ path }) => path),
      ["zones", "natGateways"],
    );
    assert.deepEqual(networkProblems({}, gov), []);
    assert.deepEqual(networkProblems({}, china), [
      {
        path: "region",
        reason: "is of the partition aws-cn, whose endpoints have other names: allowed are aws, aws-us-gov",
      },
    ]);
  });
});

describe("the endpoints of a network", () => {
  it("have the names of AWS", () => {
    assert.equal(endpointService(scope, "ecr.api"), "com.amazonaws.eu-central-1.ecr.api");
  });

  const request = (action: string, resource: string, context: Record<string, string>) => ({
    principal: "arn:aws:iam::111122223333:role/build",
    account: "111122223333",
    action,
    resource,
    context,
  });
  const own = { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" };
  const table: [
    policy: string,
    action: string,
    resource: string,
    context: Record<string, string>,
    isAllowed: boolean,
  ][] = [
    [
      endpointPolicy(scope),
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a-abcdef",
      own,
      true,
    ],
    [
      endpointPolicy(scope),
      "secretsmanager:PutSecretValue",
      "arn:aws:secretsmanager:eu-central-1:999999999999:secret:a-abcdef",
      { "aws:PrincipalAccount": "999999999999", "aws:ResourceAccount": "999999999999" },
      false,
    ],
    [s3EndpointPolicy(scope), "s3:PutObject", "arn:aws:s3:::acme/x", own, true],
    [
      s3EndpointPolicy(scope),
      "s3:PutObject",
      "arn:aws:s3:::theirs/x",
      { ...own, "aws:ResourceAccount": "999999999999" },
      false,
    ],
    [
      s3EndpointPolicy(scope),
      "s3:GetObject",
      "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/x",
      { ...own, "aws:ResourceAccount": "999999999999" },
      true,
    ],
  ];
  for (const [policy, action, resource, context, isAllowed] of table) {
    it(`${isAllowed ? "allow" : "deny"} ${action} on ${resource}`, async () => {
      const decision = await judgeByResourcePolicy(policy, request(action, resource, context));
      assert.equal(decision === "Allowed", isAllowed, decision);
    });
  }
});
