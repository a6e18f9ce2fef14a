import assert from "node:assert/strict";
import * as arn from "../../../components/aws/arn";
import { china, gov, scope, keyArn as someKey } from "../../support/scopes";

const builders: readonly [what: string, build: (at: typeof scope) => string, expected: string][] = [
  [
    "an application of AppConfig",
    (at) => arn.configApplicationArn(at, "2s2qv57"),
    "arn:aws:appconfig:eu-central-1:111122223333:application/2s2qv57",
  ],
  [
    "a part of such an application",
    (at) => arn.configApplicationArn(at, "2s2qv57", "environment/9tm27yd"),
    "arn:aws:appconfig:eu-central-1:111122223333:application/2s2qv57/environment/9tm27yd",
  ],
  [
    "a deployment strategy",
    (at) => arn.deploymentStrategyArn(at, "AppConfig.AllAtOnce"),
    "arn:aws:appconfig:eu-central-1:111122223333:deploymentstrategy/AppConfig.AllAtOnce",
  ],
  [
    "a product",
    (at) => arn.productArn(at, "prod-abcd1234efgh5"),
    "arn:aws:catalog:eu-central-1:111122223333:product/prod-abcd1234efgh5",
  ],
  ["a stack", (at) => arn.stackArn(at, "shop"), "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/*"],
  [
    "a stack set",
    (at) => arn.stackSetArn(at, "guardrails"),
    "arn:aws:cloudformation:eu-central-1:111122223333:stackset/guardrails:*",
  ],
  [
    "an alarm",
    (at) => arn.alarmArn(at, "shop-errors"),
    "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-errors",
  ],
  [
    "a build project",
    (at) => arn.projectArn(at, "shop-build"),
    "arn:aws:codebuild:eu-central-1:111122223333:project/shop-build",
  ],
  [
    "a report group",
    (at) => arn.reportGroupArn(at, "shop-test-unit"),
    "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-unit",
  ],
  [
    "a repository of CodeCommit",
    (at) => arn.codeCommitRepositoryArn(at, "shop"),
    "arn:aws:codecommit:eu-central-1:111122223333:shop",
  ],
  [
    "an application of CodeDeploy",
    (at) => arn.codeDeployApplicationArn(at, "shop"),
    "arn:aws:codedeploy:eu-central-1:111122223333:application:shop",
  ],
  [
    "a deployment configuration",
    (at) => arn.deploymentConfigArn(at, "CodeDeployDefault.OneAtATime"),
    "arn:aws:codedeploy:eu-central-1:111122223333:deploymentconfig:CodeDeployDefault.OneAtATime",
  ],
  [
    "a deployment group",
    (at) => arn.deploymentGroupArn(at, "shop", "web"),
    "arn:aws:codedeploy:eu-central-1:111122223333:deploymentgroup:shop/web",
  ],
  [
    "an action of the account's own",
    (at) => arn.customActionArn(at, "Build", "Jenkins", "1"),
    "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Jenkins/1",
  ],
  ["a pipeline", (at) => arn.pipelineArn(at, "shop"), "arn:aws:codepipeline:eu-central-1:111122223333:shop"],
  [
    "one action of a pipeline",
    (at) => arn.pipelineActionArn(at, "shop", "Production", "Release"),
    "arn:aws:codepipeline:eu-central-1:111122223333:shop/Production/Release",
  ],
  [
    "a Device Farm project",
    (at) => arn.deviceProjectArn(at, "eec4905f"),
    "arn:aws:devicefarm:eu-central-1:111122223333:project:eec4905f",
  ],
  ["every instance", arn.anyInstanceArn, "arn:aws:ec2:eu-central-1:111122223333:instance/*"],
  [
    "a subnet",
    (at) => arn.subnetArn(at, "subnet-0a1b2c3d"),
    "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1b2c3d",
  ],
  [
    "an image repository",
    (at) => arn.repositoryArn(at, "shop/web"),
    "arn:aws:ecr:eu-central-1:111122223333:repository/shop/web",
  ],
  [
    "a public repository, which has no region",
    (at) => arn.publicRepositoryArn(at, "shop/web"),
    "arn:aws:ecr-public::111122223333:repository/shop/web",
  ],
  [
    "a service of a cluster",
    (at) => arn.ecsServiceArn(at, "prod", "shop"),
    "arn:aws:ecs:eu-central-1:111122223333:service/prod/shop",
  ],
  [
    "every revision of a family of task definitions",
    (at) => arn.taskDefinitionArn(at, "shop"),
    "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:*",
  ],
  ["a cluster of EKS", (at) => arn.eksClusterArn(at, "prod"), "arn:aws:eks:eu-central-1:111122223333:cluster/prod"],
  [
    "a target group, whose id is unknown",
    (at) => arn.targetGroupArn(at, "shop"),
    "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/*",
  ],
  [
    "a rule of the default event bus",
    (at) => arn.eventRuleArn(at, "shop-schedule-nightly"),
    "arn:aws:events:eu-central-1:111122223333:rule/shop-schedule-nightly",
  ],
  ["a role", (at) => arn.roleArn(at, "shop-role"), "arn:aws:iam::111122223333:role/shop-role"],
  ["the root of the account", arn.accountRootArn, "arn:aws:iam::111122223333:root"],
  [
    "a policy of AWS's own",
    (at) => arn.awsPolicyArn(at, "AdministratorAccess-AWSElasticBeanstalk"),
    "arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk",
  ],
  ["the keys of the account and region, and no others", arn.anyKeyArn, "arn:aws:kms:eu-central-1:111122223333:key/*"],
  ["a key that is given by its id", (at) => arn.keyArn(at, "1a2b"), "arn:aws:kms:eu-central-1:111122223333:key/1a2b"],
  ["a key", (at) => arn.keyArn(at, "k"), "arn:aws:kms:eu-central-1:111122223333:key/k"],
  [
    "a function",
    (at) => arn.functionArn(at, "shop-notify"),
    "arn:aws:lambda:eu-central-1:111122223333:function:shop-notify",
  ],
  [
    "a log group, without the asterisk of its streams",
    (at) => arn.logGroupArn(at, "/aws/codebuild/shop"),
    "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop",
  ],
  ["a bucket, which has no region and no account", (at) => arn.bucketArn(at, "shop-store"), "arn:aws:s3:::shop-store"],
  ["all objects of a bucket", (at) => arn.objectArn(at, "shop-store"), "arn:aws:s3:::shop-store/*"],
  ["one object of a bucket", (at) => arn.objectArn(at, "shop-store", "a/b.zip"), "arn:aws:s3:::shop-store/a/b.zip"],
  [
    "a secret by name, whose last six characters are unknown",
    (at) => arn.secretArn(at, "shop/token"),
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/token-??????",
  ],
  ["a topic", (at) => arn.topicArn(at, "shop-approvals"), "arn:aws:sns:eu-central-1:111122223333:shop-approvals"],
  ["every managed node", arn.anyManagedNodeArn, "arn:aws:ssm:eu-central-1:111122223333:managed-instance/*"],
  [
    "a parameter whose name starts with a slash",
    (at) => arn.parameterArn(at, "/shop/token"),
    "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/token",
  ],
  [
    "a parameter whose name starts with no slash",
    (at) => arn.parameterArn(at, "token"),
    "arn:aws:ssm:eu-central-1:111122223333:parameter/token",
  ],
  [
    "a document of AWS's own, which has no account",
    (at) => arn.awsDocumentArn(at, "AWS-RunShellScript"),
    "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript",
  ],
];

