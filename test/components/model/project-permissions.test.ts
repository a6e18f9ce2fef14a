import assert from "node:assert/strict";
import { type ProjectPermissions, projectPermissions } from "../../../components/model/project-permissions";
import {
  approvalAction,
  buckets,
  buildAction,
  context,
  pipelineOf,
  readPipeline,
  sourceAction,
} from "../../support/pipelines";

function asked(definition: unknown): [string, ProjectPermissions][] {
  return projectPermissions(readPipeline(definition), context, buckets).map((asks) => [
    asks.roleArn.replace(/^arn:aws:iam::111122223333:role\/(.*)-eu-central-1$/, "$1"),
    asks,
  ]);
}

function summary(definition: unknown) {
  return asked(definition).map(([name, { artifactUse, statements }]) => [
    name,
    artifactUse,
    statements.map(({ Sid, Resource }) => [Sid, Resource]),
  ]);
}

const store = ["ArtifactStore", ["arn:aws:s3:::store"]];
const artifacts = ["Artifacts", ["arn:aws:s3:::store/*"]];
const parameters = "arn:aws:ssm:eu-central-1:111122223333:parameter";

describe("projectPermissions", () => {
  it("asks nothing where no project is started", () => {
    assert.deepEqual(asked(pipelineOf([approvalAction()])), []);
  });

  it("lets a project read its inputs, and write only where it has outputs", () => {
    const definition = pipelineOf(
      [buildAction({ outputArtifacts: ["image"] }, { ProjectName: "writer" })],
      [buildAction({ inputArtifacts: ["image"] }, { ProjectName: "reader" })],
    );
    assert.deepEqual(summary(definition), [
      ["writer", { read: true, write: true }, [store, artifacts]],
      ["reader", { read: true, write: false }, [store, artifacts]],
    ]);
    assert.deepEqual(
      asked(definition).map(([, { statements }]) => statements[1]?.Action),
      [
        ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
        ["s3:GetObject", "s3:GetObjectVersion"],
      ],
    );
  });

  it("lets a project clone the repository of another account that its source is in", () => {
    const repository = {
      name: "Repository",
      provider: "CodeCommit",
      roleArn: "arn:aws:iam::444455556666:role/shop-source",
      outputArtifacts: ["source"],
      configuration: { RepositoryName: "shop", BranchName: "main", OutputArtifactFormat: "CODEBUILD_CLONE_REF" },
    };
    const definition = {
      stages: [
        { name: "Source", actions: [repository] },
        { name: "Build", actions: [buildAction()] },
      ],
    };
    assert.deepEqual(
      asked(definition).flatMap(([, { statements }]) => statements.filter(({ Sid }) => Sid === "Clone")),
      [
        {
          Sid: "Clone",
          Effect: "Allow",
          Action: ["codecommit:GitPull"],
          Resource: ["arn:aws:codecommit:eu-central-1:444455556666:shop"],
        },
      ],
    );
  });

  it("lets a project make a full clone of the source that it takes, and no project that does not take it", () => {
    const definition = {
      stages: [
        { name: "Source", actions: [sourceAction({}, { OutputArtifactFormat: "CODEBUILD_CLONE_REF" })] },
        { name: "Build", actions: [buildAction({ outputArtifacts: ["image"] }, { ProjectName: "cloning" })] },
        { name: "Test", actions: [buildAction({ inputArtifacts: ["image"] }, { ProjectName: "testing" })] },
      ],
    };
    assert.deepEqual(
      asked(definition).map(([name, { statements }]) => [name, statements.flatMap(({ Action }) => Action)]),
      [
        [
          "cloning",
          [
            "s3:GetBucketAcl",
            "s3:GetBucketLocation",
            "s3:GetBucketVersioning",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:PutObject",
            "s3:PutObjectAcl",
            "codeconnections:UseConnection",
            "codestar-connections:UseConnection",
          ],
        ],
        [
          "testing",
          ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectVersion"],
        ],
      ],
    );
  });

  it("adds up what several actions ask of one project", () => {
    const reading = (name: string, parameter: string, outputArtifacts: string[] = []) =>
      buildAction(
        { name, outputArtifacts },
        { EnvironmentVariables: [{ name: "A", value: parameter, type: "PARAMETER_STORE" }] },
      );
    assert.deepEqual(summary(pipelineOf([reading("A", "/a", ["out"]), reading("B", "/b")])), [
      [
        "shop-image",
        { read: true, write: true },
        [store, artifacts, ["Parameters", [`${parameters}/a`]], ["Parameters", [`${parameters}/b`]]],
      ],
    ]);
  });
});
