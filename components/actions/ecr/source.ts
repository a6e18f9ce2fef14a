import { z } from "zod";
import { repositoryArn } from "../../aws/arn";
import { imageRepositoryName } from "../../aws/names";
import { allowStatement } from "../../iam/statement";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import { changeDetection, crossAccountEvents, isEventDriven } from "../base/change-detection";

export const ecrSchema = allowedKeys({
  ...actionShape,
  ...changeDetection,
  provider: z.literal("ECR"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The name of the repository: 2 to 256 lowercase letters, digits or `._-`, in parts separated by slashes. */
    RepositoryName: imageRepositoryName,
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
 * Finds the image of an ECR repository that has a tag, and writes its address to `imageDetail.json`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
 */
export const ecr = defineAction({
  schema: ecrSchema,
  outputArtifacts: 1,
  outputVariables: ["ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName"],
  crossRegion: false,
  permissions: ({ configuration }, { scope }) => [
    allowStatement({
      sid: "Repository",
      actions: ["ecr:DescribeImages"],
      resources: [repositoryArn(scope, configuration.RepositoryName)],
    }),
  ],
  requiredGrants: (action) => (isEventDriven(action) ? crossAccountEvents(action) : []),
  changeEvent: (action) =>
    isEventDriven(action)
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

/** Returns an action that finds the image of a repository that has a tag. */
export function ecrAction(action: Omit<z.input<typeof ecrSchema>, "provider">): z.input<typeof ecrSchema> {
  return { ...action, provider: "ECR" };
}
