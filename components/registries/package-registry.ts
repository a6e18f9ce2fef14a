import * as codeartifact from "@pulumi/aws/codeartifact";
import * as pulumi from "@pulumi/pulumi";
import { type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { npmRegistryUrl } from "../iam/npm-registry";
import { domainPolicy, registryKeyPolicy, repositoryPolicy } from "../iam/registry-policies";
import { refuse, requireKinds } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { createKey } from "../storage/key";
import { packageRegistryProblems } from "./package-registry-args";

/** The arguments of a {@link PackageRegistry}. */
export interface PackageRegistryArgs extends ScopeArgs {
  /** The npm scope of your packages, without its `@`: `acme` for `@acme/web`. */
  npmScope: string;
  /**
   * Name of the domain, which is public: 2 to 50 lowercase letters, digits or hyphens.
   * @default - the name of the component
   */
  domainName?: string | undefined;
  /**
   * Name of the repository: 2 to 100 letters, digits or the characters `. _ -`.
   * @default "npm"
   */
  repositoryName?: string | undefined;
  /**
   * ARN of an existing key. The principal that creates the domain needs `kms:CreateGrant` and `kms:DescribeKey` on it.
   * @default - creates a key
   */
  existingKeyArn?: string | undefined;
  /**
   * ARNs of roles, users and accounts that install packages. Principals of the same account only need the statements of
   * `readNpmPackages` in their own policies. AWS refuses a role that does not exist.
   * @default - none
   */
  readers?: string[] | undefined;
  /**
   * ARNs of roles, users and accounts that also publish packages of the npm scope: see `publishNpmPackages`.
   * @default - none
   */
  publishers?: string[] | undefined;
  /**
   * Whether `pulumi destroy` retains the domain, its packages and the key; otherwise it deletes them.
   * @default false
   */
  retainOnDelete?: boolean | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates a private npm registry in CodeArtifact: a domain with a customer managed key, and a repository for your
 * packages. The repository fetches all other packages from public npm through a second, read-only repository.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new PackageRegistry("acme", { account: "111122223333", region: "eu-central-1", npmScope: "acme" });
 * ```
 */
export class PackageRegistry extends pulumi.ComponentResource {
  /** The name of the domain, known on the first preview. */
  readonly domainName: pulumi.Output<string>;
  /** The ARN of the domain. */
  readonly domainArn: pulumi.Output<string>;
  /** The name of the repository, known on the first preview. */
  readonly repositoryName: pulumi.Output<string>;
  /** The ARN of the repository. */
  readonly repositoryArn: pulumi.Output<string>;
  /** The registry address for npm, known on the first preview. */
  readonly registryUrl: pulumi.Output<string>;
  /** The ARN of the key that encrypts packages. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: PackageRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("PackageRegistry", name, args);
    const { domainName = name, repositoryName = "npm", npmScope, existingKeyArn, tags } = args;
    const { readers = [], publishers = [], retainOnDelete = false } = args;
    const users = { readers, publishers };
    const publicRepositoryName = `${repositoryName}-public`;
    refuse(`PackageRegistry ${name}`, [
      ...packageRegistryProblems({
        domainName,
        repositoryName,
        publicRepositoryName,
        npmScope,
        ...(existingKeyArn !== undefined && { existingKeyArn }),
        ...users,
        retainOnDelete,
      }),
      ...scopeProblems(args),
      ...tagProblems(args.tags, otherTags),
    ]);
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
        description: `Packages of @${npmScope} and of public npm`,
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
