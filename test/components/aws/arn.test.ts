import assert from "node:assert/strict";
import * as arn from "../../../components/aws/arn";
import { subnetArn } from "../../../components/aws/network-arn";
import { dnsSuffix, partitionOf } from "../../../components/aws/scope";
import { china, gov, scope } from "../../support/scopes";

const builders: [what: string, build: (at: typeof scope) => string, aws: string, cn: string, usGov: string][] = [
  [
    "the root of the account",
    arn.accountRootArn,
    "arn:aws:iam::111122223333:root",
    "arn:aws-cn:iam::444455556666:root",
    "arn:aws-us-gov:iam::777788889999:root",
  ],
  [
    "a role",
    (at) => arn.roleArn(at, "shop-role"),
    "arn:aws:iam::111122223333:role/shop-role",
    "arn:aws-cn:iam::444455556666:role/shop-role",
    "arn:aws-us-gov:iam::777788889999:role/shop-role",
  ],
  [
    "a key",
    (at) => arn.keyArn(at, "k"),
    "arn:aws:kms:eu-central-1:111122223333:key/k",
    "arn:aws-cn:kms:cn-north-1:444455556666:key/k",
    "arn:aws-us-gov:kms:us-gov-west-1:777788889999:key/k",
  ],
  [
    "a bucket, which has no region and no account",
    (at) => arn.bucketArn(at, "shop-store"),
    "arn:aws:s3:::shop-store",
    "arn:aws-cn:s3:::shop-store",
    "arn:aws-us-gov:s3:::shop-store",
  ],
  [
    "all objects of a bucket",
    (at) => arn.objectArn(at, "shop-store"),
    "arn:aws:s3:::shop-store/*",
    "arn:aws-cn:s3:::shop-store/*",
    "arn:aws-us-gov:s3:::shop-store/*",
  ],
  [
    "one object of a bucket",
    (at) => arn.objectArn(at, "shop-store", "a/b.zip"),
    "arn:aws:s3:::shop-store/a/b.zip",
    "arn:aws-cn:s3:::shop-store/a/b.zip",
    "arn:aws-us-gov:s3:::shop-store/a/b.zip",
  ],
  [
    "a build project",
    (at) => arn.projectArn(at, "shop-build"),
    "arn:aws:codebuild:eu-central-1:111122223333:project/shop-build",
    "arn:aws-cn:codebuild:cn-north-1:444455556666:project/shop-build",
    "arn:aws-us-gov:codebuild:us-gov-west-1:777788889999:project/shop-build",
  ],
  [
    "a report group",
    (at) => arn.reportGroupArn(at, "shop-test-unit"),
    "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-unit",
    "arn:aws-cn:codebuild:cn-north-1:444455556666:report-group/shop-test-unit",
    "arn:aws-us-gov:codebuild:us-gov-west-1:777788889999:report-group/shop-test-unit",
  ],
  [
    "a repository of CodeCommit",
    (at) => arn.codeCommitRepositoryArn(at, "shop"),
    "arn:aws:codecommit:eu-central-1:111122223333:shop",
    "arn:aws-cn:codecommit:cn-north-1:444455556666:shop",
    "arn:aws-us-gov:codecommit:us-gov-west-1:777788889999:shop",
  ],
  [
    "a rule of the default event bus",
    (at) => arn.eventRuleArn(at, "shop-schedule-nightly"),
    "arn:aws:events:eu-central-1:111122223333:rule/shop-schedule-nightly",
    "arn:aws-cn:events:cn-north-1:444455556666:rule/shop-schedule-nightly",
    "arn:aws-us-gov:events:us-gov-west-1:777788889999:rule/shop-schedule-nightly",
  ],
  [
    "one action of a pipeline",
    (at) => arn.pipelineActionArn(at, "shop", "Production", "Release"),
    "arn:aws:codepipeline:eu-central-1:111122223333:shop/Production/Release",
    "arn:aws-cn:codepipeline:cn-north-1:444455556666:shop/Production/Release",
    "arn:aws-us-gov:codepipeline:us-gov-west-1:777788889999:shop/Production/Release",
  ],
  [
    "an action of the account's own",
    (at) => arn.customActionArn(at, "Build", "Jenkins", "1"),
    "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Jenkins/1",
    "arn:aws-cn:codepipeline:cn-north-1:444455556666:actiontype:Custom/Build/Jenkins/1",
    "arn:aws-us-gov:codepipeline:us-gov-west-1:777788889999:actiontype:Custom/Build/Jenkins/1",
  ],
  [
    "a function",
    (at) => arn.functionArn(at, "shop-notify"),
    "arn:aws:lambda:eu-central-1:111122223333:function:shop-notify",
    "arn:aws-cn:lambda:cn-north-1:444455556666:function:shop-notify",
    "arn:aws-us-gov:lambda:us-gov-west-1:777788889999:function:shop-notify",
  ],
  [
    "an alarm",
    (at) => arn.alarmArn(at, "shop-errors"),
    "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-errors",
    "arn:aws-cn:cloudwatch:cn-north-1:444455556666:alarm:shop-errors",
    "arn:aws-us-gov:cloudwatch:us-gov-west-1:777788889999:alarm:shop-errors",
  ],
  [
    "a public repository, which has no region",
    (at) => arn.publicRepositoryArn(at, "shop/web"),
    "arn:aws:ecr-public::111122223333:repository/shop/web",
    "arn:aws-cn:ecr-public::444455556666:repository/shop/web",
    "arn:aws-us-gov:ecr-public::777788889999:repository/shop/web",
  ],
  [
    "a subnet",
    (at) => subnetArn(at, "subnet-0a1b2c3d"),
    "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1b2c3d",
    "arn:aws-cn:ec2:cn-north-1:444455556666:subnet/subnet-0a1b2c3d",
    "arn:aws-us-gov:ec2:us-gov-west-1:777788889999:subnet/subnet-0a1b2c3d",
  ],
  [
    "a pipeline",
    (at) => arn.pipelineArn(at, "shop"),
    "arn:aws:codepipeline:eu-central-1:111122223333:shop",
    "arn:aws-cn:codepipeline:cn-north-1:444455556666:shop",
    "arn:aws-us-gov:codepipeline:us-gov-west-1:777788889999:shop",
  ],
  [
    "a log group, without the asterisk of its streams",
    (at) => arn.logGroupArn(at, "/aws/codebuild/shop"),
    "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop",
    "arn:aws-cn:logs:cn-north-1:444455556666:log-group:/aws/codebuild/shop",
    "arn:aws-us-gov:logs:us-gov-west-1:777788889999:log-group:/aws/codebuild/shop",
  ],
  [
    "an image repository",
    (at) => arn.repositoryArn(at, "shop/web"),
    "arn:aws:ecr:eu-central-1:111122223333:repository/shop/web",
    "arn:aws-cn:ecr:cn-north-1:444455556666:repository/shop/web",
    "arn:aws-us-gov:ecr:us-gov-west-1:777788889999:repository/shop/web",
  ],
  [
    "a topic",
    (at) => arn.topicArn(at, "shop-approvals"),
    "arn:aws:sns:eu-central-1:111122223333:shop-approvals",
    "arn:aws-cn:sns:cn-north-1:444455556666:shop-approvals",
    "arn:aws-us-gov:sns:us-gov-west-1:777788889999:shop-approvals",
  ],
  [
    "the keys of the account and region, and no others",
    arn.anyKeyArn,
    "arn:aws:kms:eu-central-1:111122223333:key/*",
    "arn:aws-cn:kms:cn-north-1:444455556666:key/*",
    "arn:aws-us-gov:kms:us-gov-west-1:777788889999:key/*",
  ],
  [
    "a parameter whose name starts with a slash",
    (at) => arn.parameterArn(at, "/shop/token"),
    "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/token",
    "arn:aws-cn:ssm:cn-north-1:444455556666:parameter/shop/token",
    "arn:aws-us-gov:ssm:us-gov-west-1:777788889999:parameter/shop/token",
  ],
  [
    "a parameter whose name starts with no slash",
    (at) => arn.parameterArn(at, "token"),
    "arn:aws:ssm:eu-central-1:111122223333:parameter/token",
    "arn:aws-cn:ssm:cn-north-1:444455556666:parameter/token",
    "arn:aws-us-gov:ssm:us-gov-west-1:777788889999:parameter/token",
  ],
  [
    "a secret by name, whose last six characters are unknown",
    (at) => arn.secretArn(at, "shop/token"),
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/token-??????",
    "arn:aws-cn:secretsmanager:cn-north-1:444455556666:secret:shop/token-??????",
    "arn:aws-us-gov:secretsmanager:us-gov-west-1:777788889999:secret:shop/token-??????",
  ],
];

