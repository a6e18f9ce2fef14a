import type { AwsScope } from "./scope";

/** The parts of an ARN. S3 has neither region nor account; IAM has no region. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** Everything behind the account, such as `role/shop`. */
  readonly resource: string;
}

/** Composes an ARN. Every ARN of the package comes from here, so that documents are known before any resource exists. */
export function composeArn({ partition, service, region = "", account = "", resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** Reads an ARN into its parts; `undefined` for any other text. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:(aws[\w-]*):([\w-]+):([^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
  return partition === undefined || service === undefined || resource === undefined
    ? undefined
    : { partition, service, region: region || undefined, account: account || undefined, resource };
}

/** The account in an ARN, if the ARN has one. */
export function accountOf(arn: string): string | undefined {
  return parseArn(arn)?.account;
}

/** The region in an ARN, if the ARN has one. */
export function regionOf(arn: string): string | undefined {
  return parseArn(arn)?.region;
}

/** The partition of an ARN; `undefined` for any other text. */
export function partitionOfArn(arn: string): string | undefined {
  return parseArn(arn)?.partition;
}

/** The ARN of a resource of the scope's region and account. */
export function regionalArn(scope: AwsScope, service: string, resource: string): string {
  return composeArn({ ...scope, service, resource });
}

/** The ARN of a resource of the scope's account, for services without regions. */
function globalArn({ partition, account }: AwsScope, service: string, resource: string): string {
  return composeArn({ partition, account, service, resource });
}

// API Gateway

/** A path of API Gateway's own API, such as `/apis`. API Gateway has no account in its ARNs. */
export function apiGatewayArn({ partition, region }: AwsScope, path: string): string {
  return composeArn({ partition, region, service: "apigateway", resource: path });
}

// AppConfig

/** An AppConfig application, or a part of it such as `environment/9tm27yd`. */
export function configApplicationArn(scope: AwsScope, applicationId: string, part?: string): string {
  return regionalArn(scope, "appconfig", `application/${applicationId}${part === undefined ? "" : `/${part}`}`);
}

export function deploymentStrategyArn(scope: AwsScope, strategyId: string): string {
  return regionalArn(scope, "appconfig", `deploymentstrategy/${strategyId}`);
}

// CloudFormation

/** A stack under any id: CloudFormation chooses the id when it creates the stack. */
export function stackArn(scope: AwsScope, stackName: string): string {
  return regionalArn(scope, "cloudformation", `stack/${stackName}/*`);
}

/** A macro that AWS publishes in every region. */
export function awsTransformArn({ partition, region }: AwsScope, transformName: string): string {
  return composeArn({
    partition,
    region,
    service: "cloudformation",
    account: "aws",
    resource: `transform/${transformName}`,
  });
}

/** A stack set under any id: CloudFormation chooses the id. */
export function stackSetArn(scope: AwsScope, stackSetName: string): string {
  return regionalArn(scope, "cloudformation", `stackset/${stackSetName}:*`);
}

// CloudWatch and CloudWatch Logs

export function alarmArn(scope: AwsScope, alarmName: string): string {
  return regionalArn(scope, "cloudwatch", `alarm:${alarmName}`);
}

export function logGroupArn(scope: AwsScope, logGroupName: string): string {
  return regionalArn(scope, "logs", `log-group:${logGroupName}`);
}

// CloudTrail

export function trailArn(scope: AwsScope, trailName: string): string {
  return regionalArn(scope, "cloudtrail", `trail/${trailName}`);
}

// CodeArtifact

export function packageDomainArn(scope: AwsScope, domainName: string): string {
  return regionalArn(scope, "codeartifact", `domain/${domainName}`);
}

export function packageRepositoryArn(scope: AwsScope, domainName: string, repositoryName: string): string {
  return regionalArn(scope, "codeartifact", `repository/${domainName}/${repositoryName}`);
}

/** Every npm package of one npm scope, written without its `@`. */
export function npmPackagesArn(scope: AwsScope, domainName: string, repositoryName: string, npmScope: string): string {
  return regionalArn(scope, "codeartifact", `package/${domainName}/${repositoryName}/npm/${npmScope}/*`);
}

// CodeBuild

export function projectArn(scope: AwsScope, projectName: string): string {
  return regionalArn(scope, "codebuild", `project/${projectName}`);
}

export function reportGroupArn(scope: AwsScope, reportGroupName: string): string {
  return regionalArn(scope, "codebuild", `report-group/${reportGroupName}`);
}

// CodeCommit

/** A CodeCommit repository; {@link repositoryArn} is an ECR repository. */
export function codeCommitRepositoryArn(scope: AwsScope, repositoryName: string): string {
  return regionalArn(scope, "codecommit", repositoryName);
}

// CodeDeploy

export function codeDeployApplicationArn(scope: AwsScope, applicationName: string): string {
  return regionalArn(scope, "codedeploy", `application:${applicationName}`);
}

export function deploymentGroupArn(scope: AwsScope, applicationName: string, groupName: string): string {
  return regionalArn(scope, "codedeploy", `deploymentgroup:${applicationName}/${groupName}`);
}

export function deploymentConfigArn(scope: AwsScope, configName: string): string {
  return regionalArn(scope, "codedeploy", `deploymentconfig:${configName}`);
}

// CodePipeline

export function pipelineArn(scope: AwsScope, pipelineName: string): string {
  return regionalArn(scope, "codepipeline", pipelineName);
}

/** One action of one stage: the resource of an approval. */
export function pipelineActionArn(
  scope: AwsScope,
  pipelineName: string,
  stageName: string,
  actionName: string,
): string {
  return `${pipelineArn(scope, pipelineName)}/${stageName}/${actionName}`;
}

/** A custom action type of the account. */
export function customActionArn(scope: AwsScope, category: string, providerName: string, version: string): string {
  return regionalArn(scope, "codepipeline", `actiontype:Custom/${category}/${providerName}/${version}`);
}

// Device Farm

export function deviceProjectArn(scope: AwsScope, projectId: string): string {
  return regionalArn(scope, "devicefarm", `project:${projectId}`);
}

/** Every upload of one project: Device Farm chooses the ids. */
export function anyDeviceUploadArn(scope: AwsScope, projectId: string): string {
  return regionalArn(scope, "devicefarm", `upload:${projectId}/*`);
}

/** Every run of one project: Device Farm chooses the ids. */
export function anyDeviceRunArn(scope: AwsScope, projectId: string): string {
  return regionalArn(scope, "devicefarm", `run:${projectId}/*`);
}

// EC2 and Elastic Load Balancing

export function anyInstanceArn(scope: AwsScope): string {
  return regionalArn(scope, "ec2", "instance/*");
}

export function subnetArn(scope: AwsScope, subnetId: string): string {
  return regionalArn(scope, "ec2", `subnet/${subnetId}`);
}

export function securityGroupArn(scope: AwsScope, securityGroupId: string): string {
  return regionalArn(scope, "ec2", `security-group/${securityGroupId}`);
}

/** Every network interface: EC2 chooses the ids of interfaces that a build creates. */
export function anyNetworkInterfaceArn(scope: AwsScope): string {
  return regionalArn(scope, "ec2", "network-interface/*");
}

/** A target group under any id: Elastic Load Balancing chooses the id. */
export function targetGroupArn(scope: AwsScope, targetGroupName: string): string {
  return regionalArn(scope, "elasticloadbalancing", `targetgroup/${targetGroupName}/*`);
}

/** The listeners of a load balancer under any id, or their rules. The name is unique among both kinds of load balancers. */
export function listenerArns(scope: AwsScope, kind: "listener" | "listener-rule", loadBalancerName: string): string[] {
  return ["app", "net"].map((type) =>
    regionalArn(scope, "elasticloadbalancing", `${kind}/${type}/${loadBalancerName}/*`),
  );
}

/** A Classic Load Balancer. */
export function classicLoadBalancerArn(scope: AwsScope, loadBalancerName: string): string {
  return regionalArn(scope, "elasticloadbalancing", `loadbalancer/${loadBalancerName}`);
}

/** An Auto Scaling group under any id: Auto Scaling chooses the id. */
export function autoScalingGroupArn(scope: AwsScope, groupName: string): string {
  return regionalArn(scope, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${groupName}`);
}

// ECR

export function repositoryArn(scope: AwsScope, repositoryName: string): string {
  return regionalArn(scope, "ecr", `repository/${repositoryName}`);
}

/** A repository of the public registry, which has no region. */
export function publicRepositoryArn(scope: AwsScope, repositoryName: string): string {
  return globalArn(scope, "ecr-public", `repository/${repositoryName}`);
}

// ECS and EKS

export function ecsServiceArn(scope: AwsScope, clusterName: string, serviceName: string): string {
  return regionalArn(scope, "ecs", `service/${clusterName}/${serviceName}`);
}

/** The task sets of a service under any id: ECS chooses the ids. */
export function taskSetArn(scope: AwsScope, clusterName: string, serviceName: string): string {
  return regionalArn(scope, "ecs", `task-set/${clusterName}/${serviceName}/*`);
}

/** Every revision of a family of task definitions: ECS numbers them. */
export function taskDefinitionArn(scope: AwsScope, family: string): string {
  return regionalArn(scope, "ecs", `task-definition/${family}:*`);
}

export function eksClusterArn(scope: AwsScope, clusterName: string): string {
  return regionalArn(scope, "eks", `cluster/${clusterName}`);
}

// EventBridge

/** A rule on the default event bus. */
export function eventRuleArn(scope: AwsScope, ruleName: string): string {
  return regionalArn(scope, "events", `rule/${ruleName}`);
}

// IAM

export function accountRootArn(scope: AwsScope): string {
  return globalArn(scope, "iam", "root");
}

/** A role under the path of the scope. */
export function roleArn(scope: AwsScope, roleName: string): string {
  return globalArn(scope, "iam", `role${scope.rolePath ?? "/"}${roleName}`);
}

/** A managed policy of the account, without a path. */
export function policyArn(scope: AwsScope, policyName: string): string {
  return globalArn(scope, "iam", `policy/${policyName}`);
}

/** An AWS managed policy, by its path and name. */
export function awsPolicyArn({ partition }: AwsScope, policyName: string): string {
  return composeArn({ partition, service: "iam", account: "aws", resource: `policy/${policyName}` });
}

/** The managed policies of a role: their names start with the name of the role. */
export function rolePolicyArns(roleArn: string): string {
  return `${roleArn.replace(":role/", ":policy/")}-*`;
}

// KMS

/** A key, by its ARN or its id. */
export function keyArn(scope: AwsScope, key: string): string {
  return parseArn(key) ? key : regionalArn(scope, "kms", `key/${key}`);
}

/** Every key of this account and region, for documents that cannot name a key that does not exist yet. */
export function anyKeyArn(scope: AwsScope): string {
  return regionalArn(scope, "kms", "key/*");
}

/** An alias, written without `alias/`. */
export function keyAliasArn(scope: AwsScope, keyAlias: string): string {
  return regionalArn(scope, "kms", `alias/${keyAlias}`);
}

// Lambda and Step Functions

export function functionArn(scope: AwsScope, functionName: string): string {
  return regionalArn(scope, "lambda", `function:${functionName}`);
}

/** The executions of a state machine, all of them or those whose names start with a prefix. */
export function executionsArn(stateMachineArn: string, namePrefix: string | undefined): string {
  const executions = stateMachineArn.replace(":stateMachine:", ":execution:");
  return `${executions}:${namePrefix === undefined ? "" : `${namePrefix}-`}*`;
}

// S3

export function bucketArn({ partition }: AwsScope, bucketName: string): string {
  return composeArn({ partition, service: "s3", resource: bucketName });
}

export function objectArn(scope: AwsScope, bucketName: string, key = "*"): string {
  return `${bucketArn(scope, bucketName)}/${key}`;
}

// Secrets Manager and Systems Manager

/**
 * A secret, by its ARN or its name. Secrets Manager ends the ARN in a hyphen and six characters of its choice, which
 * stay open here.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
export function secretArn(scope: AwsScope, secret: string): string {
  return parseArn(secret) ? secret : regionalArn(scope, "secretsmanager", `secret:${secret}-??????`);
}

/** A parameter, by its ARN or its name. The name may start with a slash; the ARN has exactly one. */
export function parameterArn(scope: AwsScope, parameter: string): string {
  return parseArn(parameter) ? parameter : regionalArn(scope, "ssm", `parameter/${parameter.replace(/^\//, "")}`);
}

/** Every managed node of Systems Manager, such as a server outside AWS. */
export function anyManagedNodeArn(scope: AwsScope): string {
  return regionalArn(scope, "ssm", "managed-instance/*");
}

/** A document that AWS publishes in every region. */
export function awsDocumentArn({ partition, region }: AwsScope, documentName: string): string {
  return composeArn({ partition, region, service: "ssm", resource: `document/${documentName}` });
}

// Service Catalog

/** A product; its ARN names the service `catalog`. */
export function productArn(scope: AwsScope, productId: string): string {
  return regionalArn(scope, "catalog", `product/${productId}`);
}

// SNS

export function topicArn(scope: AwsScope, topicName: string): string {
  return regionalArn(scope, "sns", topicName);
}
