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
  // A project exports what its buildspec names in env.exported-variables: no list of names is known here.
  configuration: {
    CustomData: `Release ${outputVariable(build, "VERSION")}: ${outputVariable(source, "CommitMessage")}`,
  },
});

export const release: PipelineDefinition = {
  variables: [{ name: "Release", defaultValue: "nightly", description: "What the release is called" }],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [approval, { ...deploy, runOrder: 2 }] },
  ],
};
