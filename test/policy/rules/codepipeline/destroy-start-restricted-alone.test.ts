import assert from "node:assert/strict";
import { destroyStartRestricted as rule } from "../../../../policy/rules/codepipeline/destroy-start-restricted";
import {
  actionRole,
  allow,
  arn,
  builds,
  document,
  name,
  pipelineArn,
  projectArn,
  role,
  roleArn,
  runner,
} from "../../../fixtures/policy/destroy";
import { judgeResource, notApplicable, unknownText } from "../../support/judging";

const starter = actionRole(name, "Destroy", "Destroy");

function itJudgesAlone(title: string, type: string, props: object, ...expected: readonly string[]): void {
  it(title, () => {
    const said = judgeResource(rule, `aws:iam/${type}`, { ...props });
    assert.deepEqual(said === notApplicable ? said : said.map(({ text }) => text), expected);
  });
}

describe("destroy-start-restricted, of one resource alone", () => {
  const starts = { policy: document(allow("codebuild:StartBuild", projectArn)) };
  const refused =
    "policy.Statement[0] should not allow codebuild:StartBuild on a project that destroys: only the role with which its pipeline runs it may";
  for (const named of [starter, "ShopCodePipelineRole", "shop-teardown"]) {
    itJudgesAlone(`lets ${named} start it, as far as its name says`, "rolePolicy:RolePolicy", {
      role: named,
      ...starts,
    });
  }
  itJudgesAlone("refuses a role of another name", "rolePolicy:RolePolicy", { role: "shop-deploy", ...starts }, refused);
  itJudgesAlone("leaves a role of unknown name to the whole stack", "rolePolicy:RolePolicy", {
    role: unknownText,
    ...starts,
  });
  itJudgesAlone("leaves a managed policy to the whole stack", "policy:Policy", starts);
  itJudgesAlone("leaves projects whose names say nothing to the whole stack", "rolePolicy:RolePolicy", {
    role: "shop-deploy",
    policy: document(allow("codebuild:StartBuild", [arn("codebuild", "project/shop"), arn("codebuild", "project/*")])),
  });
  itJudgesAlone("refuses people", "userPolicy:UserPolicy", { user: "robot", ...starts }, refused);
  itJudgesAlone("refuses groups", "groupPolicy:GroupPolicy", { group: "team", ...starts }, refused);
  itJudgesAlone(
    "refuses whoever changes it",
    "policy:Policy",
    { policy: document(allow("codebuild:UpdateProject", projectArn)) },
    "policy.Statement[0] should not allow codebuild:UpdateProject on a project that destroys: nobody of this stack has to",
  );
  itJudgesAlone(
    "refuses whoever changes its pipeline",
    "policy:Policy",
    { policy: document(allow("codepipeline:UpdatePipeline", pipelineArn)) },
    "policy.Statement[0] should not allow codepipeline:UpdatePipeline on a pipeline that destroys: it leads round the approval",
  );
  itJudgesAlone(
    "refuses who approves and starts by one document",
    "policy:Policy",
    {
      policy: document(
        allow("codepipeline:PutApprovalResult", `${pipelineArn}/Approve/*`),
        allow("codepipeline:StartPipelineExecution", pipelineArn),
      ),
    },
    "policy.Statement[0] should not allow codepipeline:PutApprovalResult for what destroys to who also has codepipeline:StartPipelineExecution: nobody approves for themselves",
  );
  itJudgesAlone("lets an approver be", "policy:Policy", {
    policy: document(allow("codepipeline:PutApprovalResult", `${pipelineArn}/Approve/*`)),
  });
  const listing = (...trust: readonly object[]) => ({
    ...role("listing", ...trust).props,
    inlinePolicies: [{ name: "start", ...starts }],
  });
  itJudgesAlone(
    "lets a role of CodePipeline start it",
    "role:Role",
    listing({ Principal: { Service: "codepipeline.amazonaws.com" } }),
  );
  itJudgesAlone(
    "lets a role start it that a role assumes",
    "role:Role",
    listing({ Principal: { AWS: roleArn("pipeline") } }),
  );
  itJudgesAlone(
    "refuses a role of another service",
    "role:Role",
    listing({ Principal: { Service: "lambda.amazonaws.com" } }),
    `inlinePolicies[0].${refused}`,
  );
  itJudgesAlone("accepts the role of its builds", "role:Role", role("own", builds(runner)).props);
  itJudgesAlone(
    "refuses the role of its builds for others as well",
    "role:Role",
    role("own", builds(runner), { Principal: { AWS: roleArn("shop-deploy") } }).props,
    "assumeRolePolicy.Statement[1].Principal.AWS should be codebuild.amazonaws.com alone: who has this role destroys, or has another one do it",
  );
  itJudgesAlone("has nothing to say about a role without documents", "role:Role", { name: "shop" });
});
