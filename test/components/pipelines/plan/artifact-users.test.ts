import assert from "node:assert/strict";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import {
  artifactKeyUsers,
  keyRolesOf,
  listArtifactUsers,
  readRolesAndBuilds,
} from "../../../../components/pipelines/plan/artifact-users";
import { otherAccountRoles, otherAccountUsers } from "../../../../components/pipelines/plan/other-accounts";
import { buildAction, context, pipelineOf, planOf, sourceAction } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

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

describe("otherAccountUsers", () => {
  it("are the roles of other accounts that the definition names, by what they do with artifacts", () => {
    assert.deepEqual(otherAccountUsers(definition, scope), {
      read: [elsewhere("builds")],
      write: [elsewhere("reader")],
      tag: [],
    });
    assert.deepEqual(otherAccountUsers(definition, scope, "us-east-1"), { read: [], write: [], tag: [] });
  });

  it("are told apart whose artifacts carry tags", () => {
    const tagging = { roleArn: elsewhere("a"), use: { ...write, tagged: true } };
    const reading = { roleArn: elsewhere("b"), use: { ...read, tagged: true } };
    assert.deepEqual(otherAccountRoles([tagging, reading], scope), {
      read: [elsewhere("b")],
      write: [elsewhere("a")],
      tag: [elsewhere("a")],
    });
  });

  it("stand in both lists if they do both, and once in each", () => {
    const users = [
      { roleArn: elsewhere("a"), use: both },
      { roleArn: elsewhere("a"), use: read },
      { roleArn: own("b"), use: both },
    ];
    assert.deepEqual(otherAccountRoles(users, scope), { read: [elsewhere("a")], write: [elsewhere("a")], tag: [] });
  });
});
