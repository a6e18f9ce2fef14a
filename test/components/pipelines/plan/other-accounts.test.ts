import assert from "node:assert/strict";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import { otherAccountRoles, otherAccountUsers } from "../../../../components/pipelines/plan/other-accounts";
import { ownRole, reads, readsAndWrites, roleElsewhere, writes } from "../../../support/artifact-uses";
import { buildAction, sourceAction } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

/** Reads from another account, and lets another account build, with a role that is named and with one that is not. */
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

describe("otherAccountUsers", () => {
  it("are the roles of other accounts that the definition names, by what they do with artifacts", () => {
    assert.deepEqual(otherAccountUsers(definition, scope), {
      read: [roleElsewhere("builds")],
      write: [roleElsewhere("reader")],
      tag: [],
    });
    assert.deepEqual(otherAccountUsers(definition, scope, "us-east-1"), { read: [], write: [], tag: [] });
  });

  it("are told apart whose artifacts carry tags", () => {
    const tagging = { roleArn: roleElsewhere("a"), use: { ...writes, tagged: true } };
    const reading = { roleArn: roleElsewhere("b"), use: { ...reads, tagged: true } };
    assert.deepEqual(otherAccountRoles([tagging, reading], scope), {
      read: [roleElsewhere("b")],
      write: [roleElsewhere("a")],
      tag: [roleElsewhere("a")],
    });
  });

  it("stand in both lists if they do both, and once in each", () => {
    const users = [
      { roleArn: roleElsewhere("a"), use: readsAndWrites },
      { roleArn: roleElsewhere("a"), use: reads },
      { roleArn: ownRole("b"), use: readsAndWrites },
    ];
    assert.deepEqual(otherAccountRoles(users, scope), {
      read: [roleElsewhere("a")],
      write: [roleElsewhere("a")],
      tag: [],
    });
  });
});
