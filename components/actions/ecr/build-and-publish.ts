import { z } from "zod";
import { publicRepositoryArn, repositoryArn } from "../../aws/arn";
import { imageRepositoryName } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { writePipelineLogs } from "../../iam/build-access";
import { allowStatement, type Statement } from "../../iam/statement";
import { allowedKeys, distinct, matching, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";

export const ecrBuildAndPublishSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ECRBuildAndPublish"),
  category: z.literal("Build").default("Build"),
  configuration: allowedKeys({
    /** The name of the repository for the image, in the action's own account and region. */
    ECRRepositoryName: imageRepositoryName,
    /**
     * The path of the Dockerfile in the input artifact.
     * @default - the root of the artifact
     */
    DockerFilePath: nonEmptyText.optional(),
    /**
     * The tags of the image. A repository with immutable tags needs a new tag each time, such as `#{Source.CommitId}`.
     * @default ["latest"]
     */
    ImageTags: distinct(
      z.array(
        matching(
          /^(?=.{1,300}$)([A-Za-z0-9_]|#\{[^{}\s,]+\})([A-Za-z0-9._-]|#\{[^{}\s,]+\})*$/,
          "give a tag of letters, digits or the characters . _ - that starts with none of . -",
        ),
      ),
    )
      .min(1)
      .optional(),
    /**
     * Whether the repository is in the private or the public registry of the account.
     * @default "private"
     */
    RegistryType: z.enum(["private", "public"]).optional(),
  }),
});

/**
 * Builds a Docker image on CodePipeline's own compute, and pushes it to ECR.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html
 */
export const ecrBuildAndPublish = defineAction({
  schema: ecrBuildAndPublishSchema,
  inputArtifacts: 1,
  outputVariables: ["ECRImageDigestId", "ECRRepositoryName"],
  pipelineTypes: ["V2"],
  permissions: ({ configuration: { ECRRepositoryName: name, RegistryType } }, { scope, pipelineName }) => [
    writePipelineLogs(scope, pipelineName),
    ...(RegistryType === "public" ? pushPublicly(scope, name) : pushPrivately(scope, name)),
  ],
});

/** Returns an action that builds a Docker image and pushes it. */
export function ecrBuildAndPublishAction(
  action: Omit<z.input<typeof ecrBuildAndPublishSchema>, "provider">,
): z.input<typeof ecrBuildAndPublishSchema> {
  return { ...action, provider: "ECRBuildAndPublish" };
}

// AWS knows no resource for a registry login. The token grants nothing by itself.
function pushPrivately(scope: AwsScope, name: string): Statement[] {
  return [
    allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
    allowStatement({
      sid: "PushImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeRepositories",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repositoryArn(scope, name)],
    }),
  ];
}

function pushPublicly(scope: AwsScope, name: string): Statement[] {
  return [
    allowStatement({
      sid: "RegistryLogin",
      actions: ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
      resources: ["*"],
    }),
    allowStatement({
      sid: "PushImages",
      actions: [
        "ecr-public:BatchCheckLayerAvailability",
        "ecr-public:CompleteLayerUpload",
        "ecr-public:DescribeRepositories",
        "ecr-public:InitiateLayerUpload",
        "ecr-public:PutImage",
        "ecr-public:UploadLayerPart",
      ],
      resources: [publicRepositoryArn(scope, name)],
    }),
  ];
}
