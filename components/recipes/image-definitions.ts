import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys, matching } from "../schema/vocabulary";
import { checkArgs } from "./args";
import { dockerImageArgs } from "./docker-image";
import { exportImageUri, repositoryOptions } from "./image-uri";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link imageDefinitions}. */
export interface ImageDefinitionsArgs {
  /** The ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  repositoryUri: string;
  /** The region of the repository. */
  region: string;
  /**
   * The containers of the task definition that run the image: 1 to 10 names.
   * @default - no `imagedefinitions.json`
   */
  containers?: string[];
}

/** Schema of the arguments. */
export const imageDefinitionsArgs = allowedKeys({
  repositoryUri: dockerImageArgs.shape.repositoryUri,
  region: dockerImageArgs.shape.region,
  containers: z
    .array(matching(/^[A-Za-z0-9_-]{1,255}$/, "give the name of a container: 1 to 255 letters, digits, - or _"))
    .min(1)
    .max(10)
    .optional(),
}) satisfies z.ZodType<ImageDefinitionsArgs>;

/** No file of the source stands in this folder, not even a link. */
const folder = "image-definitions";

/**
 * Writes the files that name the image of the commit by its digest: `imageDetail.json`, and `imagedefinitions.json` for
 * `containers`. Both are in the output artifact. The role of the project needs the statement of `findImages`.
 *
 * Run it after the build that pushes the image. An image build runs a Dockerfile, and a role that writes artifacts could
 * replace the source of the deployment. This build runs no file of the source.
 *
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
 */
export function imageDefinitions(args: ImageDefinitionsArgs): Buildspec {
  const { repositoryUri, region, containers } = checkArgs("imageDefinitions", imageDefinitionsArgs, args);
  const repository = repositoryOptions(repositoryUri, region);
  const definitions = containers?.map((name) => `{"name":"${name}","imageUri":"%s"}`).join(",");
  const uris = containers?.map(() => '"$uri"').join(" ");
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": ["IMAGE_URI"] },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          exportImageUri(repositoryUri),
          strictCommand(
            `digest="$(aws ecr batch-get-image ${repository} --image-ids "imageTag=$CODEBUILD_RESOLVED_SOURCE_VERSION" --query "images[0].imageId.imageDigest" --output text)"`,
            'if [[ ! "$digest" =~ ^sha256:[0-9a-f]{64}$ ]]; then',
            '  echo "$IMAGE_URI does not exist: push the image of this commit first" >&2',
            "  exit 1",
            "fi",
            `uri="${repositoryUri}@$digest"`,
            `rm -rf ${folder}`,
            `mkdir ${folder}`,
            `printf '{"ImageURI":"%s"}\\n' "$uri" > ${folder}/imageDetail.json`,
            ...(definitions === undefined
              ? []
              : [`printf ${shellQuote(`[${definitions}]\\n`)} ${uris} > ${folder}/imagedefinitions.json`]),
          ),
        ],
      },
    },
    artifacts: {
      "base-directory": folder,
      files: ["imageDetail.json", ...(containers === undefined ? [] : ["imagedefinitions.json"])],
    },
  };
}
