import { z } from "zod";
import { publicRepositoryArn, repositoryArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import { writePipelineLogs } from "../../iam/pipeline-logs";
import { allowStatement, type Statement } from "../../iam/statement";
import { repositoryName } from "../../registries/image-repository-args";
import { allowedKeys, distinct, matching, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";

export const ecrBuildAndPublishSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ECRBuildAndPublish"),
  category: z.literal("Build").default("Build"),
  configuration: allowedKeys({
    /** The name of the repository that the image is pushed to, in the action's own account and region. */
    ECRRepositoryName: repositoryName,
    /**
     * Where the Dockerfile lies in the input artifact.
     * @default - the root of the artifact
     */
    DockerFilePath: nonEmptyText.optional(),
    /**
     * The tags of the image. In a repository whose tags do not move each must be new, such as `#{Source.CommitId}`.
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
     * Whether the repository is the account's own, or in its public registry.
     * @default "private"
     */
    RegistryType: z.enum(["private", "public"]).optional(),
  }),
});

/**
 * Builds a Docker image on a machine that CodePipeline keeps, and pushes it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html
 */
export const ecrBuildAndPublish = actionType(ecrBuildAndPublishSchema, {
  provider: "ECRBuildAndPublish",
  owner: "AWS",
  version: "1",
  categories: ["Build"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: ["ECRImageDigestId", "ECRRepositoryName"],
  pipelineTypes: ["V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: () => [],
  permissions: ({ configuration: { ECRRepositoryName: name, RegistryType } }, { scope, pipelineName }) => [
    writePipelineLogs(scope, pipelineName),
    ...(RegistryType === "public" ? pushPublicly(scope, name) : pushPrivately(scope, name)),
  ],
});

/** An action that builds a Docker image and pushes it. */
export function ecrBuildAndPublishAction(
  action: Omit<z.input<typeof ecrBuildAndPublishSchema>, "provider">,
): z.input<typeof ecrBuildAndPublishSchema> {
  return { ...action, provider: "ECRBuildAndPublish" };
}

// Registries know no resource for a login, and the token of one says nothing of what its holder may do.
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
