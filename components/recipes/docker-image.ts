import { z } from "zod";
import { regionName } from "../aws/names";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys, matching } from "../schema/vocabulary";
import { checkArgs, repositoryPath } from "./args";
import { exportImageUri, repositoryOptions } from "./image-uri";
import { withoutCredentials } from "./npm-install";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link dockerImage}. */
export interface DockerImageArgs {
  /** The ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  repositoryUri: string;
  /** The region of the repository. */
  region: string;
  /**
   * Logs in to Docker Hub before the build, as `DOCKERHUB_USERNAME` with `DOCKERHUB_TOKEN`. The project must read both
   * from Parameter Store or Secrets Manager. Give a token that only reads. Docker Hub rate-limits anonymous pulls.
   * @default false
   */
  dockerHub?: boolean;
  /** The build context, relative to the root of the repository. @default . */
  context?: string;
  /** The Dockerfile, relative to the root of the repository. @default - `Dockerfile` in the context */
  dockerfile?: string;
  /** @default - the platform of the build image */
  platform?: "linux/amd64" | "linux/arm64";
  /** Whether the tag `latest` moves to the image. @default true */
  latest?: boolean;
}

/** Schema of the arguments. */
export const dockerImageArgs = allowedKeys({
  repositoryUri: matching(
    /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|[a-z0-9.-]+)\/[a-z0-9]+([._/-]+[a-z0-9]+)*$/,
    "give the URI of an ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<name>, without a tag",
  ),
  region: regionName,
  dockerHub: z.boolean().optional(),
  context: repositoryPath.optional(),
  dockerfile: repositoryPath.optional(),
  platform: z.enum(["linux/amd64", "linux/arm64"]).optional(),
  latest: z.boolean().optional(),
}) satisfies z.ZodType<DockerImageArgs>;

/**
 * Builds a Docker image and pushes it to ECR as `<commit SHA>` and, unless switched off, `latest`. The project needs privileged mode, and its
 * role the statements of `pushImages`.
 *
 * If the image of the commit exists, the recipe builds nothing: a tag of a commit cannot be overwritten. `latest` names
 * the image of this commit afterwards.
 *
 * A Dockerfile runs in containers, which see neither files nor variables of the build machine. The recipe passes no
 * secret, no argument and no network of the machine to Docker. It refuses a context or a Dockerfile that a link leads
 * out of the repository, because `~/.docker` holds the logins. The recipe exports `IMAGE_URI` (by commit SHA) and `IMAGE_DIGEST`, and leaves `imageDetail.json` (by
 * digest) as the artifact. Base images are pulled anew (`docker build --pull`), so that a cache keeps no old one.
 *
 * @throws Error that names every invalid argument.
 */
export function dockerImage(args: DockerImageArgs): Buildspec {
  const { repositoryUri, region, dockerHub = false } = checkArgs("dockerImage", dockerImageArgs, args);
  const registry = repositoryUri.slice(0, repositoryUri.indexOf("/"));
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": ["IMAGE_URI", "IMAGE_DIGEST"] },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          exportImageUri(repositoryUri),
          stayInside(args),
          strictCommand(
            `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
          ),
          ...(dockerHub ? [logInToDockerHub] : []),
          buildAndPush(args),
        ],
        finally: [`docker logout ${registry}`, ...(dockerHub ? ["docker logout"] : [])],
      },
    },
    artifacts: { files: ["imageDetail.json"] },
  };
}

/** A command that refuses links out of the repository: Docker follows the links of its context and its Dockerfile. */
function stayInside({ context = ".", dockerfile }: DockerImageArgs): string {
  const paths = [context, dockerfile ?? `${context}/Dockerfile`].map(shellQuote).join(" ");
  return strictCommand(
    'source="$(realpath -e "$CODEBUILD_SRC_DIR")"',
    `for path in ${paths}; do`,
    '  target="$(realpath -e "$path")"',
    '  if [[ "$target/" != "$source"/* ]]; then',
    '    echo "$path leads out of the repository by a link: Docker would read files of the build machine" >&2',
    "    exit 1",
    "  fi",
    "done",
  );
}

const logInToDockerHub = strictCommand(
  'printf %s "$DOCKERHUB_TOKEN" | docker login --username "$DOCKERHUB_USERNAME" --password-stdin',
);

/** ECR tags the existing manifest as `latest`: a push could make another manifest, and a rerun would pull. */
function buildAndPush(args: DockerImageArgs): string {
  const { repositoryUri, region, latest = true } = args;
  const repository = repositoryOptions(repositoryUri, region);
  return strictCommand(
    `find_image() { aws ecr batch-get-image ${repository} --image-ids imageTag="$1" --query "images[0].$2" --output text; }`,
    'digest="$(find_image "$CODEBUILD_RESOLVED_SOURCE_VERSION" imageId.imageDigest)"',
    'if [ "$digest" = None ]; then',
    `  ${dockerBuild(args)}`,
    '  docker push "$IMAGE_URI"',
    '  digest="$(find_image "$CODEBUILD_RESOLVED_SOURCE_VERSION" imageId.imageDigest)"',
    "else",
    '  echo "$IMAGE_URI exists: nothing to build"',
    "fi",
    ...(latest ? moveLatest(repository) : []),
    `printf '{"ImageURI":"%s@%s"}\\n' ${repositoryUri} "$digest" > imageDetail.json`,
    'export IMAGE_DIGEST="$digest"',
  );
}

function moveLatest(repository: string): string[] {
  return [
    'latest="$(find_image latest imageId.imageDigest)"',
    'if [ "$latest" != "$digest" ]; then',
    '  manifest="$(find_image "$CODEBUILD_RESOLVED_SOURCE_VERSION" imageManifest)"',
    '  type="$(find_image "$CODEBUILD_RESOLVED_SOURCE_VERSION" imageManifestMediaType)"',
    `  aws ecr put-image ${repository} --image-tag latest --image-digest "$digest" --image-manifest "$manifest" --image-manifest-media-type "$type" --query image.imageId.imageTag --output text`,
    "fi",
  ];
}

function dockerBuild({ context = ".", dockerfile, platform }: DockerImageArgs): string {
  const build = [
    "docker build --pull",
    ...(platform ? [`--platform ${platform}`] : []),
    ...(dockerfile ? [`--file ${shellQuote(dockerfile)}`] : []),
    '--tag "$IMAGE_URI"',
    shellQuote(context),
  ].join(" ");
  return withoutCredentials(build, ["DOCKERHUB_TOKEN"]);
}
