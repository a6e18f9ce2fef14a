import {
  codeBuildAction,
  executionId,
  manualApprovalAction,
  outputVariable,
  type PipelineDefinition,
  pipelineVariable,
} from "@platform/aws-pipelines";
import { deploy, source } from "./actions";

const build = codeBuildAction({
  name: "Templates",
  inputArtifacts: ["source"],
  outputArtifacts: ["templates"],
  configuration: {
    ProjectName: "shop-templates",
    EnvironmentVariables: [
      { name: "RELEASE", value: pipelineVariable("Release"), type: "PLAINTEXT" },
      { name: "COMMIT", value: outputVariable(source, "CommitId"), type: "PLAINTEXT" },
      { name: "EXECUTION", value: executionId, type: "PLAINTEXT" },
    ],
  },
});

const approval = manualApprovalAction({
  name: "Release",
  // The buildspec of the project lists VERSION in env.exported-variables.
  configuration: {
    CustomData: `Release ${outputVariable(build, "VERSION")}: ${outputVariable(source, "CommitMessage")}`,
  },
});

export const release: PipelineDefinition = {
  variables: [{ name: "Release", defaultValue: "nightly", description: "Name of the release" }],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [approval, { ...deploy, runOrder: 2 }] },
  ],
};
