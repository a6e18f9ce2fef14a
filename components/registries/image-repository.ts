import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../schema/refuse";
import { imageRepositoryProblems } from "./image-repository-args";

/** The arguments of an {@link ImageRepository}. */
export interface ImageRepositoryArgs {
  /**
   * The region of the repository, such as `us-east-1`.
   * @default - that of the provider
   */
  region?: string | undefined;
  /**
   * The name of the repository: 2 to 256 lower-case letters, digits or `._-`, in parts divided by slashes.
   * @default - the name of the component
   */
  repositoryName?: string | undefined;
  /** The ARN of the customer key that images are encrypted under. ECR never changes it. */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The policy of a key that is made in the same program, which the repository waits for: ECR asks for a grant on the
   * key when it makes the repository.
   * @default - nothing is waited for
   */
  encryptionKeyPolicy?: pulumi.Input<pulumi.Resource> | undefined;
  /**
   * Tags that may move from image to image; every other tag stays with its image for ever. At most 5.
   * @default - none
   */
  mutableTags?: string[] | undefined;
  /**
   * After how many days an image without any tag is deleted, at least 1.
   * @default 14
   */
  untaggedExpireAfterDays?: number | undefined;
  /**
   * Whether the repository and its images stay when the stack is destroyed; otherwise both are deleted.
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
 * An ECR repository under a customer key whose images are scanned when they are pushed and whose tags do not move.
 *
 * @throws RunError naming every argument that is wrong.
 */
export class ImageRepository extends pulumi.ComponentResource {
  /** The name of the repository, known on the first preview. */
  readonly repositoryName: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;
  /** Where images are pushed to, without a tag. */
  readonly repositoryUri: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { encryptionKeyPolicy, ...inputs } = args;
    const { repositoryName = name, mutableTags = [], untaggedExpireAfterDays = 14, retainOnDelete = false } = args;
    refuse(
      `ImageRepository ${name}`,
      imageRepositoryProblems({ repositoryName, mutableTags, untaggedExpireAfterDays, retainOnDelete }),
    );
    super("aws-pipelines:index:ImageRepository", name, inputs, opts);
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
      { ...place, repository: repository.name, policy: expireUntagged(untaggedExpireAfterDays) },
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

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function expireUntagged(days: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: "Images that no tag names any more",
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: days },
        action: { type: "expire" },
      },
    ],
  });
}
