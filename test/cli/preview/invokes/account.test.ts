import assert from "node:assert/strict";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { type PropertyMap, secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { type AccountContext, accountAnswer } from "../../../../cli/preview/invokes/account";
import { partitionOf } from "../../../../cli/preview/invokes/partition";
import { resource } from "../support/resource";

const IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity";
const REGION = "aws:index/getRegion:getRegion";
const PARTITION = "aws:index/getPartition:getPartition";

function ask(token: string, given: Partial<AccountContext> & { provider?: PropertyMap; args?: PropertyMap } = {}) {
  const diagnostics = new Diagnostics();
  const provider = resource("pulumi:providers:aws", "aws", { inputs: given.provider ?? {} });
  const context = { config: new Map<string, string>(), env: {}, ...given };
  const result = accountAnswer({ token, args: given.args ?? {}, provider }, context, diagnostics);
  return { result, said: diagnostics.entries.map(({ message }) => message) };
}

describe("a program that asks where it is", () => {
  it("is answered by the command line, then its provider, then the settings, then the environment", () => {
    const config = new Map([
      ["aws:region", "eu-west-2"],
      ["aws:allowedAccountIds", '["222222222222"]'],
    ]);
    const provider = { region: "eu-west-3", allowedAccountIds: '["333333333333"]' };
    const env = { AWS_REGION: "eu-west-4" };
    assert.equal(ask(REGION, { region: "eu-west-1", provider, config, env }).result?.region, "eu-west-1");
    assert.equal(ask(REGION, { provider, config, env }).result?.region, "eu-west-3");
    assert.equal(ask(REGION, { config, env }).result?.region, "eu-west-2");
    assert.equal(ask(REGION, { env }).result?.region, "eu-west-4");
    assert.equal(ask(IDENTITY, { account: "111111111111", provider, config }).result?.accountId, "111111111111");
    assert.equal(ask(IDENTITY, { provider, config }).result?.accountId, "333333333333");
    assert.equal(ask(IDENTITY, { config }).result?.accountId, "222222222222");
  });

  it("is told what is not known and how to make it known", () => {
    assert.deepEqual(ask(IDENTITY), {
      result: { accountId: UNKNOWN, id: UNKNOWN, arn: UNKNOWN, userId: UNKNOWN },
      said: [
        `${IDENTITY}: the account is unknown offline; set it with --account, or with one entry in aws:allowedAccountIds`,
      ],
    });
    assert.deepEqual(ask(PARTITION), {
      result: { id: UNKNOWN, partition: UNKNOWN, dnsSuffix: UNKNOWN, reverseDnsPrefix: UNKNOWN },
      said: [`${PARTITION}: the region is unknown offline; set it with --region, aws:region or AWS_REGION`],
    });
  });

  it("is not answered by several accounts, or by unknown inputs of its provider", () => {
    assert.equal(ask(IDENTITY, { provider: { allowedAccountIds: ["1", "2"] } }).result?.accountId, UNKNOWN);
    assert.equal(ask(IDENTITY, { provider: { allowedAccountIds: [UNKNOWN] } }).result?.accountId, UNKNOWN);
    assert.equal(ask(REGION, { provider: { region: UNKNOWN } }).result?.region, UNKNOWN);
    assert.equal(ask(REGION, { provider: { region: secret("eu-west-1") } }).result?.region, "eu-west-1");
  });

  it("learns what follows from a region, its own or one it names", () => {
    assert.deepEqual(ask(REGION, { region: "eu-west-1", args: { region: "cn-north-1" } }).result, {
      id: "cn-north-1",
      name: "cn-north-1",
      region: "cn-north-1",
      description: UNKNOWN,
      endpoint: "ec2.cn-north-1.amazonaws.com.cn",
    });
    assert.deepEqual(ask(PARTITION, { region: "us-gov-east-1" }).result, {
      id: "aws-us-gov",
      partition: "aws-us-gov",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    });
  });

  it("gets no answer to anything else", () => {
    assert.equal(ask("aws:ec2/getVpc:getVpc").result, undefined);
  });
});

describe("the partition of a region", () => {
  for (const [region, name] of [
    ["us-east-1", "aws"],
    ["cn-northwest-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
    ["eusc-de-east-1", "aws-eusc"],
  ] as const) {
    it(`${region} is ${name}`, () => {
      assert.equal(partitionOf(region).name, name);
    });
  }
});
