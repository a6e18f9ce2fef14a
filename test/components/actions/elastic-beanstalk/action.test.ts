import assert from "node:assert/strict";
import {
  elasticBeanstalk,
  elasticBeanstalkAction,
  elasticBeanstalkSchema,
} from "../../../../components/actions/elastic-beanstalk/action";
import { rules } from "../../../../policy/rules";
import { advisory, judgeResource, notApplicable } from "../../../policy/support/judging";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";
import { china } from "../../../support/scopes";

const at = "eu-central-1:111122223333";
const beanstalk = `arn:aws:elasticbeanstalk:${at}`;
const stack = `arn:aws:cloudformation:${at}:stack`;
const group = `arn:aws:autoscaling:${at}:autoScalingGroup`;
const balancing = `arn:aws:elasticloadbalancing:${at}`;
const bucket = "arn:aws:s3:::elasticbeanstalk-eu-central-1-111122223333";

const configuration = { ApplicationName: "My shop", EnvironmentName: "shop-prod" };
const minimal = elasticBeanstalkAction({ name: "Deploy", inputArtifacts: ["app"], configuration });
const full = { ...minimal, environmentId: "e-abcdefgh12", access: "narrow" };
const wide = { ...minimal, access: "awsManagedAdministrator" };

const own = { "aws:ResourceAccount": "111122223333" };
const here = { "ec2:Region": "eu-central-1" };
const tagged = { "aws:ResourceTag/elasticbeanstalk:environment-name": "shop-prod" };
const version = { "elasticbeanstalk:FromApplicationVersion": `${beanstalk}:applicationversion/My shop/1` };

function allow(sid: string, action: string[], resource: string[], condition?: Record<string, Record<string, string>>) {
  return {
    Sid: sid,
    Effect: "Allow" as const,
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  };
}

