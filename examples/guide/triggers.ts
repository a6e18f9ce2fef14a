import { codeBuildAction, codeCommitAction, type PipelineDefinition } from "@platform/aws-pipelines";
import { shop, source } from "./actions";

// Starts for pushes to main that change code of the service, and for release tags.
export const pushes: PipelineDefinition = {
  ...shop,
  triggers: [
    {
      sourceAction: source.name,
      push: [
        { branches: { includes: ["main"] }, filePaths: { includes: ["services/shop/**"], excludes: ["**/*.md"] } },
        { tags: { includes: ["v*"] } },
      ],
    },
  ],
};

// Tests pull requests into main and deploys nothing.
const test = codeBuildAction({
  name: "Unit",
  category: "Test",
  inputArtifacts: ["source"],
  configuration: { ProjectName: "shop-tests" },
});
export const pullRequests: PipelineDefinition = {
  triggers: [
    { sourceAction: source.name, pullRequest: [{ events: ["OPEN", "UPDATED"], branches: { includes: ["main"] } }] },
  ],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Test", actions: [test] },
  ],
};

// Changes of this repository do not start the pipeline.
export const quiet = codeCommitAction({
  name: "Fixtures",
  outputArtifacts: ["fixtures"],
  detectChanges: false,
  configuration: { RepositoryName: "fixtures", BranchName: "main" },
});
