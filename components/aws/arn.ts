import type { AwsScope } from "./scope";

/** Here and beside it ARNs are composed, and nowhere else: documents of these are known before any resource exists. */
export function regional({ partition, region, account }: AwsScope, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function global({ partition, account }: AwsScope, service: string, resource: string): string {
  return `arn:${partition}:${service}::${account}:${resource}`;
}

/** The account that an ARN names, if it names one. */
export function accountOf(arn: string): string | undefined {
  return arn.split(":")[4] || undefined;
}

/** The region that an ARN names, if it names one. */
export function regionOf(arn: string): string | undefined {
  return arn.split(":")[3] || undefined;
}

/** The partition that an ARN names; nothing where the text is no ARN. */
export function partitionOfArn(arn: string): string | undefined {
  return /^arn:(aws[\w-]*):/.exec(arn)?.[1];
}

export function accountRootArn(scope: AwsScope): string {
  return global(scope, "iam", "root");
}

export function roleArn(scope: AwsScope, roleName: string): string {
  return global(scope, "iam", `role/${roleName}`);
}

/** A policy of AWS's own, by its path and name. */
export function awsPolicyArn({ partition }: AwsScope, policyName: string): string {
  return `arn:${partition}:iam::aws:policy/${policyName}`;
}

/** The managed policies of a role, which are called after it and what they are about. */
export function rolePolicyArns(roleArn: string): string {
  return `${roleArn.replace(":role/", ":policy/")}-*`;
}

export function bucketArn({ partition }: AwsScope, bucketName: string): string {
  return `arn:${partition}:s3:::${bucketName}`;
}

export function objectArn(scope: AwsScope, bucketName: string, key = "*"): string {
  return `${bucketArn(scope, bucketName)}/${key}`;
}

export function projectArn(scope: AwsScope, projectName: string): string {
  return regional(scope, "codebuild", `project/${projectName}`);
}

export function reportGroupArn(scope: AwsScope, reportGroupName: string): string {
  return regional(scope, "codebuild", `report-group/${reportGroupName}`);
}

export function pipelineArn(scope: AwsScope, pipelineName: string): string {
  return regional(scope, "codepipeline", pipelineName);
}

/** One action of one stage: what an approval is given to. */
export function pipelineActionArn(
  scope: AwsScope,
  pipelineName: string,
  stageName: string,
  actionName: string,
): string {
  return `${pipelineArn(scope, pipelineName)}/${stageName}/${actionName}`;
}

/** A provider that the account registered as an action of its own. */
export function customActionArn(scope: AwsScope, category: string, providerName: string, version: string): string {
  return regional(scope, "codepipeline", `actiontype:Custom/${category}/${providerName}/${version}`);
}

export function functionArn(scope: AwsScope, functionName: string): string {
  return regional(scope, "lambda", `function:${functionName}`);
}

export function alarmArn(scope: AwsScope, alarmName: string): string {
  return regional(scope, "cloudwatch", `alarm:${alarmName}`);
}

export function logGroupArn(scope: AwsScope, logGroupName: string): string {
  return regional(scope, "logs", `log-group:${logGroupName}`);
}

export function repositoryArn(scope: AwsScope, repositoryName: string): string {
  return regional(scope, "ecr", `repository/${repositoryName}`);
}

/** A repository of CodeCommit; {@link repositoryArn} is one of ECR. */
export function codeCommitRepositoryArn(scope: AwsScope, repositoryName: string): string {
  return regional(scope, "codecommit", repositoryName);
}

/** A rule on the default event bus. */
export function eventRuleArn(scope: AwsScope, ruleName: string): string {
  return regional(scope, "events", `rule/${ruleName}`);
}

/** A repository of the public registry, which has no region. */
export function publicRepositoryArn(scope: AwsScope, repositoryName: string): string {
  return global(scope, "ecr-public", `repository/${repositoryName}`);
}

export function topicArn(scope: AwsScope, topicName: string): string {
  return regional(scope, "sns", topicName);
}

/** A key given by its ARN, or by its id. */
export function keyArn(scope: AwsScope, key: string): string {
  return key.startsWith("arn:") ? key : regional(scope, "kms", `key/${key}`);
}

/** Every key of this account and region: what a document can name while the one key it means is still unknown. */
export function anyKeyArn(scope: AwsScope): string {
  return regional(scope, "kms", "key/*");
}

/** An alias, which is given without `alias/`. */
export function keyAliasArn(scope: AwsScope, keyAlias: string): string {
  return regional(scope, "kms", `alias/${keyAlias}`);
}

/** A parameter given by its ARN, or by its name: that may start with a slash, and the ARN has exactly one. */
export function parameterArn(scope: AwsScope, parameter: string): string {
  return parameter.startsWith("arn:") ? parameter : regional(scope, "ssm", `parameter/${parameter.replace(/^\//, "")}`);
}

/**
 * A secret given by its ARN, or by its name: Secrets Manager ends a secret's ARN in a hyphen and six characters of its
 * own choosing, which are the only unknown here.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
export function secretArn(scope: AwsScope, secret: string): string {
  return secret.startsWith("arn:") ? secret : regional(scope, "secretsmanager", `secret:${secret}-??????`);
}

export function packageDomainArn(scope: AwsScope, domainName: string): string {
  return regional(scope, "codeartifact", `domain/${domainName}`);
}

export function packageRepositoryArn(scope: AwsScope, domainName: string, repositoryName: string): string {
  return regional(scope, "codeartifact", `repository/${domainName}/${repositoryName}`);
}

/** Every npm package of one npm scope, which is given without its `@`. */
export function npmPackagesArn(scope: AwsScope, domainName: string, repositoryName: string, npmScope: string): string {
  return regional(scope, "codeartifact", `package/${domainName}/${repositoryName}/npm/${npmScope}/*`);
}
