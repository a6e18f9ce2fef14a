import assert from "node:assert/strict";
import { accessRepository, protectBranches } from "../../../components/iam/repository-access";
import { keyArn, scope } from "../../support/scopes";
import { answersOtherThan, contradictionsOfAws, type RoleRequest } from "../../support/statements";

const repository = { repositoryName: "shop", protectedBranches: ["main"], keyArn };
const on = (action: string, references?: string, name = "shop"): RoleRequest => ({
  action: `codecommit:${action}`,
  resource: `arn:aws:codecommit:eu-central-1:111122223333:${name}`,
  ...(references !== undefined && { context: { "codecommit:References": references } }),
});
const main = "refs/heads/main";
const topic = "refs/heads/feature/a";

describe("the access to a repository", () => {
  for (const access of ["read", "contribute"] as const) {
    it(`asks for actions and conditions that AWS knows, to ${access}`, async () => {
      assert.deepEqual(await contradictionsOfAws(accessRepository(scope, repository, access)), []);
    });
  }

  it("reads one repository and changes nothing", async () => {
    const statements = accessRepository(scope, repository, "read");
    const kms = {
      action: "kms:Decrypt",
      resource: keyArn,
      context: { "kms:ViaService": "codecommit.eu-central-1.amazonaws.com" },
    };
    assert.deepEqual(
      await answersOtherThan("Allowed", statements, [on("GitPull"), on("GetPullRequest"), on("GetBranch")]),
      [],
    );
    const denied = [on("GitPush", topic), on("GitPull", undefined, "other"), on("CreatePullRequest")];
    assert.deepEqual(await answersOtherThan("ImplicitlyDenied", statements, denied), []);
    assert.equal(statements.at(-1)?.Sid, "RepositoryKey");
    assert.deepEqual(statements.at(-1)?.Condition, {
      StringEquals: { "kms:ViaService": kms.context["kms:ViaService"] },
    });
  });

  it("pushes to other branches, merges pull requests, and never changes a protected branch directly", async () => {
    const statements = accessRepository(scope, repository, "contribute");
    // The first request of a push names no branch.
    const allowed = [
      on("GitPush"),
      on("GitPush", topic),
      on("PutFile", topic),
      on("DeleteBranch", topic),
      on("MergePullRequestBySquash", main),
      on("UpdatePullRequestApprovalState"),
    ];
    assert.deepEqual(await answersOtherThan("Allowed", statements, allowed), []);
    const guarded = ["GitPush", "DeleteBranch", "DeleteFile", "PutFile", "CreateCommit", "MergeBranchesBySquash"];
    const refused = await answersOtherThan(
      "Allowed",
      statements,
      guarded.map((action) => on(action, main)),
    );
    assert.ok(refused.every((answer) => answer.startsWith("ExplicitlyDenied")));
    assert.equal(refused.length, guarded.length);
    const never = [
      on("OverridePullRequestApprovalRules"),
      on("DeletePullRequestApprovalRule"),
      on("DeleteRepository"),
      on("UpdateDefaultBranch"),
    ];
    assert.deepEqual(await answersOtherThan("ImplicitlyDenied", statements, never), []);
  });

  it("protects nothing without protected branches", () => {
    assert.deepEqual(protectBranches(scope, { repositoryName: "shop", protectedBranches: [] }), []);
  });
});