describe("the ARN", () => {
  for (const [what, build, aws, cn, usGov] of builders) {
    it(`of ${what} is right in every partition`, () => {
      assert.deepEqual([build(scope), build(china), build(gov)], [aws, cn, usGov]);
    });
  }

  it("of a parameter that is given by its ARN stays as it is", () => {
    const given = "arn:aws:ssm:us-east-1:999988887777:parameter/shared/token";
    assert.equal(arn.parameterArn(scope, given), given);
  });

  it("of a secret that is given by its ARN stays as it is, without question marks", () => {
    const given = "arn:aws:secretsmanager:us-east-1:999988887777:secret:shop/token-Ab12Cd";
    assert.equal(arn.secretArn(scope, given), given);
  });
});

describe("accountOf", () => {
  it("is the account that an ARN names, if it names one", () => {
    assert.equal(arn.accountOf("arn:aws:iam::111122223333:role/shop"), "111122223333");
    assert.equal(arn.accountOf("arn:aws:s3:::store"), undefined);
    assert.equal(arn.accountOf(""), undefined);
  });
});

describe("regionOf", () => {
  it("is the region that an ARN names, if it names one", () => {
    assert.equal(arn.regionOf("arn:aws:sns:us-east-1:111122223333:releases"), "us-east-1");
    assert.equal(arn.regionOf("arn:aws:iam::111122223333:role/shop"), undefined);
    assert.equal(arn.regionOf("0f1e2d3c"), undefined);
  });
});

