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

/** Options of the AWS CLI that name one ECR repository. */
export function repositoryOptions(repositoryUri: string, region: string): string {
  const [registry = "", ...path] = repositoryUri.split("/");
  return `--region ${region} --registry-id ${registry.slice(0, 12)} --repository-name ${path.join("/")}`;
}
