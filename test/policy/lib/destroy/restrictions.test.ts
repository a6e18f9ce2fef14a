import assert from "node:assert/strict";
import type { DestroyPipeline, DestroyProject } from "../../../../policy/lib/destroy/gates";
import {
  pipelineRestrictions,
  projectRestrictions,
  refusesChange,
  refusesDetour,
  refusesStart,
} from "../../../../policy/lib/destroy/restrictions";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { stackResource } from "../../support/stack-resource";

const roleOf = (name: string): Identity => ({ urn: name, kind: "role", name, resource: undefined, documents: [] });
const rolesNamed = (...names: readonly string[]) => ({
  resources: [],
  arns: names.map((name) => `arn:aws:iam::123456789012:role/${name}`),
});
const projectArn = "arn:*:codebuild:*:123456789012:project/run";
const pipelineArn = "arn:*:codepipeline:*:123456789012:shop";

const shown = (restrictions: ReturnType<typeof projectRestrictions>) =>
  restrictions.map(({ actions, targets, context, free, desired }) => ({
    actions: actions.join(" "),
    targets,
    ...(context === undefined ? {} : { context }),
    free: ["starter", "run", "pipeline", "kim"].filter((name) => free(roleOf(name))),
    desired: desired("X"),
  }));

describe("the restrictions of a project that destroys", () => {
  const project: DestroyProject = {
    project: stackResource("run", "aws:codebuild/project:Project"),
    arns: [projectArn],
    roles: rolesNamed("run"),
    starters: rolesNamed("starter"),
  };
  const role = "should not allow X on the role of a project that destroys: it would let its holder destroy";

  it("let its pipeline's role alone start it, and nobody change it, pass its role or become it", () => {
    assert.deepEqual(shown(projectRestrictions(project)), [
      {
        actions: "codebuild:StartBuild codebuild:StartBuildBatch codebuild:RetryBuild codebuild:RetryBuildBatch",
        targets: [projectArn],
        free: ["starter"],
        desired: refusesStart("X"),
      },
      {
        actions: "codebuild:UpdateProject codebuild:CreateWebhook codebuild:UpdateWebhook codebuild:StartSandbox",
        targets: [projectArn],
        free: [],
        desired: refusesChange("X"),
      },
      {
        actions: "iam:PassRole",
        targets: project.roles.arns,
        context: { "iam:PassedToService": "codebuild.amazonaws.com" },
        free: [],
        desired: role,
      },
      { actions: "sts:AssumeRole iam:UpdateAssumeRolePolicy", targets: project.roles.arns, free: [], desired: role },
    ]);
  });
});

describe("the restrictions of a pipeline that destroys", () => {
  const pipeline: DestroyPipeline = {
    pipeline: stackResource("shop", "aws:codepipeline/pipeline:Pipeline"),
    arns: [pipelineArn],
    roles: rolesNamed("pipeline"),
    starters: rolesNamed("starter"),
    approvals: [],
    sources: [],
  };
  const own = "should not allow X on the role of a pipeline that destroys: it would let its holder destroy";
  const starter = "should not allow X on the role that starts what destroys: it would let its holder destroy";

  it("let nobody change it or roll it back, and its own role alone become the role that starts", () => {
    assert.deepEqual(shown(pipelineRestrictions(pipeline)), [
      {
        actions: "codepipeline:UpdatePipeline codepipeline:RollbackStage",
        targets: [pipelineArn, `${pipelineArn}/*`],
        free: [],
        desired: refusesDetour("X"),
      },
      {
        actions: "iam:PassRole",
        targets: pipeline.roles.arns,
        context: { "iam:PassedToService": "codepipeline.amazonaws.com" },
        free: [],
        desired: own,
      },
      { actions: "sts:AssumeRole iam:UpdateAssumeRolePolicy", targets: pipeline.roles.arns, free: [], desired: own },
      { actions: "sts:AssumeRole", targets: pipeline.starters.arns, free: ["pipeline"], desired: starter },
      { actions: "iam:UpdateAssumeRolePolicy", targets: pipeline.starters.arns, free: [], desired: starter },
    ]);
  });
});