describe("partitionOfArn", () => {
  it("is the partition that an ARN names, if it is one", () => {
    assert.equal(arn.partitionOfArn("arn:aws:s3:::store"), "aws");
    assert.equal(arn.partitionOfArn("arn:aws-us-gov:iam::111122223333:role/shop"), "aws-us-gov");
    assert.equal(arn.partitionOfArn("deployer"), undefined);
  });
});

describe("partitionOf", () => {
  const regions = {
    "eu-central-1": "aws",
    "cn-northwest-1": "aws-cn",
    "us-gov-east-1": "aws-us-gov",
    "eusc-de-east-1": "aws-eusc",
    "us-east-1": "aws",
  };
  for (const [region, partition] of Object.entries(regions)) {
    it(`finds ${region} in ${partition}`, () => {
      assert.equal(partitionOf(region), partition);
    });
  }
});

describe("dnsSuffix", () => {
  for (const [partition, suffix] of [
    ["aws", "amazonaws.com"],
    ["aws-us-gov", "amazonaws.com"],
    ["aws-cn", "amazonaws.com.cn"],
    ["aws-eusc", "amazonaws.eu"],
  ] as const) {
    it(`ends the addresses of ${partition} in ${suffix}`, () => {
      assert.equal(dnsSuffix(partition), suffix);
    });
  }
});
