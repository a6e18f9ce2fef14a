import assert from "node:assert/strict";
import type { Properties, Value } from "../../../../policy/iam/value";
import { judgeAlone } from "../../../../policy/lib/destroy/alone";
import { refusesChange, refusesDetour, refusesStart } from "../../../../policy/lib/destroy/restrictions";
import { refusesSelfApproval } from "../../../../policy/lib/destroy/self-approval";

const project = "arn:aws:codebuild:eu-west-1:123456789012:project/shop-destroy-run";
const pipeline = "arn:aws:codepipeline:eu-west-1:123456789012:shop-destroy";
const allow = (Action: Value, Resource: Value): Properties => ({ Effect: "Allow", Action, Resource });
const deny = (Action: Value, Resource: Value): Properties => ({ ...allow(Action, Resource), Effect: "Deny" });

describe("permissions on projects and pipelines whose names say that they destroy", () => {
  const judged = (type: string, props: Properties, ...Statement: readonly Properties[]) =>
    judgeAlone({ type: `aws:iam/${type}`, props: { ...props, policy: { Statement } } }).map(({ message }) => message);
  const ofUser = (...statements: readonly Properties[]) =>
    judged("userPolicy:UserPolicy", { user: "kim" }, ...statements);
  const first = (desired: string) => `policy.Statement[0] ${desired}`;

  const cases: readonly (readonly [title: string, found: readonly string[], ...expected: string[]])[] = [
    [
      "a user who starts builds",
      ofUser(allow("codebuild:StartBuild", project)),
      first(refusesStart("codebuild:StartBuild")),
    ],
    [
      "a user who starts builds by a wildcard",
      ofUser(allow("codebuild:Start*", project)),
      first(refusesStart("codebuild:StartBuild, codebuild:StartBuildBatch")),
      first(refusesChange("codebuild:StartSandbox")),
    ],
    [
      "a user who changes the project",
      ofUser(allow("codebuild:UpdateProject", project)),
      first(refusesChange("codebuild:UpdateProject")),
    ],
    [
      "a user who changes the pipeline",
      ofUser(allow("codepipeline:UpdatePipeline", pipeline)),
      first(refusesDetour("codepipeline:UpdatePipeline")),
    ],
    [
      "a user who starts the pipeline and approves",
      ofUser(
        allow("codepipeline:PutApprovalResult", `${pipeline}/Approve/Approve`),
        allow("codepipeline:StartPipelineExecution", pipeline),
      ),
      first(refusesSelfApproval("codepipeline:StartPipelineExecution")),
    ],
    ["nobody who only approves", ofUser(allow("codepipeline:PutApprovalResult", `${pipeline}/Approve/Approve`))],
    ["nobody who only starts the pipeline", ofUser(allow("codepipeline:StartPipelineExecution", pipeline))],
    ["nobody who reads", ofUser(allow(["codebuild:BatchGetBuilds", "codepipeline:GetPipeline"], [project, pipeline]))],
    [
      "nobody whom another statement denies it",
      ofUser(allow("codebuild:StartBuild", project), deny("codebuild:*", "*")),
    ],
    ["nobody with other projects", ofUser(allow("codebuild:*", project.replace("destroy", "deploy")))],
    ["nobody with a preview of destroying", ofUser(allow("codebuild:*", `${project}-preview`))],
    [
      "the role of a pipeline, by its name, only for changes",
      judged("rolePolicy:RolePolicy", { role: "shop-destroy-run" }, allow("codebuild:*", project)),
      first(
        refusesChange(
          "codebuild:UpdateProject, codebuild:CreateWebhook, codebuild:UpdateWebhook, codebuild:StartSandbox",
        ),
      ),
    ],
  ];
  for (const [title, found, ...expected] of cases) {
    it(`are refused to ${title}`.replace("refused to nobody", "left to one"), () => assert.deepEqual(found, expected));
  }
});

describe("the trust of a role for builds of such a project", () => {
  const trust = (Principal: Properties, Condition: Properties) =>
    judgeAlone({
      type: "aws:iam/role:Role",
      props: {
        name: "run",
        assumeRolePolicy: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal, Condition } },
      },
    }).map(({ message }) => message.split(" ")[0]);
  const codebuild = { Service: "codebuild.amazonaws.com" };
  const ofProject = { ArnEquals: { "aws:SourceArn": project } };
  const account = { StringEquals: { "aws:SourceAccount": "123456789012" } };

  it("is for builds of the project in the account alone", () => {
    assert.deepEqual(trust(codebuild, { ...ofProject, ...account }), []);
    assert.deepEqual(trust(codebuild, ofProject), ["assumeRolePolicy.Statement.Condition"]);
    assert.deepEqual(trust({ ...codebuild, AWS: "123456789012" }, { ...ofProject, ...account }), [
      "assumeRolePolicy.Statement.Principal.AWS",
    ]);
  });

  it("is not judged for other projects", () => {
    assert.deepEqual(
      trust({ AWS: "123456789012" }, { ArnEquals: { "aws:SourceArn": project.replace("destroy", "x") } }),
      [],
    );
  });
});
