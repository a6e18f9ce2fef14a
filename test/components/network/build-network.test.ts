import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { BuildNetwork, type BuildNetworkArgs } from "../../../components/network";
import { counts, only, record, unknown } from "../../support/recorder";
import { keyArn } from "../../support/scopes";

const least: BuildNetworkArgs = { account: "111122223333", region: "eu-central-1", encryptionKeyArn: keyArn };
const existingVpc = {
  vpcId: "vpc-0a1b2c3d",
  subnetIds: ["subnet-0a1b2c3d"],
  routeTableIds: ["rtb-0a1b2c3d"],
  hasInternet: true,
};

const made: BuildNetwork[] = [];
const build = (args: Partial<BuildNetworkArgs> = {}) =>
  record({ preview: true }, (opts) => made.push(new BuildNetwork("builds", { ...least, ...args }, opts)));

describe("BuildNetwork", () => {
  it("is a VPC of awsx with isolated subnets, endpoints, groups and flow logs", async () => {
    const recorded = await build({ endpoints: ["logs", "sts"] });
    assert.deepEqual(counts(recorded), {
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
      "aws:ec2/securityGroup:SecurityGroup": 2,
      "aws:ec2/vpcEndpoint:VpcEndpoint": 3,
      "aws:ec2/flowLog:FlowLog": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
    });
    const { inputs } = only(recorded, "awsx:ec2:Vpc", "builds-vpc");
    assert.deepEqual(inputs, {
      region: "eu-central-1",
      cidrBlock: "10.0.0.0/16",
      numberOfAvailabilityZones: 2,
      enableDnsHostnames: true,
      natGateways: { strategy: "None" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Isolated", tags: { "aws-pipelines:network": "builds" } }],
      tags: {},
    });
    assert.equal(made.at(-1)?.hasInternet, false);
  });

  it("has private subnets behind NAT gateways, whose public subnets no build joins", async () => {
    const recorded = await build({ natGateways: "one-per-zone", zones: 3, tags: { owner: "acme" } });
    const { inputs } = only(recorded, "awsx:ec2:Vpc", "builds-vpc");
    assert.deepEqual(inputs.natGateways, { strategy: "OnePerAz" });
    assert.equal(inputs.numberOfAvailabilityZones, 3);
    assert.deepEqual(inputs.subnetSpecs, [
      { type: "Private", tags: { owner: "acme", "aws-pipelines:network": "builds" } },
      { type: "Public" },
    ]);
    assert.equal(made.at(-1)?.hasInternet, true);
  });

  it("lets nothing into builds, and builds reach HTTPS alone", async () => {
    const recorded = await build();
    const builds = only(recorded, "aws:ec2/securityGroup:SecurityGroup", "builds-builds").inputs;
    assert.equal(builds.ingress, undefined);
    assert.deepEqual(builds.egress, [
      {
        description: "Endpoints, and the internet where a NAT gateway leads there",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["0.0.0.0/0"],
      },
    ]);
    assert.deepEqual(builds.tags, { "aws-pipelines:network": "builds" });
    const endpoints = only(recorded, "aws:ec2/securityGroup:SecurityGroup", "builds-endpoints").inputs;
    assert.deepEqual(endpoints.ingress, [
      { description: "HTTPS from builds", protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [unknown] },
    ]);
  });

  it("records its traffic, encrypted and with a retention, by a role of its own", async () => {
    const recorded = await build({ flowLogRetentionInDays: 30 });
    assert.deepEqual(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "builds-flow-logs").inputs, {
      region: "eu-central-1",
      name: "/aws/vpc/builds",
      kmsKeyId: keyArn,
      retentionInDays: 30,
    });
    const { inputs, dependsOn } = only(recorded, "aws:ec2/flowLog:FlowLog", "builds-flow-log");
    assert.equal(inputs.trafficType, "ALL");
    assert.ok(dependsOn.includes("builds-flow-logs-role-policy"));
    const role = only(recorded, "aws:iam/role:Role", "builds-flow-logs-role").inputs;
    assert.equal(role.name, "builds+flow-logs+eu-central-1");
    assert.deepEqual(JSON.parse(String(role.assumeRolePolicy)).Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/*" },
    });
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "builds-flow-logs-role-policy").inputs;
    const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vpc/builds";
    assert.deepEqual(JSON.parse(String(policy)).Statement[0].Resource, [group, `${group}:*`]);
  });

  it("has names that AWS takes, whatever the name of the component is", async () => {
    const recorded = await record({ preview: true }, (opts) => new BuildNetwork("Büro: builds", least, opts));
    const { name } = only(recorded, "aws:cloudwatch/logGroup:LogGroup", "Büro: builds-flow-logs").inputs;
    assert.match(String(name), /^\/aws\/vpc\/B-ro-builds-[0-9a-f]{8}$/);
    const role = only(recorded, "aws:iam/role:Role", "Büro: builds-flow-logs-role").inputs;
    assert.match(String(role.name), /^B-ro-builds-[0-9a-f]{8}\+flow-logs\+eu-central-1$/);
  });

  it("takes an existing VPC by its ids, and leaves its default group alone", async () => {
    const recorded = await build({ existingVpc, endpoints: [] });
    assert.deepEqual(
      recorded.filter(({ type }) => /awsx|DefaultSecurityGroup|endpoints/.test(type)),
      [],
    );
    const { inputs } = only(recorded, "aws:ec2/vpcEndpoint:VpcEndpoint", "builds-endpoint-s3");
    assert.deepEqual([inputs.vpcId, inputs.routeTableIds], ["vpc-0a1b2c3d", ["rtb-0a1b2c3d"]]);
    assert.equal(inputs.vpcEndpointType, "Gateway");
    assert.deepEqual(made.at(-1)?.knownSubnetIds, ["subnet-0a1b2c3d"]);
    assert.equal(made.at(-1)?.hasInternet, true);
  });

  it("refuses every wrong setting at once", async () => {
    await assert.rejects(
      build({ cidrBlock: "10.0.0.0/8", existingVpc, rolePath: "delivery" }),
      (error) =>
        error instanceof RunError &&
        /^BuildNetwork builds has 3 problems:\n {2}cidrBlock: is "10\.0\.0\.0\/8".*\n {2}cidrBlock: is given, and.*\n {2}rolePath:/.test(
          error.message,
        ),
    );
  });
});
