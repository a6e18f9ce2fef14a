import * as codeartifact from "@pulumi/aws/codeartifact";
import * as pulumi from "@pulumi/pulumi";
import { type ScopeArgs, scopeOf } from "../aws/scope-args";
import { npmRegistryUrl } from "../iam/npm-registry";
import { domainPolicy, registryKeyPolicy, repositoryPolicy } from "../iam/registry-policies";
import { refuse } from "../schema/refuse";
import { createKey } from "../storage/key";
import { packageRegistryProblems } from "./package-registry-args";

/** The arguments of a {@link PackageRegistry}. */
export interface PackageRegistryArgs extends ScopeArgs {
  /** The npm scope that is published here, without its `@`: `acme` for `@acme/web`. */
  npmScope: string;
  /**
   * The name of the domain, which everybody can see: 2 to 50 lower-case letters, digits or hyphens.
   * @default - the name of the component
   */
  domainName?: string | undefined;
  /**
   * The name of the repository: 2 to 100 letters, digits or the characters `. _ -`.
   * @default "npm"
   */
  repositoryName?: string | undefined;
  /**
   * The ARN of a key that exists already. Whoever makes the domain must be allowed `kms:CreateGrant` and
   * `kms:DescribeKey` on it.
   * @default - a key is made
   */
  existingKeyArn?: string | undefined;
  /**
   * The ARNs of roles, users and accounts that install from here. Those of the own account can do without:
   * `readNpmPackages` in their own documents is enough. AWS refuses a role that does not exist.
   * @default - nobody besides
   */
  readers?: string[] | undefined;
  /**
   * The same for those who also publish packages of the npm scope, with `publishNpmPackages`.
   * @default - nobody besides
   */
  publishers?: string[] | undefined;
  /**
   * Whether the domain, its packages and the key stay when the stack is destroyed; otherwise all are deleted.
   * @default false
   */
  retainOnDelete?: boolean | undefined;
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A private npm registry in CodeArtifact: a domain under a customer key and a repository for one's own packages, which
 * fetches all others from public npm by way of a second repository that nobody publishes to.
 *
 * @throws RunError naming every argument that is wrong.
 */
export class PackageRegistry extends pulumi.ComponentResource {
  /** The name of the domain, known on the first preview. */
  readonly domainName: pulumi.Output<string>;
  readonly domainArn: pulumi.Output<string>;
  /** The name of the repository, known on the first preview. */
  readonly repositoryName: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;
  /** What npm is told as its registry, known on the first preview. */
  readonly registryUrl: pulumi.Output<string>;
  /** The ARN of the key that packages are encrypted under. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: PackageRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { domainName = name, repositoryName = "npm", npmScope, existingKeyArn, tags } = args;
    const { readers = [], publishers = [], retainOnDelete = false } = args;
    const users = { readers, publishers };
    const publicRepositoryName = `${repositoryName}-public`;
    refuse(
      `PackageRegistry ${name}`,
      packageRegistryProblems({
        domainName,
        repositoryName,
        publicRepositoryName,
        npmScope,
        ...(existingKeyArn !== undefined && { existingKeyArn }),
        ...users,
        retainOnDelete,
      }),
    );
    super("aws-pipelines:index:PackageRegistry", name, args, opts);
    const registry = { ...scopeOf(args), domainName, repositoryName };
    const { region } = registry;
    const child = { parent: this, retainOnDelete: retainOnDelete };

    const keyArn = existingKeyArn ?? createKey(name, { region, policy: registryKeyPolicy(registry), tags }, child).arn;
    const domain = new codeartifact.Domain(name, { region, domain: domainName, encryptionKey: keyArn, tags }, child);
    const upstream = new codeartifact.Repository(
      `${name}-public`,
      {
        region,
        domain: domain.domain,
        repository: publicRepositoryName,
        description: "Packages of public npm",
        externalConnections: { externalConnectionName: "public:npmjs" },
        tags,
      },
      child,
    );
    const repository = new codeartifact.Repository(
      `${name}-npm`,
      {
        region,
        domain: domain.domain,
        repository: repositoryName,
        description: `Packages of @${npmScope}, and those of public npm`,
        upstreams: [{ repositoryName: upstream.repository }],
        tags,
      },
      child,
    );
    if (readers.length + publishers.length > 0) {
      new codeartifact.DomainPermissions(
        `${name}-domain-policy`,
        { region, domain: domain.domain, policyDocument: domainPolicy(registry, users) },
        child,
      );
      new codeartifact.RepositoryPermissionsPolicy(
        `${name}-policy`,
        {
          region,
          domain: domain.domain,
          repository: repository.repository,
          policyDocument: repositoryPolicy(registry, users, npmScope),
        },
        child,
      );
    }

    this.domainName = domain.domain;
    this.domainArn = domain.arn;
    this.repositoryName = repository.repository;
    this.repositoryArn = repository.arn;
    this.registryUrl = pulumi.output(npmRegistryUrl(registry));
    this.keyArn = pulumi.output(keyArn);
    this.registerOutputs({
      domainName: this.domainName,
      domainArn: this.domainArn,
      repositoryName: this.repositoryName,
      repositoryArn: this.repositoryArn,
      registryUrl: this.registryUrl,
      keyArn: this.keyArn,
    });
  }
}
