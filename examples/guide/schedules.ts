import { outputVariable, type PipelineDefinition, pipelineInvokeAction } from "@platform/aws-pipelines";
import { shop, source } from "./actions";

export const nightly: PipelineDefinition = {
  ...shop,
  schedules: [
    { name: "nightly", expression: "cron(30 3 * * ? *)" },
    { name: "hourly", expression: "rate(1 hour)" },
  ],
};

// Starts another pipeline for the same commit, without waiting for it.
const next = pipelineInvokeAction({
  name: "LoadTests",
  configuration: {
    PipelineName: "shop-load-tests",
    SourceRevisions: [
      { actionName: "Repository", revisionType: "COMMIT_ID", revisionValue: outputVariable(source, "CommitId") },
    ],
  },
});
export const chained: PipelineDefinition = { stages: [...shop.stages, { name: "Next", actions: [next] }] };
