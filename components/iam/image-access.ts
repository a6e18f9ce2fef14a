import { repositoryArn } from "../aws/arn";
import { type AwsScope, dnsSuffix } from "../aws/scope";
import type { GrantSettings } from "./grant";
import { allowStatement, type Statement } from "./statement";

/**
 * Returns the statements to push images to one ECR repository.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function pushImages(scope: AwsScope, repositoryName: string): Statement[] {
  return [
    // ECR scopes the login to a registry: AWS knows no resource for it.
    allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
    allowStatement({
      sid: "PushImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repositoryArn(scope, repositoryName)],
    }),
  ];
}

/** The actions to pull an image. */
export const pulling = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/**
 * Lets CodeBuild pull the image that a build runs in.
 *
 * @param place - account and region of the registry, which may be another account's
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
 */
export function pullBuildImage(place: AwsScope, repositoryName: string): Statement[] {
  return [
    // ECR scopes the login to a registry: AWS knows no resource for it.
    allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
    allowStatement({ sid: "PullBuildImage", actions: pulling, resources: [repositoryArn(place, repositoryName)] }),
  ];
}

/** Base images of a build, in the registry of its account and region. */
export interface BaseImages {
  /** Names of repositories. */
  readonly repositories?: readonly string[] | undefined;
  /** Prefixes of pull-through cache rules, such as `docker-hub`. */
  readonly pullThroughCaches?: readonly string[] | undefined;
}

/**
 * Returns the statements to pull base images. The first pull through a cache creates the repository and imports the
 * image.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function pullBaseImages(
  scope: AwsScope,
  { repositories = [], pullThroughCaches = [] }: BaseImages,
): Statement[] {
  const cached = pullThroughCaches.map((prefix) => repositoryArn(scope, `${prefix}/*`));
  const resources = [...repositories.map((name) => repositoryArn(scope, name)), ...cached];
  return [
    ...(resources.length === 0 ? [] : [allowStatement({ sid: "PullBaseImages", actions: pulling, resources })]),
    ...(cached.length === 0
      ? []
      : [
          allowStatement({
            sid: "FillPullThroughCaches",
            actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
            resources: cached,
          }),
        ]),
  ];
}

/** Returns the statement to find the digest of a tag in one ECR repository. */
export function findImages(scope: AwsScope, repositoryName: string): Statement {
  return allowStatement({
    sid: "FindImages",
    actions: ["ecr:BatchGetImage"],
    resources: [repositoryArn(scope, repositoryName)],
  });
}

/**
 * Returns the permission to move tags of images in one ECR repository. It uploads no layer, so it makes no new image.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
 */
export function tagImages(scope: AwsScope, repositoryName: string): GrantSettings {
  return { actions: ["ecr:BatchGetImage", "ecr:PutImage"], resources: [repositoryArn(scope, repositoryName)] };
}

/**
 * The address of an ECR repository, without a tag.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function repositoryUri({ account, region, partition }: AwsScope, repositoryName: string): string {
  return `${account}.dkr.ecr.${region}.${dnsSuffix(partition)}/${repositoryName}`;
}
