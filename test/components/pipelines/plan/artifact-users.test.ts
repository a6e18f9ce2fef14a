import assert from "node:assert/strict";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import {
  artifactKeyUsers,
  keyRolesOf,
  listArtifactUsers,
  readRolesAndBuilds,
} from "../../../../components/pipelines/plan/artifact-users";
import { ownRole, reads, readsAndWrites, roleElsewhere, writes } from "../../../support/artifact-uses";
import { buildAction, context, pipelineOf, planOf, sourceAction } from "../../../support/pipelines";

/** Reads from another account, builds here and in another region, and lets another account build with a named role. */
const definition = {
  stages: [
    {
      name: "Source",
      actions: [
        sourceAction(),
        sourceAction({ name: "Foreign", outputArtifacts: ["foreign"], roleArn: roleElsewhere("reader") }),
      ],
    },
    {
      name: "Build",
      actions: [
        buildAction({ outputArtifacts: ["image"] }),
        buildAction({ name: "Far", region: "us-east-1" }, { ProjectName: "far" }),
        buildAction(
          { name: "Named", roleArn: roleElsewhere("deployer") },
          { ServiceRoleArnOverride: roleElsewhere("builds") },
        ),
        buildAction({ name: "Unnamed", roleArn: roleElsewhere("deployer") }, { ProjectName: "theirs" }),
      ],
    },
  ],
} satisfies PipelineDefinition;

const pipeline = { roleArn: ownRole("shop+eu-central-1"), use: readsAndWrites };

describe("listArtifactUsers", () => {
  it("are the pipeline, and the actions and builds of the region that touch artifacts", () => {
    assert.deepEqual(listArtifactUsers(readRolesAndBuilds(definition, context), "eu-central-1"), [
      pipeline,
      { roleArn: ownRole("shop+Source+Repository+eu-central-1"), use: writes },
      { roleArn: roleElsewhere("reader"), use: writes },
      { roleArn: ownRole("shop-image-eu-central-1"), use: readsAndWrites },
      { roleArn: roleElsewhere("builds"), use: reads },
    ]);
  });

  it("are others in another region", () => {
    assert.deepEqual(listArtifactUsers(readRolesAndBuilds(definition, context), "us-east-1"), [
      pipeline,
      { roleArn: ownRole("far-us-east-1"), use: reads },
    ]);
  });

  it("are the pipeline alone where nothing touches artifacts", () => {
    assert.deepEqual(listArtifactUsers(planOf(pipelineOf([])), "eu-west-1"), [pipeline]);
  });
});

describe("keyRolesOf", () => {
  it("lets those encrypt who write, and those decrypt who only read, each once", () => {
    const users = [
      { roleArn: "a", use: reads },
      { roleArn: "b", use: writes },
      { roleArn: "c", use: readsAndWrites },
      { roleArn: "d", use: reads },
      { roleArn: "d", use: writes },
      { roleArn: "a", use: reads },
    ];
    assert.deepEqual(keyRolesOf(users), { decrypt: ["a"], encrypt: ["b", "c", "d"] });
  });
});

describe("artifactKeyUsers", () => {
  it("are those of the pipeline's region, unless another is asked for", () => {
    assert.deepEqual(artifactKeyUsers(definition, context), {
      roles: {
        decrypt: [roleElsewhere("builds")],
        encrypt: [
          ownRole("shop+eu-central-1"),
          ownRole("shop+Source+Repository+eu-central-1"),
          roleElsewhere("reader"),
          ownRole("shop-image-eu-central-1"),
        ],
        publish: [],
      },
      logGroups: [],
      imageRepository: false,
    });
    assert.deepEqual(artifactKeyUsers(definition, context, "us-east-1").roles, {
      decrypt: [ownRole("far-us-east-1")],
      encrypt: [ownRole("shop+eu-central-1")],
      publish: [],
    });
  });
});
