import { bucketArn, objectArn, regionalArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";

/** The ARNs of Elastic Beanstalk's resources, and of the resources that it creates in other services. */

export function beanstalkApplicationArn(scope: AwsScope, applicationName: string): string {
  return regionalArn(scope, "elasticbeanstalk", `application/${applicationName}`);
}

/** Every version of an application: each deployment chooses a name. */
export function applicationVersionArn(scope: AwsScope, applicationName: string): string {
  return regionalArn(scope, "elasticbeanstalk", `applicationversion/${applicationName}/*`);
}

export function environmentArn(scope: AwsScope, applicationName: string, environmentName: string): string {
  return regionalArn(scope, "elasticbeanstalk", `environment/${applicationName}/${environmentName}`);
}

/** The stack of an environment, or of every environment: CloudFormation ends the ARN in an id. */
export function environmentStackArn(scope: AwsScope, environmentId = "e-*"): string {
  return regionalArn(scope, "cloudformation", `stack/awseb-${environmentId}-stack/*`);
}

/** The Auto Scaling groups of environments. */
export function environmentGroupsArn(scope: AwsScope, environmentId = "e-*"): string {
  return regionalArn(scope, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/awseb-${environmentId}-stack-*`);
}

/** The target groups and the classic load balancers of environments, which have short names. */
export function environmentTargetsArns(scope: AwsScope): string[] {
  return ["targetgroup/awseb-*/*", "loadbalancer/awseb-*"].map((target) =>
    regionalArn(scope, "elasticloadbalancing", target),
  );
}

/** The bucket of Elastic Beanstalk for all applications of the account in a region. */
export function beanstalkBucketArn(scope: AwsScope): string {
  return bucketArn(scope, bucketName(scope));
}

export function beanstalkObjectArn(scope: AwsScope, key = "*"): string {
  return objectArn(scope, bucketName(scope), key);
}

function bucketName({ region, account }: AwsScope): string {
  return `elasticbeanstalk-${region}-${account}`;
}
