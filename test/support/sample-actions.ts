import type { ActionInput } from "../../components/actions/catalogue";
import { connectionArn, topicArn } from "./pipelines";

/** An action of every provider, as a user would write it: for the page about actions and for random pipelines. */
export const sampleActions: readonly ActionInput[] = [
  {
    name: "Repository",
    provider: "CodeStarSourceConnection",
    outputArtifacts: ["source"],
    configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
  },
  {
    name: "Commits",
    provider: "CodeCommit",
    outputArtifacts: ["commits"],
    configuration: { RepositoryName: "shop", BranchName: "main", OutputArtifactFormat: "CODEBUILD_CLONE_REF" },
  },
  {
    name: "Files",
    provider: "S3",
    category: "Source",
    outputArtifacts: ["files"],
    configuration: { S3Bucket: "shop-sources", S3ObjectKey: "site.zip" },
  },
  {
    name: "Base",
    provider: "ECR",
    outputArtifacts: ["base"],
    configuration: { RepositoryName: "shop/base", ImageTag: "stable" },
  },
  {
    name: "Image",
    provider: "CodeBuild",
    inputArtifacts: ["source"],
    outputArtifacts: ["image"],
    configuration: { ProjectName: "shop-image" },
  },
  {
    name: "Release",
    provider: "Manual",
    timeoutInMinutes: 60,
    configuration: { NotificationArn: topicArn, CustomData: "Staging has run this commit." },
  },
];
