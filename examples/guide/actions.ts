import {
  cloudFormationAction,
  codeBuildAction,
  codeStarSourceConnectionAction,
  inArtifact,
  type PipelineDefinition,
} from "@platform/aws-pipelines";

export const source = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
    FullRepositoryId: "acme/shop",
    BranchName: "main",
  },
});

export const build = codeBuildAction({
  name: "Templates",
  inputArtifacts: ["source"],
  outputArtifacts: ["templates"],
  configuration: { ProjectName: "shop-templates" },
});

export const deploy = cloudFormationAction({
  name: "Stack",
  inputArtifacts: ["templates"],
  configuration: {
    ActionMode: "CREATE_UPDATE",
    StackName: "shop",
    TemplatePath: inArtifact("templates", "shop.yaml"),
    RoleArn: "arn:aws:iam::111122223333:role/shop-stack",
  },
});

export const shop: PipelineDefinition = {
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [deploy] },
  ],
};