/** The same ARN in another partition, region and account. */
function movedTo(expected: string, { partition, region, account }: typeof scope): string {
  return expected
    .replace(/^arn:aws:/, `arn:${partition}:`)
    .replaceAll(scope.region, region)
    .replaceAll(scope.account, account);
}

describe("the ARN", () => {
  for (const [what, build, expected] of builders) {
    it(`of ${what} is right in every partition`, () => {
      assert.equal(build(scope), expected);
      assert.deepEqual([build(china), build(gov)], [movedTo(expected, china), movedTo(expected, gov)]);
    });
  }

  it("of executions names the state machine, and the prefix of their names", () => {
    const machine = "arn:aws:states:eu-central-1:111122223333:stateMachine:smoke";
    assert.equal(arn.executionsArn(machine, "run"), "arn:aws:states:eu-central-1:111122223333:execution:smoke:run-*");
    assert.equal(arn.executionsArn(machine, undefined), "arn:aws:states:eu-central-1:111122223333:execution:smoke:*");
  });

  it("of a key, a parameter or a secret stays as it is", () => {
    const parameter = "arn:aws:ssm:us-east-1:999988887777:parameter/shared/token";
    const secret = "arn:aws:secretsmanager:us-east-1:999988887777:secret:shop/token-Ab12Cd";
    assert.equal(arn.keyArn(china, someKey), someKey);
    assert.equal(arn.parameterArn(scope, parameter), parameter);
    assert.equal(arn.secretArn(scope, secret), secret);
  });
});

describe("parseArn", () => {
  it("reads the parts of an ARN", () => {
    assert.deepEqual(arn.parseArn("arn:aws-cn:sns:cn-north-1:444455556666:releases"), {
      partition: "aws-cn",
      service: "sns",
      region: "cn-north-1",
      account: "444455556666",
      resource: "releases",
    });
  });

  it("keeps colons of the resource, and has no part that the ARN leaves out", () => {
    assert.deepEqual(arn.parseArn("arn:aws:s3:::store"), {
      partition: "aws",
      service: "s3",
      region: undefined,
      account: undefined,
      resource: "store",
    });
    assert.equal(
      arn.parseArn("arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:7")?.resource,
      "task-definition/shop:7",
    );
  });

  it("reads no other text", () => {
    for (const text of ["", "store", "arn:aws:s3", "arn:other:s3:::store", "see arn:aws:s3:::store"]) {
      assert.equal(arn.parseArn(text), undefined, text);
    }
  });

  it("takes apart exactly what composeArn composes", () => {
    for (const [, build] of builders) {
      const parts = arn.parseArn(build(scope));
      assert.ok(parts);
      assert.equal(arn.composeArn(parts), build(scope));
    }
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
