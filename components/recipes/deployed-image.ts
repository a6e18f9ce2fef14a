import type { z } from "zod";
import { allowedKeys, matching } from "../schema/vocabulary";
import { checkArgs } from "./args";
import { dockerImageArgs } from "./docker-image";
import { repositoryOptions } from "./image-uri";

export interface DeployedImageArgs {
  /** The ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. Its tags `deployed-*` must be mutable. */
  repositoryUri: string;
  /** The region of the repository. */
  region: string;
  /** The name of the environment, the end of the tag: 1 to 80 letters, digits or `._-`. */
  environment: string;
  /**
   * The commit whose image was deployed: a reference to `CommitId` of the source, or 40 digits of 0-9 and a-f. A promoted
   * release gives the tag of its copy, `RELEASE_TAG`.
   */
  commit: string;
}

/** Schema of the arguments. CodePipeline puts the commit into the command, so no other variable is allowed. */
const deployedImageArgs = allowedKeys({
  repositoryUri: dockerImageArgs.shape.repositoryUri,
  region: dockerImageArgs.shape.region,
  environment: matching(/^[A-Za-z0-9._-]{1,80}$/, "give 1 to 80 letters, digits or the characters . _ -"),
  commit: matching(
    /^(#\{[A-Za-z0-9@_-]+\.(CommitId|RELEASE_TAG)\}|[0-9a-f]{40})$/,
    "give a reference to CommitId of the source, such as #{Source.CommitId}, or 40 digits of 0-9 and a-f",
  ),
}) satisfies z.ZodType<DeployedImageArgs>;

/**
 * Returns commands that move the tag `deployed-<environment>` to the image of a commit, and the tag
 * `deployed-<environment>-previous` to the image that had the first tag. Lifecycle policies of `ImageRepository` expire
 * neither. Run them after the deployment, with the statement of `tagImages`.
 *
 * Each command is one line that shares nothing with the others, for an action that runs commands on CodePipeline's own
 * compute. A rerun changes nothing.
 *
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
 */
export function deployedImage(args: DeployedImageArgs): string[] {
  const { repositoryUri, region, environment, commit } = checkArgs("deployedImage", deployedImageArgs, args);
  const noImage = `echo "no image has the tag ${commit}" >&2; exit 1`;
  const keepPrevious = `case "$old" in "$new" | "$before" | None) ;; *) ${move('"$tag"', "$old", '"$tag-previous"')} ;; esac`;
  const old = `tag=deployed-${environment}; old="$(digest "$tag")"`;
  return [
    `case "$new" in sha256:*) echo "$new" ;; *) ${noImage} ;; esac`,
    `${old}; before="$(digest "$tag-previous")"; ${keepPrevious}`,
    `${old}; if [ "$old" != "$new" ]; then ${move(commit, "$new", '"$tag"')}; fi`,
  ].map(
    (line) =>
      `(set -eu; ${[
        `ecr() { aws ecr "$@" ${repositoryOptions(repositoryUri, region)} --output text; }`,
        'image() { ecr batch-get-image --image-ids "imageTag=$1" --query "images[0].$2"; }',
        'digest() { image "$1" imageId.imageDigest; }',
        `new="$(digest ${commit})"`,
        line,
      ].join("; ")})`,
  );
}

/** Gives a tag to the image of another tag. ECR wants the manifest again. */
function move(from: string, digest: string, tag: string): string {
  return `manifest="$(image ${from} imageManifest)"; type="$(image ${from} imageManifestMediaType)"; ecr put-image --image-tag ${tag} --image-digest "${digest}" --image-manifest "$manifest" --image-manifest-media-type "$type" --query image.imageId.imageTag`;
}
