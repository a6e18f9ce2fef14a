import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import {
  applicationVersionArn,
  beanstalkApplicationArn,
  beanstalkBucketArn,
  beanstalkObjectArn,
  environmentArn,
} from "./arn";
import { type BeanstalkEnvironment, useEnvironmentResources } from "./resources";

/**
 * Lets an action give an environment that exists a new version of its application, and nothing else. Elastic Beanstalk
 * does most of it with what its caller may do: it reads the environment's stack, and takes instances out of their group
 * and their load balancer meanwhile. AWS publishes no such set; this one is what is left of
 * AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy without all that changes an environment's configuration.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.policies.actions.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy.html
 */
export function deployToBeanstalk(scope: AwsScope, environment: BeanstalkEnvironment): Statement[] {
  return [
    ...versions(scope, environment),
    ...bundles(scope, environment),
    ...useEnvironmentResources(scope, environment),
  ];
}

function versions(scope: AwsScope, { applicationName, environmentName }: BeanstalkEnvironment): Statement[] {
  const application = beanstalkApplicationArn(scope, applicationName);
  const version = applicationVersionArn(scope, applicationName);
  const environment = environmentArn(scope, applicationName, environmentName);
  return [
    allowStatement({
      sid: "Versions",
      actions: ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:DescribeApplicationVersions"],
      resources: [application, version],
    }),
    allowStatement({
      sid: "ReadEnvironment",
      actions: ["elasticbeanstalk:DescribeEnvironments", "elasticbeanstalk:DescribeEvents"],
      resources: [application, environment],
    }),
    allowStatement({
      sid: "UpdateEnvironment",
      actions: ["elasticbeanstalk:UpdateEnvironment"],
      resources: [environment],
      conditions: { ArnLike: { "elasticbeanstalk:FromApplicationVersion": version } },
    }),
    // It tells the name of the bucket; AWS knows no resource for it.
    allowStatement({ sid: "StorageLocation", actions: ["elasticbeanstalk:CreateStorageLocation"], resources: ["*"] }),
  ];
}

// All applications of the account and region share one bucket, and AWS does not say which objects are whose: only what is
// removed is known to be below the environment's own folder.
// https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.cross-env-s3-access.html
function bundles(scope: AwsScope, { environmentId = "*" }: BeanstalkEnvironment): Statement[] {
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  return [
    allowStatement({
      sid: "BundleBucket",
      actions: ["s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:ListBucket"],
      resources: [beanstalkBucketArn(scope)],
      conditions,
    }),
    allowStatement({
      sid: "Bundles",
      actions: ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:PutObjectAcl"],
      resources: [beanstalkObjectArn(scope)],
      conditions,
    }),
    allowStatement({
      sid: "EnvironmentObjects",
      actions: ["s3:DeleteObject"],
      resources: [beanstalkObjectArn(scope, `resources/environments/${environmentId}/*`)],
      conditions,
    }),
  ];
}
