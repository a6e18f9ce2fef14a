import {
  ArtifactBucket,
  BuildProject,
  codeBuildAction,
  codeStarSourceConnectionAction,
  Pipeline,
} from "@platform/aws-pipelines";

// Tests a library on every push. The key policy delegates to IAM, so the roles' own policies name the key.
const scope = { account: "111122223333", region: "eu-central-1", partition: "aws" };
const artifactBucketName = "acme-library-artifacts";
const encryptionKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";

const store = new ArtifactBucket("library-artifacts", {
  ...scope,
  bucketName: artifactBucketName,
  existingKeyArn: encryptionKeyArn,
});

const tests = new BuildProject("library-tests", {
  ...scope,
  buildspec: { phases: { build: { commands: ["npm ci", "npm test"] } } },
  keyUse: "decrypt",
  encryptionKeyArn,
});

const pipeline = new Pipeline("library", {
  ...scope,
  artifactBucketName,
  encryptionKeyArn,
  builds: [tests],
  startAfter: [store],
  stages: [
    {
      name: "Source",
      actions: [
        codeStarSourceConnectionAction({
          name: "Repository",
          outputArtifacts: ["source"],
          configuration: {
            ConnectionArn:
              "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
            FullRepositoryId: "acme/library",
            BranchName: "main",
          },
        }),
      ],
    },
    {
      name: "Test",
      actions: [
        codeBuildAction({
          name: "Unit",
          category: "Test",
          inputArtifacts: ["source"],
          configuration: { ProjectName: "library-tests" },
        }),
      ],
    },
  ],
});

export const { pipelineArn } = pipeline;
