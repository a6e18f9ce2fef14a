import assert from "node:assert/strict";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import {
  artifactKeyUsers,
  keyRolesOf,
  listArtifactUsers,
  readRolesAndBuilds,
} from "../../../../components/pipelines/plan/artifact-users";
import { buildAction, context, pipelineOf, planOf, sourceAction } from "../../../support/pipelines";

const own = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const elsewhere = (name: string) => `arn:aws:iam::222233334444:role/${name}`;
const read = { read: true, write: false };
const write = { read: false, write: true };
const both = { read: true, write: true };

/** Reads from another account, builds here and in another region, and lets another account build with a named role. */
const definition = {
  stages: [
    {
      name: "Source",
      actions: [
        sourceAction(),
        sourceAction({ name: "Foreign", outputArtifacts: ["foreign"], roleArn: elsewhere("reader") }),
      ],
    },
    {
      name: "Build",
      actions: [
        buildAction({ outputArtifacts: ["image"] }),
        buildAction({ name: "Far", region: "us-east-1" }, { ProjectName: "far" }),
        buildAction({ name: "Named", roleArn: elsewhere("deployer") }, { ServiceRoleArnOverride: elsewhere("builds") }),
        buildAction({ name: "Unnamed", roleArn: elsewhere("deployer") }, { ProjectName: "theirs" }),
      ],
    },
  ],
} satisfies PipelineDefinition;

const pipeline = { roleArn: own("shop+eu-central-1"), use: both };

describe("listArtifactUsers", () => {
  it("are the pipeline, and the actions and builds of the region that touch artifacts", () => {
    assert.deepEqual(listArtifactUsers(readRolesAndBuilds(definition, context), "eu-central-1"), [
      pipeline,
      { roleArn: own("shop+Source+Repository+eu-central-1"), use: write },
      { roleArn: elsewhere("reader"), use: write },
      { roleArn: own("shop-image-eu-central-1"), use: both },
      { roleArn: elsewhere("builds"), use: read },
    ]);
  });

  it("are others in another region", () => {
    assert.deepEqual(listArtifactUsers(readRolesAndBuilds(definition, context), "us-east-1"), [
      pipeline,
      { roleArn: own("far-us-east-1"), use: read },
    ]);
  });

  it("are the pipeline alone where nothing touches artifacts", () => {
    assert.deepEqual(listArtifactUsers(planOf(pipelineOf([])), "eu-west-1"), [pipeline]);
  });
});

describe("keyRolesOf", () => {
  it("lets those encrypt who write, and those decrypt who only read, each once", () => {
    const users = [
      { roleArn: "a", use: read },
      { roleArn: "b", use: write },
      { roleArn: "c", use: both },
      { roleArn: "d", use: read },
      { roleArn: "d", use: write },
      { roleArn: "a", use: read },
    ];
    assert.deepEqual(keyRolesOf(users), { decrypt: ["a"], encrypt: ["b", "c", "d"] });
  });
});

describe("artifactKeyUsers", () => {
  it("are those of the pipeline's region, unless another is asked for", () => {
    assert.deepEqual(artifactKeyUsers(definition, context), {
      roles: {
        decrypt: [elsewhere("builds")],
        encrypt: [
          own("shop+eu-central-1"),
          own("shop+Source+Repository+eu-central-1"),
          elsewhere("reader"),
          own("shop-image-eu-central-1"),
        ],
        publish: [],
      },
      logGroups: [],
      imageRepository: false,
    });
    assert.deepEqual(artifactKeyUsers(definition, context, "us-east-1").roles, {
      decrypt: [own("far-us-east-1")],
      encrypt: [own("shop+eu-central-1")],
      publish: [],
    });
  });
});
