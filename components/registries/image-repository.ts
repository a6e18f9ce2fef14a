import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { noteCreated } from "../aws/created-resources";
import { keyInputProblems } from "../aws/names";
import { refuse, requireKinds } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { lifecyclePolicy } from "./image-lifecycle";
import { type ImageExpiry, imageRepositoryModel, imageRepositoryProblems } from "./image-repository-args";

/** The arguments of an {@link ImageRepository}. */
export interface ImageRepositoryArgs extends ImageExpiry {
  /**
   * Region of the repository, such as `us-east-1`.
   * @default - the region of the provider
   */
  region?: string | undefined;
  /**
   * Name of the repository: 2 to 256 lowercase letters, digits or `._-`, in parts separated by slashes.
   * @default - the name of the component
   */
  repositoryName?: string | undefined;
  /** ARN of the customer managed key that encrypts images. Another key replaces the repository. */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The policy of a key made in the same program. The repository depends on it: ECR creates a grant on the key at once.
   * @default - no dependency
   */
  encryptionKeyPolicy?: pulumi.Input<pulumi.Resource> | undefined;
  /**
   * Mutable tags, at most 5. Every other tag is immutable. `deployed-*` lets deployments mark the images that run.
   * @default - none
   */
  mutableTags?: string[] | undefined;
  /**
   * Days until an untagged image expires, at least 1.
   * @default 14
   */
  untaggedExpireAfterDays?: number | undefined;
  /**
   * Whether `pulumi destroy` retains the repository and its images; otherwise it deletes both.
   * @default false
   */
  retainOnDelete?: boolean | undefined;
  /**
   * Tags of the repository.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates an ECR repository with a customer managed key, scan on push and immutable tags.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new ImageRepository("shop-web", { encryptionKeyArn: key.arn, mutableTags: ["latest"] });
 * ```
 */
export class ImageRepository extends pulumi.ComponentResource {
  /** The name of the repository, known on the first preview. */
  readonly repositoryName: pulumi.Output<string>;
  /** The ARN of the repository. */
  readonly repositoryArn: pulumi.Output<string>;
  /** The address of images, without a tag. */
  readonly repositoryUri: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("ImageRepository", name, args);
    const { encryptionKeyPolicy, ...inputs } = args;
    const { keepImages, expireImagesAfterDays, protectedTags } = args;
    const expiry = { keepImages, expireImagesAfterDays, protectedTags };
    const model = imageRepositoryModel(name, {
      repositoryName: args.repositoryName,
      mutableTags: args.mutableTags,
      untaggedExpireAfterDays: args.untaggedExpireAfterDays,
      retainOnDelete: args.retainOnDelete,
      ...expiry,
    });
    const { repositoryName, mutableTags, untaggedExpireAfterDays, retainOnDelete } = model;
    refuse(`ImageRepository ${name}`, [
      ...imageRepositoryProblems(model),
      ...keyInputProblems(args.encryptionKeyArn),
      ...tagProblems(args.tags, otherTags),
    ]);
    super("aws-pipelines:index:ImageRepository", name, inputs, opts);
    noteCreated(`arn:aws:ecr:${args.region ?? ""}::repository/${repositoryName}`);
    const child = { parent: this, retainOnDelete: retainOnDelete };
    const place = args.region === undefined ? {} : { region: args.region };

    const repository = new ecr.Repository(
      name,
      {
        ...place,
        name: repositoryName,
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.encryptionKeyArn }],
        imageScanningConfiguration: { scanOnPush: true },
        ...tagMutability(mutableTags),
        forceDelete: !retainOnDelete,
        tags: args.tags,
      },
      { ...child, ...(encryptionKeyPolicy && { dependsOn: encryptionKeyPolicy }) },
    );
    new ecr.LifecyclePolicy(
      `${name}-lifecycle`,
      { ...place, repository: repository.name, policy: lifecyclePolicy(untaggedExpireAfterDays, expiry) },
      child,
    );

    this.repositoryName = repository.name;
    this.repositoryArn = repository.arn;
    this.repositoryUri = repository.repositoryUrl;
    this.registerOutputs({
      repositoryName: this.repositoryName,
      repositoryArn: this.repositoryArn,
      repositoryUri: this.repositoryUri,
    });
  }
}

function tagMutability(mutableTags: readonly string[]) {
  return mutableTags.length === 0
    ? { imageTagMutability: "IMMUTABLE" }
    : {
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: mutableTags.map((filter) => ({ filter, filterType: "WILDCARD" })),
      };
}
