import type { AwsScope } from "../aws/scope";
import { projectMachine } from "../codebuild/machine-settings";
import { grantStatements } from "../iam/grant";
import { pullBaseImages, pushImages, repositoryUri } from "../iam/image-access";
import type { Build } from "../pipelines/plan/planned-builds";
import { dockerImage } from "../recipes/docker-image";
import { integrationTests } from "../recipes/integration-tests";
import { withImage } from "./infrastructure-builds";
import type { DeliverySettings } from "./settings";

/** Builds the image in privileged mode and pushes it. */
export function planImageProject(
  scope: AwsScope,
  settings: DeliverySettings,
  name: string,
  repositoryName: string,
): Build {
  const { context, dockerfile, dockerHub, platform = "linux/amd64", latest, baseImages = {} } = settings.image ?? {};
  const { computeType } = settings.builds ?? {};
  const key = dockerHub?.keyArn === undefined ? {} : { keyArn: dockerHub.keyArn };
  return {
    description: `Builds the image of ${name}`,
    privileged: true,
    // Docker builds an image natively on a machine of its platform alone.
    ...projectMachine({ architecture: platform === "linux/arm64" ? "arm64" : "x86_64", computeType }),
    cacheDockerLayers: true,
    timeoutInMinutes: 30,
    environmentVariables: dockerHub
      ? {
          DOCKERHUB_USERNAME: { parameter: dockerHub.usernameParameter, ...key },
          DOCKERHUB_TOKEN: { parameter: dockerHub.tokenParameter, ...key },
        }
      : {},
    buildspec: dockerImage({
      repositoryUri: repositoryUri(scope, repositoryName),
      region: scope.region,
      dockerHub: dockerHub !== undefined,
      ...(context !== undefined && { context }),
      ...(dockerfile !== undefined && { dockerfile }),
      ...(settings.image?.platform !== undefined && { platform }),
      ...(latest !== undefined && { latest }),
    }),
    permissions: [...pushImages(scope, repositoryName), ...pullBaseImages(scope, baseImages)],
  };
}

/** Tests what was deployed, with what the settings grant. */
export function planTestProject(
  scope: AwsScope,
  test: NonNullable<DeliverySettings["test"]>,
  name: string,
  repositoryName: string | undefined,
  builds?: DeliverySettings["builds"],
): Build {
  const { commands, directory, runtimes, reports, permissions = [] } = test;
  return {
    description: `Tests ${name}`,
    ...projectMachine(builds),
    environmentVariables: withImage(scope, repositoryName, test.environmentVariables),
    buildspec: integrationTests({
      commands,
      ...(directory !== undefined && { directory }),
      ...(runtimes !== undefined && { runtimes }),
      ...(reports !== undefined && {
        reports: Object.fromEntries(Object.entries(reports).map(([report, files]) => [report, { files }])),
      }),
    }),
    permissions: grantStatements(permissions),
  };
}
