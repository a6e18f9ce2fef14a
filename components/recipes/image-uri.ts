import { z } from "zod";
import { shown } from "../schema/vocabulary";
import { strictCommand } from "./shell";

/**
 * A command that exports `IMAGE_URI`, the image of the source commit: `<repository URI>:<commit SHA>`.
 *
 * @param repositoryUri - the repository, or the shell variable that holds it
 */
export function exportImageUri(repositoryUri = "$IMAGE_REPOSITORY_URI"): string {
  return strictCommand(
    `IMAGE_URI="${repositoryUri}:$CODEBUILD_RESOLVED_SOURCE_VERSION"`,
    'if [[ ! "$IMAGE_URI" =~ ^[^:]+:[0-9a-f]{40}$ ]]; then',
    "  echo \"'$IMAGE_URI' names no image of a commit: give IMAGE_REPOSITORY_URI, and a source whose version is a commit SHA\" >&2",
    "  exit 1",
    "fi",
    "export IMAGE_URI",
  );
}

/** An ECR repository in its account and region. */
export interface RepositoryPlace {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
}

/** Options of the AWS CLI that name one ECR repository. */
export function placeOptions({ account, region, repositoryName }: RepositoryPlace): string {
  return `--region ${region} --registry-id ${account} --repository-name ${repositoryName}`;
}

/** Options of the AWS CLI that name the ECR repository of an address. */
export function repositoryOptions(repositoryUri: string, region: string): string {
  const [registry = "", ...path] = repositoryUri.split("/");
  return placeOptions({ account: registry.slice(0, 12), region, repositoryName: path.join("/") });
}

/**
 * A command that exports `IMAGE_URI`, the image of a digest: `<repository URI>@<digest>`. The action passes the digest in
 * `IMAGE_DIGEST`; without one the build fails, because a tag may name another image.
 */
const exportImageOfDigest = strictCommand(
  `IMAGE_URI="$IMAGE_REPOSITORY_URI@\${IMAGE_DIGEST:-}"`,
  'if [[ ! "$IMAGE_URI" =~ ^[^:@]+@sha256:[0-9a-f]{64}$ ]]; then',
  "  echo \"'$IMAGE_URI' names no image by its digest: give IMAGE_REPOSITORY_URI, and IMAGE_DIGEST in the action\" >&2",
  "  exit 1",
  "fi",
  "export IMAGE_URI",
);

/** The image that a build works with: that of the commit, by its tag; one by its digest, which the action passes; or none. */
export type ImageChoice = boolean | "digest";

/** Schema of the image that a build works with. */
export const imageChoice = z.union([z.boolean(), z.literal("digest")], {
  error: ({ input }) => `is ${shown(input)}: give true, false or "digest"`,
});

/** Commands that export `IMAGE_URI` of the chosen image. */
export function exportChosenImage(image: ImageChoice = true): string[] {
  return image === false ? [] : [image === "digest" ? exportImageOfDigest : exportImageUri()];
}
