import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import type { RoleSettings } from "../../../components/aws/role-settings";
import { type CreatedRole, createRole } from "../../../components/iam/role";
import { rolePolicies } from "../../../components/iam/role-policies";
import { allowStatement, type Statement } from "../../../components/iam/statement";
import { counts, only, record } from "../../support/recorder";

const trust = '{"Version":"2012-10-17","Statement":[]}';

async function build(statements: readonly Statement[], settings: RoleSettings = {}) {
  const made: CreatedRole[] = [];
  const policies = rolePolicies(statements, settings.managedPoliciesOnly);
  const args = { roleName: "shop", description: "Ships", trust, policies, settings, tags: { owner: "acme" } };
  const recorded = await record({ preview: true }, (opts) => made.push(createRole("role", args, opts)));
  return { recorded, ready: made[0]?.ready.length };
}

/** A statement so long that three fit into an inline policy and two into a managed one. */
function long(sid: string): Statement {
  const resources = Array.from(
    { length: 45 },
    (_, index) => `arn:aws:s3:::${sid.toLowerCase()}-${"x".repeat(40)}-${index}`,
  );
  return allowStatement({ sid, actions: ["s3:GetObject"], resources });
}

describe("a role", () => {
  it("has its trust, and its statements in one inline policy", async () => {
    const read = allowStatement({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::data/*"] });
    const { recorded, ready } = await build([read]);
    assert.deepEqual(counts(recorded), { "aws:iam/role:Role": 1, "aws:iam/rolePolicy:RolePolicy": 1 });
    assert.deepEqual(only(recorded, "aws:iam/role:Role", "role").inputs, {
      name: "shop",
      description: "Ships",
      assumeRolePolicy: trust,
      tags: { owner: "acme" },
    });
    assert.deepEqual(only(recorded, "aws:iam/rolePolicy:RolePolicy", "role-policy").inputs, {
      name: "permissions",
      role: "shop",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [read] }),
    });
    assert.equal(ready, 2);
  });

  it("has no policy when there is nothing to allow", async () => {
    const { recorded, ready } = await build([]);
    assert.deepEqual(counts(recorded), { "aws:iam/role:Role": 1 });
    assert.equal(ready, 1);
  });

  it("has what IAM does not take inline in managed policies, each named for its first statement and attached", async () => {
    const statements = ["A", "B", "C", "D", "E", "F"].map(long);
    const { recorded, ready } = await build(statements);
    assert.deepEqual(counts(recorded), {
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      "aws:iam/policy:Policy": 2,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 2,
    });
    const inline = only(recorded, "aws:iam/rolePolicy:RolePolicy", "role-policy").inputs.policy;
    const managed = ["D", "F"].map((sid) => only(recorded, "aws:iam/policy:Policy", `role-policy-${sid}`).inputs);
    assert.deepEqual(
      managed.map(({ name, description, tags }) => ({ name, description, tags })),
      ["D", "F"].map((sid) => ({ name: `shop-${sid}`, description: "Ships", tags: { owner: "acme" } })),
    );
    const documents = [inline, ...managed.map(({ policy }) => policy)].map(String);
    assert.deepEqual(
      documents.flatMap((document) => JSON.parse(document).Statement),
      statements,
    );
    assert.ok((documents[0] ?? "").length <= 10_240);
    assert.ok(documents.slice(1).every(({ length }) => length <= 6_144));
    const attachment = only(recorded, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role-attachment-D").inputs;
    assert.equal(attachment.role, "shop");
    assert.equal(ready, 4);
  });

  it("has the path, and the boundary, of its settings, and its managed policies have the path too", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const statements = ["A", "B", "C", "D"].map(long);
    const { recorded } = await build(statements, { rolePath: "/delivery/", permissionsBoundaryArn });
    const { path, permissionsBoundary } = only(recorded, "aws:iam/role:Role", "role").inputs;
    assert.deepEqual([path, permissionsBoundary], ["/delivery/", permissionsBoundaryArn]);
    assert.equal(only(recorded, "aws:iam/policy:Policy", "role-policy-D").inputs.path, "/delivery/");
  });

  it("has no inline policy where its settings forbid it", async () => {
    const statements = ["A", "B", "C"].map(long);
    const { recorded, ready } = await build(statements, { managedPoliciesOnly: true });
    assert.deepEqual(counts(recorded), {
      "aws:iam/role:Role": 1,
      "aws:iam/policy:Policy": 2,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 2,
    });
    const documents = ["A", "C"].map((sid) => only(recorded, "aws:iam/policy:Policy", `role-policy-${sid}`).inputs);
    assert.deepEqual(
      documents.flatMap(({ policy }) => JSON.parse(String(policy)).Statement),
      statements,
    );
    assert.equal(ready, 3);
  });

  it("has no policy at all when there is nothing to allow, whatever its settings", async () => {
    const { recorded } = await build([], { managedPoliciesOnly: true });
    assert.deepEqual(counts(recorded), { "aws:iam/role:Role": 1 });
  });

  it("holds policies of AWS's own that it is told, each attachment named for its policy", async () => {
    const made: CreatedRole[] = [];
    const policyArn = "arn:aws:iam::aws:policy/service-role/AdministratorAccess-AWSElasticBeanstalk";
    const args = {
      roleName: "shop",
      description: "Ships",
      trust,
      policies: rolePolicies([]),
      settings: {},
      tags: undefined,
    };
    const recorded = await record({ preview: true }, (opts) =>
      made.push(createRole("role", { ...args, managedPolicies: [policyArn] }, opts)),
    );
    assert.deepEqual(counts(recorded), {
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
    });
    const name = "role-attachment-AdministratorAccess-AWSElasticBeanstalk";
    assert.deepEqual(only(recorded, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", name).inputs, {
      role: "shop",
      policyArn,
    });
    assert.equal(made[0]?.ready.length, 2);
  });

  it("refuses a trust policy that IAM would refuse for its size", () => {
    const args = {
      roleName: "shop",
      description: "Ships",
      trust: "x".repeat(2049),
      policies: rolePolicies([]),
      settings: {},
      tags: undefined,
    };
    assert.throws(
      () => createRole("role", args, {}),
      new RunError(
        "The role shop has a problem:\n  trust: makes a trust policy of 2049 characters, and AWS accepts 2048; grant fewer statements, resources or principals",
      ),
    );
  });
});
