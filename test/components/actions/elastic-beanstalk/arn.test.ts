import assert from "node:assert/strict";
import * as arn from "../../../../components/actions/elastic-beanstalk/arn";
import { china, gov, scope } from "../../../support/scopes";

const beanstalk = "arn:aws:elasticbeanstalk:eu-central-1:111122223333";

describe("the ARN in Elastic Beanstalk", () => {
  for (const [what, built, expected] of [
    ["an application", arn.beanstalkApplicationArn(scope, "My shop"), `${beanstalk}:application/My shop`],
    [
      "every version of an application",
      arn.applicationVersionArn(scope, "My shop"),
      `${beanstalk}:applicationversion/My shop/*`,
    ],
    ["an environment", arn.environmentArn(scope, "My shop", "prod"), `${beanstalk}:environment/My shop/prod`],
    [
      "the stack of one environment",
      arn.environmentStackArn(scope, "e-abcdefgh12"),
      "arn:aws:cloudformation:eu-central-1:111122223333:stack/awseb-e-abcdefgh12-stack/*",
    ],
    [
      "the stacks of environments, and of nothing else",
      arn.environmentStackArn(scope),
      "arn:aws:cloudformation:eu-central-1:111122223333:stack/awseb-e-*-stack/*",
    ],
    [
      "the Auto Scaling groups of one environment",
      arn.environmentGroupsArn(gov, "e-abcdefgh12"),
      "arn:aws-us-gov:autoscaling:us-gov-west-1:777788889999:autoScalingGroup:*:autoScalingGroupName/awseb-e-abcdefgh12-stack-*",
    ],
    [
      "the Auto Scaling groups of environments",
      arn.environmentGroupsArn(scope),
      "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:*:autoScalingGroupName/awseb-e-*-stack-*",
    ],
    [
      "the bucket of a region",
      arn.beanstalkBucketArn(china),
      "arn:aws-cn:s3:::elasticbeanstalk-cn-north-1-444455556666",
    ],
    [
      "every object of that bucket",
      arn.beanstalkObjectArn(scope),
      "arn:aws:s3:::elasticbeanstalk-eu-central-1-111122223333/*",
    ],
    [
      "the objects below a folder of that bucket",
      arn.beanstalkObjectArn(scope, "resources/environments/e-abcdefgh12/*"),
      "arn:aws:s3:::elasticbeanstalk-eu-central-1-111122223333/resources/environments/e-abcdefgh12/*",
    ],
  ] as const) {
    it(`of ${what} is ${expected}`, () => {
      assert.equal(built, expected);
    });
  }

  it("of the targets of environments covers both kinds of load balancers", () => {
    assert.deepEqual(arn.environmentTargetsArns(scope), [
      "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/awseb-*/*",
      "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/awseb-*",
    ]);
  });
});
