import assert from "node:assert/strict";
import {
  type ProjectPermissions,
  planProjectPermissions,
} from "../../../../components/pipelines/plan/project-permissions";
import {
  approvalAction,
  buckets,
  buildAction,
  context,
  pipelineOf,
  readPipeline,
  sourceAction,
} from "../../../support/pipelines";

function asked(definition: unknown): [string, ProjectPermissions][] {
  return planProjectPermissions(readPipeline(definition), context, buckets).map((asks) => [
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

describe("planProjectPermissions", () => {
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

  it("asks for the bucket of the region that each build runs in, also of one name in two regions", () => {
    const regional = { "eu-central-1": "store", "us-east-1": "further" };
    const definition = pipelineOf([buildAction(), buildAction({ name: "Far", region: "us-east-1" })]);
    assert.deepEqual(
      planProjectPermissions(readPipeline(definition), context, regional).map(({ roleArn, place, statements }) => [
        roleArn,
        place.region,
        statements[1]?.Resource,
      ]),
      [
        ["arn:aws:iam::111122223333:role/shop-image-eu-central-1", "eu-central-1", ["arn:aws:s3:::store/*"]],
        ["arn:aws:iam::111122223333:role/shop-image-us-east-1", "us-east-1", ["arn:aws:s3:::further/*"]],
      ],
    );
  });

  it("asks the role that an action names instead of the project's", () => {
    const builds = "arn:aws:iam::111122223333:role/builds";
    const definition = pipelineOf([
      buildAction({}, { ServiceRoleArnOverride: builds }),
      buildAction({ name: "Other", outputArtifacts: ["a"] }, { ProjectName: "other", ServiceRoleArnOverride: builds }),
      buildAction({ name: "Plain" }, { ProjectName: "plain" }),
    ]);
    assert.deepEqual(
      planProjectPermissions(readPipeline(definition), context, buckets).map(({ roleArn, named, artifactUse }) => [
        roleArn,
        named,
        artifactUse,
      ]),
      [
        [builds, true, { read: true, write: true }],
        ["arn:aws:iam::111122223333:role/plain-eu-central-1", false, { read: true, write: false }],
      ],
    );
  });

  it("asks of a build in another account what it does in buckets of the pipeline's", () => {
    const [build] = planProjectPermissions(
      readPipeline(pipelineOf([buildAction({ roleArn: "arn:aws:iam::222233334444:role/deployer" })])),
      context,
      buckets,
    );
    assert.equal(build?.roleArn, "arn:aws:iam::222233334444:role/shop-image-eu-central-1");
    assert.equal(build.place.account, "222233334444");
    assert.deepEqual(build.statements[1]?.Condition, { StringEquals: { "aws:ResourceAccount": "111122223333" } });
  });

  it("says where a store is unknown only what the build needs besides", () => {
    const [build] = planProjectPermissions(readPipeline(pipelineOf([buildAction()])), context, {});
    assert.deepEqual([build?.artifactUse, build?.statements], [{ read: true, write: false }, []]);
  });
});
