import assert from "node:assert/strict";
import * as beanstalk from "../../../components/actions/elastic-beanstalk/arn";
import { awsPolicyArn, keyArn } from "../../../components/aws/arn";
import * as deployment from "../../../components/aws/deployment-arn";
import { china, scope, keyArn as someKey } from "../../support/scopes";

const builders: readonly [what: string, build: (at: typeof scope) => string, aws: string, cn: string][] = [
  [
    "a policy of AWS's own",
    (at) => awsPolicyArn(at, "AdministratorAccess-AWSElasticBeanstalk"),
    "arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk",
    "arn:aws-cn:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk",
  ],
  [
    "a key that is given by its id",
    (at) => keyArn(at, "1a2b"),
    "arn:aws:kms:eu-central-1:111122223333:key/1a2b",
    "arn:aws-cn:kms:cn-north-1:444455556666:key/1a2b",
  ],
  [
    "an application of CodeDeploy",
    (at) => deployment.codeDeployApplicationArn(at, "shop"),
    "arn:aws:codedeploy:eu-central-1:111122223333:application:shop",
    "arn:aws-cn:codedeploy:cn-north-1:444455556666:application:shop",
  ],
  [
    "a deployment group",
    (at) => deployment.deploymentGroupArn(at, "shop", "web"),
    "arn:aws:codedeploy:eu-central-1:111122223333:deploymentgroup:shop/web",
    "arn:aws-cn:codedeploy:cn-north-1:444455556666:deploymentgroup:shop/web",
  ],
  [
    "a deployment configuration",
    (at) => deployment.deploymentConfigArn(at, "CodeDeployDefault.OneAtATime"),
    "arn:aws:codedeploy:eu-central-1:111122223333:deploymentconfig:CodeDeployDefault.OneAtATime",
    "arn:aws-cn:codedeploy:cn-north-1:444455556666:deploymentconfig:CodeDeployDefault.OneAtATime",
  ],
  [
    "a service of a cluster",
    (at) => deployment.ecsServiceArn(at, "prod", "shop"),
    "arn:aws:ecs:eu-central-1:111122223333:service/prod/shop",
    "arn:aws-cn:ecs:cn-north-1:444455556666:service/prod/shop",
  ],
  [
    "every revision of a family of task definitions",
    (at) => deployment.taskDefinitionArn(at, "shop"),
    "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:*",
    "arn:aws-cn:ecs:cn-north-1:444455556666:task-definition/shop:*",
  ],
  [
    "a cluster of EKS",
    (at) => deployment.eksClusterArn(at, "prod"),
    "arn:aws:eks:eu-central-1:111122223333:cluster/prod",
    "arn:aws-cn:eks:cn-north-1:444455556666:cluster/prod",
  ],
  [
    "every instance",
    deployment.anyInstanceArn,
    "arn:aws:ec2:eu-central-1:111122223333:instance/*",
    "arn:aws-cn:ec2:cn-north-1:444455556666:instance/*",
  ],
  [
    "every managed node",
    deployment.anyManagedNodeArn,
    "arn:aws:ssm:eu-central-1:111122223333:managed-instance/*",
    "arn:aws-cn:ssm:cn-north-1:444455556666:managed-instance/*",
  ],
  [
    "a document of AWS's own, which has no account",
    (at) => deployment.awsDocumentArn(at, "AWS-RunShellScript"),
    "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript",
    "arn:aws-cn:ssm:cn-north-1::document/AWS-RunShellScript",
  ],
  [
    "a target group, whose id is unknown",
    (at) => deployment.targetGroupArn(at, "shop"),
    "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/*",
    "arn:aws-cn:elasticloadbalancing:cn-north-1:444455556666:targetgroup/shop/*",
  ],
  [
    "an environment of Elastic Beanstalk",
    (at) => beanstalk.environmentArn(at, "My shop", "prod"),
    "arn:aws:elasticbeanstalk:eu-central-1:111122223333:environment/My shop/prod",
    "arn:aws-cn:elasticbeanstalk:cn-north-1:444455556666:environment/My shop/prod",
  ],
  [
    "the stack of an environment, which nobody else's is called like",
    (at) => beanstalk.environmentStackArn(at, "e-abcdefgh12"),
    "arn:aws:cloudformation:eu-central-1:111122223333:stack/awseb-e-abcdefgh12-stack/*",
    "arn:aws-cn:cloudformation:cn-north-1:444455556666:stack/awseb-e-abcdefgh12-stack/*",
  ],
  [
    "the bucket of Elastic Beanstalk in a region",
    beanstalk.beanstalkBucketArn,
    "arn:aws:s3:::elasticbeanstalk-eu-central-1-111122223333",
    "arn:aws-cn:s3:::elasticbeanstalk-cn-north-1-444455556666",
  ],
];

describe("where is deployed to, the ARN", () => {
  for (const [what, build, aws, cn] of builders) {
    it(`of ${what} is right in every partition`, () => {
      assert.deepEqual([build(scope), build(china)], [aws, cn]);
    });
  }

  it("of a key that is given by its ARN stays as it is", () => {
    assert.equal(keyArn(china, someKey), someKey);
  });
});
