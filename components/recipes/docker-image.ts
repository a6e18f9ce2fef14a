import { z } from "zod";
import { checked, matching, repositoryPath } from "./args";
import type { Buildspec } from "./buildspec";
import { exportImageUri } from "./image-uri";
import { allowedKeys } from "./schema";
import { shellQuote, strictly } from "./shell";

export interface DockerImageArgs {
  /** The ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  repositoryUri: string;
  /** The region of the repository. */
  region: string;
  /**
   * Logs in to Docker Hub before the build, as `DOCKERHUB_USERNAME` with `DOCKERHUB_TOKEN`, which the project must
   * read from Parameter Store or Secrets Manager. Without it Docker Hub limits pulls by address.
   * @default false
   */
  dockerHub?: boolean;
  /** The directory that is sent to Docker. @default . */
  context?: string;
  /** The Dockerfile, relative to the root of the repository. @default - `Dockerfile` in the context */
  dockerfile?: string;
  /** @default - the platform of the build image */
  platform?: "linux/amd64" | "linux/arm64";
}

/** What the role of the project needs besides logs and artifacts; `*` where AWS knows no resource. */
export const dockerImagePermissions = [
  { actions: ["ecr:GetAuthorizationToken"], on: "*" },
  {
    actions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    on: "repository",
  },
] as const;

const schema: z.ZodType<DockerImageArgs> = allowedKeys({
  repositoryUri: matching(
    /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|[a-z0-9.-]+)\/[a-z0-9]+([._/-]+[a-z0-9]+)*$/,
    "give the URI of an ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<name>, without a tag",
  ),
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "give a region, such as eu-central-1"),
  dockerHub: z.boolean().optional(),
  context: repositoryPath.optional(),
  dockerfile: repositoryPath.optional(),
  platform: z.enum(["linux/amd64", "linux/arm64"]).optional(),
});

/**
 * Builds a Docker image and pushes it to ECR as `<commit SHA>` and `latest`; needs a project in privileged mode.
 *
 * A run for a commit whose image is there already builds nothing, since its tag cannot be overwritten: it lets
 * `latest` name that image again. Exports `IMAGE_URI` (by commit SHA) and leaves `imageDetail.json` (by digest) as the
 * artifact.
 *
 * @throws Error naming every argument that is wrong.
 */
export function dockerImage(args: DockerImageArgs): Buildspec {
  const { repositoryUri, region, dockerHub = false } = checked("dockerImage", schema, args);
  const registry = repositoryUri.slice(0, repositoryUri.indexOf("/"));
  const findDigest = `aws ecr batch-get-image --region ${region} --registry-id ${registry.slice(0, 12)} --repository-name ${repositoryUri.slice(registry.length + 1)} --image-ids imageTag="$CODEBUILD_RESOLVED_SOURCE_VERSION" --query 'images[0].imageId.imageDigest' --output text`;
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": ["IMAGE_URI"] },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          exportImageUri(repositoryUri),
          strictly(
            `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
          ),
          ...(dockerHub ? [logInToDockerHub] : []),
          strictly(
            `digest="$(${findDigest})"`,
            'if [ "$digest" = None ]; then',
            `  ${dockerBuild(args)}`,
            '  docker push "$IMAGE_URI"',
            "else",
            '  docker pull "$IMAGE_URI"',
            "fi",
            `docker tag "$IMAGE_URI" ${repositoryUri}:latest`,
            `docker push ${repositoryUri}:latest`,
          ),
          strictly(
            `digest="$(${findDigest})"`,
            `printf '{"ImageURI":"%s@%s"}\\n' ${repositoryUri} "$digest" > imageDetail.json`,
          ),
        ],
        finally: [`docker logout ${registry}`, ...(dockerHub ? ["docker logout"] : [])],
      },
    },
    artifacts: { files: ["imageDetail.json"] },
  };
}

const logInToDockerHub = strictly(
  'printf %s "$DOCKERHUB_TOKEN" | docker login --username "$DOCKERHUB_USERNAME" --password-stdin',
);

function dockerBuild({ context = ".", dockerfile, platform }: DockerImageArgs): string {
  return [
    "docker build",
    ...(platform ? [`--platform ${platform}`] : []),
    ...(dockerfile ? [`--file ${shellQuote(dockerfile)}`] : []),
    '--tag "$IMAGE_URI"',
    shellQuote(context),
  ].join(" ");
}
