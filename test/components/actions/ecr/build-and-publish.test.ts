import assert from "node:assert/strict";
import { ecrBuildAndPublish, ecrBuildAndPublishAction } from "../../../../components/actions/ecr/build-and-publish";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";

const action = ecrBuildAndPublishAction({
  name: "Image",
  inputArtifacts: ["source"],
  configuration: { ECRRepositoryName: "shop/web" },
});
const full = ecrBuildAndPublishAction({
  ...action,
  configuration: {
    ECRRepositoryName: "shop/web",
    DockerFilePath: "web/Dockerfile",
    ImageTags: ["latest", "v-#{Source.CommitId}"],
    RegistryType: "public",
  },
});
const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const logs = {
  Sid: "Logs",
  Effect: "Allow" as const,
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [group, `${group}:*`],
};
const privately = "arn:aws:ecr:eu-central-1:111122223333:repository/shop/web";
const publicly = "arn:aws:ecr-public::111122223333:repository/shop/web";
const repository =
  "give 2 to 256 lowercase letters, digits or the characters . _ - in parts separated by slashes, such as shop/web";
const tag = "give a tag of letters, digits or the characters . _ - that starts with none of . -";

describeProvider(ecrBuildAndPublish, {
  title: "an action that builds an image and pushes it",
  minimal: {
    action,
    configuration: { ECRRepositoryName: "shop/web" },
    statements: [
      logs,
      { Sid: "RegistryLogin", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "PushImages",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeRepositories",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: [privately],
      },
    ],
  },
  full: {
    action: full,
    configuration: {
      ECRRepositoryName: "shop/web",
      DockerFilePath: "web/Dockerfile",
      ImageTags: "latest,v-#{Source.CommitId}",
      RegistryType: "public",
    },
    statements: [
      logs,
      {
        Sid: "RegistryLogin",
        Effect: "Allow",
        Action: ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
        Resource: ["*"],
      },
      {
        Sid: "PushImages",
        Effect: "Allow",
        Action: [
          "ecr-public:BatchCheckLayerAvailability",
          "ecr-public:CompleteLayerUpload",
          "ecr-public:DescribeRepositories",
          "ecr-public:InitiateLayerUpload",
          "ecr-public:PutImage",
          "ecr-public:UploadLayerPart",
        ],
        Resource: [publicly],
      },
    ],
  },
  required: ["ECRRepositoryName"],
  refused: [
    [
      "any repository",
      configured(action, { ECRRepositoryName: "shop/*" }),
      "configuration.ECRRepositoryName",
      `is "shop/*": ${repository}`,
    ],
    [
      "a repository that an earlier action chooses",
      configured(action, { ECRRepositoryName: "#{Build.NAME}" }),
      "configuration.ECRRepositoryName",
      `is "#{Build.NAME}": ${repository}`,
    ],
    ["two tags in one", configured(action, { ImageTags: ["a,b"] }), "configuration.ImageTags[0]", `is "a,b": ${tag}`],
    [
      "a tag that starts with a dot",
      configured(action, { ImageTags: [".a"] }),
      "configuration.ImageTags[0]",
      `is ".a": ${tag}`,
    ],
    ["no tags", configured(action, { ImageTags: [] }), "configuration.ImageTags", "is []: give at least 1 entry"],
    [
      "the same tag twice",
      configured(action, { ImageTags: ["a", "a"] }),
      "configuration.ImageTags",
      'is ["a","a"]: give everything once',
    ],
    [
      "another registry",
      configured(action, { RegistryType: "docker" }),
      "configuration.RegistryType",
      'is "docker": allowed are private, public',
    ],
    [
      "an empty path",
      configured(action, { DockerFilePath: "" }),
      "configuration.DockerFilePath",
      "is empty: write something or leave it out",
    ],
  ],
  accepted: [["a tag that is a reference", configured(action, { ImageTags: ["#{Source.CommitId}"] })]],
  allowed: [
    { action: "ecr-public:GetAuthorizationToken", resource: "*" },
    { action: "sts:GetServiceBearerToken", resource: "*" },
    { action: "ecr-public:PutImage", resource: publicly },
    { action: "logs:CreateLogStream", resource: `${group}:log-stream:1` },
  ],
  denied: [
    { action: "ecr-public:PutImage", resource: `${publicly}-other` },
    { action: "ecr:PutImage", resource: privately },
    { action: "ecr-public:DeleteRepository", resource: publicly },
  ],
});

describe("an action that builds an image and pushes it", () => {
  it("is one of AWS's own, of V2 alone", () => {
    assert.deepEqual(factsOf(ecrBuildAndPublish), {
      provider: "ECRBuildAndPublish",
      owner: "AWS",
      version: "1",
      categories: ["Build"],
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: ["ECRImageDigestId", "ECRRepositoryName"],
      pipelineTypes: ["V2"],
      crossRegion: true,
    });
  });
});
