import type { ActionInput } from "../../components/actions/catalogue";
import { connectionArn, topicArn } from "./pipelines";
import { sampleDeployments } from "./sample-deployments";

/** An action of every provider, as a user would write it: for the page about actions and for random pipelines. */
export const sampleActions: readonly ActionInput[] = [
  {
    name: "Repository",
    provider: "CodeStarSourceConnection",
    outputArtifacts: ["source"],
    configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
  },
  {
    name: "Image",
    provider: "CodeBuild",
    inputArtifacts: ["source"],
    outputArtifacts: ["image"],
    configuration: { ProjectName: "shop-image" },
  },
  ...sampleDeployments,
  {
    name: "Release",
    provider: "Manual",
    timeoutInMinutes: 60,
    configuration: { NotificationArn: topicArn, CustomData: "Staging has run this commit." },
  },
];
