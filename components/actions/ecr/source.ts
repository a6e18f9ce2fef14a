import { z } from "zod";
import { repositoryArn } from "../../aws/arn";
import { allowStatement } from "../../iam/statement";
import { repositoryName } from "../../registries/image-repository-args";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { changeDetection, tellsChanges } from "../base/change-detection";
import { crossRegionEvents } from "../base/cross-region-events";

export const ecrSchema = allowedKeys({
  ...actionShape,
  ...changeDetection,
  provider: z.literal("ECR"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The name of the repository: 2 to 256 lower-case letters, digits or `._-`, in parts divided by slashes. */
    RepositoryName: repositoryName,
    /**
     * The tag of the image.
     * @default "latest"
     */
    ImageTag: matching(/^\w[\w.-]{0,127}$/, "give a tag of 1 to 128 letters, digits or the characters . - _").default(
      "latest",
    ),
  }),
});

/**
 * Reads which image of a repository of ECR has a tag, and leaves its address in `imageDetail.json`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
 */
export const ecr = actionType(ecrSchema, {
  provider: "ECR",
  owner: "AWS",
  version: "1",
  categories: ["Source"],
  inputArtifacts: { min: 0, max: 0 },
  outputArtifacts: { min: 1, max: 1 },
  outputVariables: ["ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName"],
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  artifactUse: movesArtifacts,
  validate: () => [],
  permissions: ({ configuration }, { scope }) => [
    allowStatement({
      sid: "Repository",
      actions: ["ecr:DescribeImages"],
      resources: [repositoryArn(scope, configuration.RepositoryName)],
    }),
  ],
  asksOthers: (action) => (tellsChanges(action) ? crossRegionEvents(action) : []),
  changeEvent: (action) =>
    tellsChanges(action)
      ? {
          source: ["aws.ecr"],
          detailType: ["ECR Image Action"],
          detail: {
            "action-type": ["PUSH"],
            "image-tag": [action.configuration.ImageTag],
            "repository-name": [action.configuration.RepositoryName],
            result: ["SUCCESS"],
          },
        }
      : undefined,
});

/** An action that reads which image of a repository has a tag. */
export function ecrAction(action: Omit<z.input<typeof ecrSchema>, "provider">): z.input<typeof ecrSchema> {
  return { ...action, provider: "ECR" };
}
