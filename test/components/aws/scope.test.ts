import assert from "node:assert/strict";
import {
  type AwsScope,
  consoleHost,
  dnsSuffix,
  partitionOf,
  partitions,
  regionalService,
  scopeOf,
  scopeProblems,
} from "../../../components/aws/scope";
import { china, gov, scope } from "../../support/scopes";

const sovereign: AwsScope = { partition: "aws-eusc", account: "111122223333", region: "eusc-de-east-1" };

describe("partitionOf", () => {
  for (const [region, partition] of [
    ["eu-central-1", "aws"],
    ["us-east-1", "aws"],
    ["us-gov-east-1", "aws-us-gov"],
    ["cn-northwest-1", "aws-cn"],
    ["eusc-de-east-1", "aws-eusc"],
    ["ca-central-1", "aws"],
    ["mx-central-1", "aws"],
  ] as const) {
    it(`finds ${region} in ${partition}`, () => {
      assert.equal(partitionOf(region), partition);
    });
  }
});

describe("scopeProblems", () => {
  it("refuses accounts and regions that cannot exist, and the partition of another region", () => {
    assert.deepEqual(scopeProblems({ account: "111122223333", region: "eusc-de-east-1", partition: "aws-eusc" }), []);
    assert.deepEqual(scopeProblems({ account: "1", region: "us-esat-1" }), [
      { path: "account", reason: 'is "1": give the 12 digits of an account, in quotation marks' },
      { path: "region", reason: 'is "us-esat-1": give a region, such as eu-central-1' },
    ]);
    assert.deepEqual(scopeProblems({ account: "111122223333", region: "eu-central-1", partition: "aws-cn" }), [
      { path: "partition", reason: 'is "aws-cn", and eu-central-1 is in aws: remove it' },
    ]);
  });
});

describe("dnsSuffix", () => {
  it("ends the addresses of each partition", () => {
    assert.deepEqual(partitions.map(dnsSuffix), ["amazonaws.com", "amazonaws.com.cn", "amazonaws.com", "amazonaws.eu"]);
  });
});

describe("regionalService", () => {
  for (const [at, name] of [
    [scope, "s3.eu-central-1.amazonaws.com"],
    [china, "s3.cn-north-1.amazonaws.com.cn"],
    [gov, "s3.us-gov-west-1.amazonaws.com"],
    [sovereign, "s3.eusc-de-east-1.amazonaws.eu"],
  ] as const) {
    it(`names S3 of ${at.region} ${name}`, () => {
      assert.equal(regionalService(at, "s3"), name);
    });
  }
});

describe("scopeOf", () => {
  it("derives the partition from the region", () => {
    assert.deepEqual(scopeOf({ account: "777788889999", region: "us-gov-west-1" }), gov);
  });

  it("keeps a given partition, and no further setting of a component", () => {
    const settings = { account: "111122223333", region: "xx-new-1", partition: "aws-eusc", name: "shop" };
    assert.deepEqual(scopeOf(settings), { account: "111122223333", region: "xx-new-1", partition: "aws-eusc" });
  });

  it("derives the partition where it is undefined", () => {
    assert.deepEqual(scopeOf({ account: "444455556666", region: "cn-north-1", partition: undefined }), china);
  });
});

describe("consoleHost", () => {
  it("is the host of the console in the partition of a region", () => {
    assert.deepEqual(["eu-central-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"].map(consoleHost), [
      "console.aws.amazon.com",
      "console.amazonaws.cn",
      "console.amazonaws-us-gov.com",
      "console.amazonaws-eusc.eu",
    ]);
  });
});
