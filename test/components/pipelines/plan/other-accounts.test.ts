import assert from "node:assert/strict";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import { otherAccountRoles, otherAccountUsers } from "../../../../components/pipelines/plan/other-accounts";
import { buildAction, sourceAction } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const own = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const elsewhere = (name: string) => `arn:aws:iam::222233334444:role/${name}`;
const read = { read: true, write: false };
const write = { read: false, write: true };
const both = { read: true, write: true };

/** Reads from another account, and lets another account build, with a role that is named and with one that is not. */
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
        buildAction({ name: "Far", region: "us-east-1" }, { ProjectName: "far" }),
        buildAction({ name: "Named", roleArn: elsewhere("deployer") }, { ServiceRoleArnOverride: elsewhere("builds") }),
        buildAction({ name: "Unnamed", roleArn: elsewhere("deployer") }, { ProjectName: "theirs" }),
      ],
    },
  ],
} satisfies PipelineDefinition;

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
