import assert from "node:assert/strict";
import { guardedActions } from "../../../../components/iam/guarded-actions";
import { gateActions, peopleActions, providerActions } from "../../../../policy/lib/iam/gate-actions";

/** Actions that stop, label or delete a gate. They start nothing, change nothing that runs and approve nothing. */
const stopping: Readonly<Record<string, readonly string[]>> = {
  codebuild: [
    "codebuild:BatchDeleteBuilds",
    "codebuild:CreateProject",
    "codebuild:DeleteBuildBatch",
    "codebuild:DeleteProject",
    "codebuild:DeleteResourcePolicy",
    "codebuild:DeleteWebhook",
    "codebuild:InvalidateProjectCache",
    "codebuild:StopBuild",
    "codebuild:StopBuildBatch",
    "codebuild:StopSandbox",
    "codebuild:UpdateProjectVisibility",
  ],
  codepipeline: [
    "codepipeline:CreatePipeline",
    "codepipeline:DeletePipeline",
    "codepipeline:DeleteWebhook",
    "codepipeline:DisableStageTransition",
    "codepipeline:EnableStageTransition",
    "codepipeline:PutWebhook",
    "codepipeline:StopPipelineExecution",
    "codepipeline:TagResource",
  ],
  iam: [
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:TagPolicy",
    "iam:TagRole",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
  ],
};

describe("the actions on gates that the pack refuses and the components deny", () => {
  const { pipeline, projects, roles, passing, policies } = guardedActions;
  const guarded: Readonly<Record<string, readonly string[]>> = {
    codebuild: projects,
    codepipeline: pipeline,
    iam: [...roles, ...passing, ...policies],
  };

  for (const [service, actions] of Object.entries(guarded)) {
    it(`are the same for ${service}, but for actions that stop, label or delete a gate`, () => {
      const known = [...(gateActions[service] ?? []), ...(stopping[service] ?? [])];
      assert.deepEqual(known.toSorted(), [...actions].toSorted());
    });
  }

  it("are the same for people", () => {
    assert.deepEqual(peopleActions, guardedActions.people);
  });

  it("are the same for providers of sign-in, but for a tag more", () => {
    const tagging = ["iam:TagOpenIDConnectProvider", "iam:TagSAMLProvider"];
    assert.deepEqual([...providerActions, ...tagging].toSorted(), [...guardedActions.providers].toSorted());
  });
});