function statements(environmentId: string, environmentFolder: string) {
  return [
    allow(
      "Versions",
      ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:DescribeApplicationVersions"],
      [`${beanstalk}:application/My shop`, `${beanstalk}:applicationversion/My shop/*`],
    ),
    allow(
      "ReadEnvironment",
      ["elasticbeanstalk:DescribeEnvironments", "elasticbeanstalk:DescribeEvents"],
      [`${beanstalk}:application/My shop`, `${beanstalk}:environment/My shop/shop-prod`],
    ),
    allow("UpdateEnvironment", ["elasticbeanstalk:UpdateEnvironment"], [`${beanstalk}:environment/My shop/shop-prod`], {
      ArnLike: { "elasticbeanstalk:FromApplicationVersion": `${beanstalk}:applicationversion/My shop/*` },
    }),
    allow("StorageLocation", ["elasticbeanstalk:CreateStorageLocation"], ["*"]),
    allow("BundleBucket", ["s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:ListBucket"], [bucket], {
      StringEquals: own,
    }),
    allow("Bundles", ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:PutObjectAcl"], [`${bucket}/*`], {
      StringEquals: own,
    }),
    allow("EnvironmentObjects", ["s3:DeleteObject"], [`${bucket}/resources/environments/${environmentFolder}/*`], {
      StringEquals: own,
    }),
    allow(
      "ReadStack",
      [
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStackResource",
        "cloudformation:DescribeStackResources",
        "cloudformation:DescribeStacks",
        "cloudformation:GetTemplate",
      ],
      [`${stack}/awseb-${environmentId}-stack/*`],
    ),
    allow(
      "LookAtInstances",
      [
        "ec2:DescribeAddresses",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "ec2:DescribeKeyPairs",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      ["*"],
      { StringEquals: here },
    ),
    allow(
      "LookAtGroups",
      [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "elasticloadbalancing:DescribeInstanceHealth",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      ["*"],
    ),
    allow(
      "PauseScaling",
      ["autoscaling:ResumeProcesses", "autoscaling:SuspendProcesses"],
      [`${group}:*:autoScalingGroupName/awseb-${environmentId}-stack-*`],
      { StringEquals: tagged },
    ),
    allow(
      "MoveTraffic",
      [
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        "elasticloadbalancing:RegisterTargets",
      ],
      [`${balancing}:targetgroup/awseb-*/*`, `${balancing}:loadbalancer/awseb-*`],
      { StringEquals: tagged },
    ),
  ];
}

describeProvider(elasticBeanstalk, {
  title: "an action that deploys to Elastic Beanstalk",
  minimal: { action: minimal, configuration, statements: statements("e-*", "*") },
  full: { action: full, configuration, statements: statements("e-abcdefgh12", "e-abcdefgh12") },
  required: ["ApplicationName", "EnvironmentName"],
  refused: [
    [
      "any application",
      configured(minimal, { ApplicationName: "*" }),
      "configuration.ApplicationName",
      'is "*": give the name of an application, 1 to 100 characters without / * ? # $',
    ],
    [
      "an environment of three characters",
      configured(minimal, { EnvironmentName: "dev" }),
      "configuration.EnvironmentName",
      'is "dev": give the name of an environment, 4 to 40 letters, digits or hyphens, with a hyphen neither first nor last',
    ],
    [
      "an environment by a reference, which would let the role update any",
      configured(minimal, { EnvironmentName: "#{variables.environment}" }),
      "configuration.EnvironmentName",
      'is "#{variables.environment}": give the name of an environment, 4 to 40 letters, digits or hyphens, with a hyphen neither first nor last',
    ],
    [
      "the name of an environment for its id",
      { ...minimal, environmentId: "shop-prod" },
      "environmentId",
      'is "shop-prod": give the id of an environment, e- and ten lower-case letters or digits',
    ],
    [
      "a width of access that nobody defined",
      { ...minimal, access: "wide" },
      "access",
      'is "wide": allowed are narrow, awsManagedAdministrator',
    ],
  ],
  accepted: [["AWS's own policy, by name", wide]],
  allowed: [
    { action: "elasticbeanstalk:CreateApplicationVersion", resource: `${beanstalk}:applicationversion/My shop/1` },
    {
      action: "elasticbeanstalk:UpdateEnvironment",
      resource: `${beanstalk}:environment/My shop/shop-prod`,
      context: version,
    },
    { action: "elasticbeanstalk:DescribeEvents", resource: `${beanstalk}:environment/My shop/shop-prod` },
    { action: "s3:PutObject", resource: `${bucket}/app.zip`, context: own },
    { action: "s3:DeleteObject", resource: `${bucket}/resources/environments/e-abcdefgh12/a`, context: own },
    { action: "cloudformation:GetTemplate", resource: `${stack}/awseb-e-abcdefgh12-stack/0a1b` },
    {
      action: "autoscaling:SuspendProcesses",
      resource: `${group}:0a1b:autoScalingGroupName/awseb-e-abcdefgh12-stack-AWSEBAutoScalingGroup-1`,
      context: tagged,
    },
    {
      action: "elasticloadbalancing:RegisterTargets",
      resource: `${balancing}:targetgroup/awseb-AWSEB-1/0a1b`,
      context: tagged,
    },
  ],
  denied: [
    { action: "elasticbeanstalk:CreateApplicationVersion", resource: `${beanstalk}:applicationversion/bank/1` },
    {
      action: "elasticbeanstalk:UpdateEnvironment",
      resource: `${beanstalk}:environment/My shop/shop-dev`,
      context: version,
    },
    {
      action: "elasticbeanstalk:UpdateEnvironment",
      resource: `${beanstalk}:environment/bank/shop-prod`,
      context: version,
    },
    { action: "elasticbeanstalk:UpdateEnvironment", resource: `${beanstalk}:environment/My shop/shop-prod` },
    { action: "elasticbeanstalk:TerminateEnvironment", resource: `${beanstalk}:environment/My shop/shop-prod` },
    { action: "s3:DeleteObject", resource: `${bucket}/app.zip`, context: own },
    { action: "s3:PutObject", resource: "arn:aws:s3:::elasticbeanstalk-us-east-1-111122223333/a", context: own },
    { action: "s3:PutBucketPolicy", resource: bucket, context: own },
    { action: "cloudformation:GetTemplate", resource: `${stack}/awseb-e-zzzzzzzz99-stack/0a1b` },
    { action: "cloudformation:UpdateStack", resource: `${stack}/awseb-e-abcdefgh12-stack/0a1b` },
    {
      action: "autoscaling:SuspendProcesses",
      resource: `${group}:0a1b:autoScalingGroupName/awseb-e-abcdefgh12-stack-AWSEBAutoScalingGroup-1`,
    },
    {
      action: "elasticloadbalancing:RegisterTargets",
      resource: `${balancing}:targetgroup/awseb-AWSEB-1/0a1b`,
      context: { "aws:ResourceTag/elasticbeanstalk:environment-name": "bank-prod" },
    },
    { action: "ec2:RunInstances", resource: `arn:aws:ec2:${at}:instance/*` },
    { action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/aws-elasticbeanstalk-ec2-role" },
  ],
});

describe("an action that deploys to Elastic Beanstalk", () => {
  const policies = (action: unknown, where = context) =>
    elasticBeanstalk.managedPolicies?.(elasticBeanstalkSchema.parse(action), where);

  it("holds no policy of AWS's, unless it asks for the administrator by name, and then nothing else", () => {
    assert.deepEqual(policies(minimal), []);
    assert.deepEqual(policies(wide), ["arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk"]);
    assert.deepEqual(elasticBeanstalk.permissions(elasticBeanstalkSchema.parse(wide), context), []);
  });

  it("finds that policy in any partition", () => {
    assert.deepEqual(policies(wide, { ...context, scope: china }), [
      "arn:aws-cn:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk",
    ]);
  });

  it("is reported by the policy pack for that policy and for its widest rights, and for nothing else", async () => {
    const [policyArn] = policies(wide) ?? [];
    const attachment = { role: "shop-deploy", policyArn };
    const verdicts = await Promise.all(
      rules
        .filter((rule) => "validateResource" in rule)
        .map(async (rule) => {
          const verdict = await judgeResource(rule, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment);
          return verdict === notApplicable || verdict.length === 0 ? [] : [{ rule: rule.name, verdict }];
        }),
    );
    assert.deepEqual(verdicts.flat(), [
      {
        rule: "iam-no-aws-managed-policy",
        verdict: [
          advisory(
            "policyArn should name a policy of your own instead of AWS's AdministratorAccess-AWSElasticBeanstalk",
          ),
        ],
      },
      {
        rule: "iam-no-service-wildcard",
        verdict: [
          advisory(
            "policyArn should name a policy of your own: AdministratorAccess-AWSElasticBeanstalk.Statement[0].Action[1] should name the actions that are needed: elasticbeanstalk:* is all of a service",
          ),
        ],
      },
      {
        rule: "iam-permissions-management-scoped",
        verdict: [
          advisory(
            "policyArn should name a policy of your own: AdministratorAccess-AWSElasticBeanstalk.Statement[10].Resource[0] should name whose permissions rds:AuthorizeDBSecurityGroupIngress may change, or a Condition bound them",
          ),
        ],
      },
    ]);
  });
});
