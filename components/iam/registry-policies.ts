import { npmPackagesArn, packageDomainArn, packageRepositoryArn } from "../aws/arn";
import { grantsThrough, keyPolicyWith } from "./key-policy";
import { type NpmRegistry, publishActions, registryScope } from "./npm-registry";
import { policyDocument, type Statement } from "./statement";

/** The principals that a registry's own policies let in, by ARN. */
export interface RegistryUsers {
  readonly readers: readonly string[];
  readonly publishers: readonly string[];
}

/**
 * The policy of a domain: it lets readers and publishers log in. Principals of other accounts need it.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/domain-policies.html
 */
export function domainPolicy(registry: NpmRegistry, { readers, publishers }: RegistryUsers): string {
  const domain = packageDomainArn(registryScope(registry), registry.domainName);
  return policyDocument(
    forPrincipals("LogIn", [...readers, ...publishers], ["codeartifact:GetAuthorizationToken"], domain),
  );
}

/**
 * The policy of a repository: it lets readers install, and publishers publish packages of one npm scope.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
 */
export function repositoryPolicy(registry: NpmRegistry, users: RegistryUsers, npmScope: string): string {
  const scope = registryScope(registry);
  const { domainName, repositoryName } = registry;
  return policyDocument([
    ...forPrincipals(
      "Read",
      [...users.readers, ...users.publishers],
      ["codeartifact:ReadFromRepository"],
      packageRepositoryArn(scope, domainName, repositoryName),
    ),
    ...forPrincipals(
      "Publish",
      users.publishers,
      publishActions,
      npmPackagesArn(scope, domainName, repositoryName, npmScope),
    ),
  ]);
}

/**
 * The policy of a registry's key: CodeArtifact creates a grant in the name of the caller who creates the domain.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html
 */
export function registryKeyPolicy(registry: NpmRegistry): string {
  const scope = registryScope(registry);
  return keyPolicyWith(scope, [grantsThrough(scope, "PackageDomain", "codeartifact")]);
}

function forPrincipals(
  sid: string,
  principals: readonly string[],
  actions: readonly string[],
  resource: string,
): Statement[] {
  const distinct = [...new Set(principals)].sort();
  return distinct.length === 0
    ? []
    : [{ Sid: sid, Effect: "Allow", Principal: { AWS: distinct }, Action: [...actions], Resource: resource }];
}
