import assert from "node:assert/strict";
import { joinNetwork, joinTaggedNetwork } from "../../../components/iam/network-access";
import { scope } from "../../support/scopes";

const arn = (resource: string) => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;

describe("joinNetwork", () => {
  it("creates interfaces in the given subnets and groups, attaches them to builds alone, and deletes its own", () => {
    const [create, attach, remove, describing] = joinNetwork(scope, {
      subnets: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
    });
    assert.deepEqual(create?.Resource, [
      arn("network-interface/*"),
      arn("subnet/subnet-1"),
      arn("subnet/subnet-2"),
      arn("security-group/sg-1"),
    ]);
    const subnets = [arn("subnet/subnet-1"), arn("subnet/subnet-2")];
    assert.deepEqual(attach?.Condition, {
      StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": subnets },
    });
    assert.deepEqual(remove?.Condition, { StringEquals: { "ec2:Subnet": subnets } });
    assert.deepEqual(describing?.Condition, { StringEquals: { "ec2:Region": "eu-central-1" } });
  });
});

describe("joinTaggedNetwork", () => {
  it("binds subnets and groups by their tag, since EC2 assigns their ids", () => {
    const statements = joinTaggedNetwork(scope, { key: "aws-pipelines:network", value: "acme" });
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["CreateNetworkInterface", "JoinNetwork", "AttachNetworkInterface", "DeleteNetworkInterface", "DescribeNetwork"],
    );
    const [create, join, attach, remove] = statements;
    assert.deepEqual([create?.Resource, create?.Condition], [[arn("network-interface/*")], undefined]);
    assert.deepEqual(join?.Resource, [arn("security-group/*"), arn("subnet/*")]);
    assert.deepEqual(join?.Condition, { StringEquals: { "aws:ResourceTag/aws-pipelines:network": "acme" } });
    assert.deepEqual(attach?.Condition, { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } });
    assert.deepEqual(remove?.Condition, { StringEquals: { "ec2:Region": "eu-central-1" } });
  });

  it("names existing subnets, which need no tag", () => {
    const [create, join, attach, remove] = joinTaggedNetwork(scope, { key: "aws-pipelines:network", value: "acme" }, [
      "subnet-1",
    ]);
    assert.deepEqual(create?.Resource, [arn("network-interface/*"), arn("subnet/subnet-1")]);
    assert.deepEqual(join?.Resource, [arn("security-group/*")]);
    const subnets = [arn("subnet/subnet-1")];
    assert.deepEqual(attach?.Condition, {
      StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": subnets },
    });
    assert.deepEqual(remove?.Condition, { StringEquals: { "ec2:Subnet": subnets } });
  });
});
