import { npmPackagesArn, packageDomainArn, packageRepositoryArn } from "../aws/arn";
import { type AwsScope, dnsSuffix, partitionOf } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** An npm registry in CodeArtifact, by names that are known before it exists. */
export interface NpmRegistry {
  /** The account that owns the domain, 12 digits. */
  account: string;
  /** The region of the domain. */
  region: string;
  /**
   * The partition: `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`.
   * @default - the partition of the region
   */
  partition?: string | undefined;
  /** The name of the domain. */
  domainName: string;
  /** The name of the repository in the domain. */
  repositoryName: string;
}

/** @internal */
export function registryScope({ account, region, partition = partitionOf(region) }: NpmRegistry): AwsScope {
  return { account, region, partition };
}

/**
 * The address of the registry for npm.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/npm-auth.html
 */
export function npmRegistryUrl(registry: NpmRegistry): string {
  const { account, region, partition } = registryScope(registry);
  return `https://${registry.domainName}-${account}.d.codeartifact.${region}.${dnsSuffix(partition)}/npm/${registry.repositoryName}/`;
}

/**
 * Returns the statements to log in to a registry and to install from it.
 *
 * @param tokenMinutes - the longest life of a token, in minutes; AWS cannot revoke a token
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
 */
export function readNpmPackages(registry: NpmRegistry, tokenMinutes = 60): Statement[] {
  const scope = registryScope(registry);
  return [
    allowStatement({
      sid: "RegistryToken",
      actions: ["codeartifact:GetAuthorizationToken"],
      resources: [packageDomainArn(scope, registry.domainName)],
    }),
    // AWS knows no resource for a token, only its service and its duration.
    allowStatement({
      sid: "ServiceToken",
      actions: ["sts:GetServiceBearerToken"],
      resources: ["*"],
      conditions: {
        StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" },
        NumericLessThanEquals: { "sts:DurationSeconds": String(tokenMinutes * 60) },
      },
    }),
    allowStatement({
      sid: "ReadPackages",
      actions: ["codeartifact:ReadFromRepository"],
      resources: [packageRepositoryArn(scope, registry.domainName, registry.repositoryName)],
    }),
  ];
}

/**
 * Returns the statements to log in to a registry, to install from it, and to publish packages of one npm scope.
 *
 * @param npmScope - the scope, without its `@`
 * @param tokenMinutes - the longest life of a token, in minutes
 */
export function publishNpmPackages(registry: NpmRegistry, npmScope: string, tokenMinutes = 60): Statement[] {
  const scope = registryScope(registry);
  return [
    ...readNpmPackages(registry, tokenMinutes),
    allowStatement({
      sid: "PublishPackages",
      actions: [...publishActions],
      resources: [npmPackagesArn(scope, registry.domainName, registry.repositoryName, npmScope)],
    }),
  ];
}

/** The actions to publish: to add a version, and to move a tag such as `latest`. @internal */
export const publishActions = ["codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"] as const;
