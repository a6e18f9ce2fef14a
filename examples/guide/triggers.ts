import { codeBuildAction, codeCommitAction, type PipelineDefinition } from "@platform/aws-pipelines";
import { shop, source } from "./actions";

// Pushes to main that change the service, unless its documentation is all that changes; and tags of releases.
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

// Pull requests into main, in a pipeline that deploys nothing.
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

// A repository that changes start nothing of: people, a schedule or another pipeline do.
export const quiet = codeCommitAction({
  name: "Fixtures",
  outputArtifacts: ["fixtures"],
  detectChanges: false,
  configuration: { RepositoryName: "fixtures", BranchName: "main" },
});
