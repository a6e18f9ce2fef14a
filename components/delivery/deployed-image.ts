import { commandsAction } from "../actions/commands/action";
import type { AwsScope } from "../aws/scope";
import { partitionOf } from "../aws/scope";
import { tagImages, repositoryUri as uriOf } from "../iam/image-access";
import { type DeployedImageArgs, deployedImage } from "../recipes/deployed-image";
import { checkArguments } from "./action-arguments";
import { type ActionPosition, type Artifact, artifactName } from "./inline-actions";
import type { DeliverySettings } from "./settings";

/** The arguments of {@link deployedImageAction}. */
export interface DeployedImageActionArgs extends Partial<ActionPosition>, DeployedImageArgs {
  /** An artifact, because AWS demands one: an action that makes it, or its name. The commands read no file of it. */
  input: Artifact;
}

/** The name of the action that tags deployed images. */
export const deployedImageName = "DeployedImage";

type CommandsAction = ReturnType<typeof commandsAction>;

/**
 * Returns an action that gives the tag `deployed-<environment>` to the image of a commit, and the tag
 * `deployed-<environment>-previous` to the image before it. No lifecycle policy of an {@link ImageRepository} expires
 * them. Place the action after the deployment, and make the tags mutable: `mutableTags: ["deployed-*"]`.
 *
 * The action runs fixed commands on CodePipeline's own compute, and no code of the repository. Its role may only read
 * manifests and move tags in the one repository.
 *
 * @throws Error that names every invalid argument.
 * @example
 * ```ts
 * const mark = deployedImageAction({
 *   input: source,
 *   runOrder: 2,
 *   repositoryUri: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop",
 *   region: "eu-central-1",
 *   environment: "shop-prod",
 *   commit: outputVariable(source, "CommitId"),
 * });
 * ```
 */
export function deployedImageAction(args: DeployedImageActionArgs): CommandsAction {
  checkArguments("deployedImageAction", args);
  const { name = deployedImageName, input, repositoryUri, region, environment, commit, ...position } = args;
  const commands = deployedImage({ repositoryUri, region, environment, commit });
  const [registry = "", ...path] = repositoryUri.split("/");
  const place = { partition: partitionOf(region), account: registry.slice(0, 12), region };
  return commandsAction({
    ...position,
    name,
    inputArtifacts: [artifactName(input)],
    outputArtifacts: [],
    commands,
    permissions: [tagImages(place, path.join("/"))],
  });
}

/**
 * Whether deployments tag their image. By default they do if the environment creates the repository and its images expire:
 * the tags of an existing repository may be immutable.
 */
export function tagsDeployments(image: DeliverySettings["image"]): boolean {
  const { keepImages, expireImagesAfterDays, tagDeployments } = image ?? {};
  return tagDeployments ?? (keepImages ?? expireImagesAfterDays) !== undefined;
}

/** The last action of a deployment stage, which tags the image; none where deployments do not tag their image. */
export function deployedImageActions(
  scope: AwsScope,
  image: DeliverySettings["image"],
  {
    repositoryName,
    ...args
  }: Pick<DeployedImageActionArgs, "input" | "environment" | "commit" | "runOrder"> & {
    readonly repositoryName: string;
  },
): readonly CommandsAction[] {
  return tagsDeployments(image)
    ? [deployedImageAction({ ...args, repositoryUri: uriOf(scope, repositoryName), region: scope.region })]
    : [];
}
