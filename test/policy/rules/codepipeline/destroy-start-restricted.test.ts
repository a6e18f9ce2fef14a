import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy } from "../../../../policy/rules/codepipeline/approval-before-destroy";
import { destroyStartRestricted as rule } from "../../../../policy/rules/codepipeline/destroy-start-restricted";
import {
  actionRole,
  allow,
  arn,
  builds,
  destroyStack,
  document,
  entry,
  inline,
  name,
  pipelineArn,
  projectArn,
  region,
  role,
  roleArn,
  runner,
} from "../../../fixtures/policy/destroy";
import { saidOf, withChanged, withMore } from "../../support/destroying";
import { judgeStack, notApplicable, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";

const start = (urn: string) =>
  `mandatory ${urn}: policy.Statement[0] should not allow codebuild:StartBuild on a project that destroys: only the role with which its pipeline runs it may`;
const starter = actionRole(name, "Destroy", "Destroy");
const own = `${runner}-${region}`;

function itSays(title: string, stack: readonly StackEntry[], ...expected: readonly string[]): void {
  it(title, () => assert.deepEqual(saidOf(rule, stack), expected));
}

describe("the pipeline that destroys behind two approvals", () => {
  for (const each of [codepipelineApprovalBeforeDestroy, rule]) {
    it(`passes ${each.name}`, () => assert.deepEqual(saidOf(each, destroyStack), []));
  }
});

describe("destroy-start-restricted", () => {
  it("has nothing to say without resources of its types", () => assert.equal(judgeStack(rule, []), notApplicable));
  itSays("has nothing to say where nothing destroys", [
    ...["a", "b"].map((id) => inline(id, allow("codebuild:StartBuild", arn("codebuild", "project/*")))),
  ]);
  itSays("lets the role of a pipeline be that has none for its action", [
    ...withChanged(name, { "stages[4].actions[0].roleArn": undefined }).filter((it) => !it.name.startsWith(starter)),
    inline(`${name}-${region}`, allow("codebuild:StartBuild", projectArn)),
  ]);
  itSays(
    "lets the action's role be that the stack does not make",
    destroyStack.filter((it) => it.name !== starter),
  );
  itSays(
    "knows a project by its buildspec, whatever its name",
    [
      ...withChanged(runner, { name: "shop-operations" }),
      inline("others", allow("codebuild:StartBuild", arn("codebuild", "project/shop-operations"))),
    ].map((it) => (it.name === own ? role(own, builds("shop-operations")) : it)),
    start("others-policy"),
  );
  itSays(
    "knows a project that destroys only because its pipeline says so",
    withChanged(runner, { "source.buildspec": "buildspec.yml" }).concat(inline("others", allow("codebuild:*", "*"))),
    "mandatory others-policy: policy.Statement[0] should not allow codebuild:StartBuild, codebuild:StartBuildBatch, codebuild:RetryBuild, codebuild:RetryBuildBatch on a project that destroys: only the role with which its pipeline runs it may",
    "mandatory others-policy: policy.Statement[0] should not allow codebuild:UpdateProject, codebuild:CreateWebhook, codebuild:UpdateWebhook, codebuild:StartSandbox on a project that destroys: nobody of this stack has to",
  );
  itSays(
    "lets be what another statement forbids",
    withMore(
      inline("pipeline-others", allow("codebuild:StartBuild", arn("codebuild", "project/*")), {
        Effect: "Deny",
        Action: "codebuild:Start*",
        Resource: arn("codebuild", `project/${name}-*`),
      }),
    ),
  );
  itSays(
    "but not what it forbids only at times",
    withMore(
      inline("pipeline-others", allow("codebuild:StartBuild", arn("codebuild", "project/*")), {
        Effect: "Deny",
        Action: "codebuild:StartBuild",
        Resource: "*",
        Condition: { Bool: { "aws:ViaAWSService": "false" } },
      }),
    ),
    start("pipeline-others-policy"),
  );
  itSays(
    "lets other projects, pipelines and roles be",
    withMore(
      inline(
        "others",
        allow("codebuild:StartBuild", arn("codebuild", "project/shop-prod-*-deploy")),
        allow("codepipeline:StartPipelineExecution", pipelineArn),
        allow("codepipeline:UpdatePipeline", arn("codepipeline", "shop-prod")),
        allow("iam:PassRole", roleArn("shop-prod-deploy-*")),
        allow("sts:AssumeRole", roleArn("readers")),
        { Effect: "Allow", Action: "codebuild:StartBuild", NotResource: [projectArn] },
      ),
    ),
  );
  itSays(
    "lets a role be passed to a service that cannot have it",
    withMore(
      inline(
        "others",
        allow("iam:PassRole", "*", {
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        }),
      ),
    ),
  );
  itSays(
    "lets a policy be that only bounds what a role may do",
    withMore(
      entry("boundary", "iam/policy:Policy", { name: "boundary", policy: document(allow("codebuild:*", "*")) }),
      entry("bounded", "iam/role:Role", {
        name: "bounded",
        permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
        assumeRolePolicy: document(),
      }),
    ),
  );
  itSays(
    "reads what a role lists itself, and what a group has",
    withMore(
      entry("lists", "iam/role:Role", {
        name: "lists",
        assumeRolePolicy: JSON.parse(String(role("x", builds("image")).props.assumeRolePolicy)),
        inlinePolicies: [{ name: "start", policy: document(allow("codebuild:StartBuild", "*")) }],
      }),
      entry("team", "iam/groupPolicy:GroupPolicy", {
        group: "team",
        policy: document(allow("codebuild:StartBuild", "*")),
      }),
    ),
    start("lists").replace("policy.S", "inlinePolicies[0].policy.S"),
    start("team"),
  );
  itSays(
    "reads the policy by which a project is shared",
    withMore(
      entry("shared", "codebuild/resourcePolicy:ResourcePolicy", {
        resourceArn: projectArn,
        policy: document(allow("codebuild:StartBuild", projectArn, { Principal: { AWS: "210987654321" } })),
      }),
    ),
    start("shared"),
  );
  itSays(
    "protects the source of the pipeline from its approvers",
    [
      ...withChanged(name, {
        "stages[0].actions[0]": {
          name: "Code",
          category: "Source",
          provider: "CodeCommit",
          configuration: { RepositoryName: "shop" },
        },
      }),
      inline("approvers", allow("codecommit:GitPush", arn("codecommit", "shop"))),
    ],
    "mandatory approvers: policy.Statement[0] should not allow codepipeline:PutApprovalResult for what destroys to who also has codecommit:GitPush: nobody approves for themselves",
  );
});

describe("destroy-start-restricted, with what is not known yet", () => {
  const unknown = (path: string, urn: string) => {
    const { level, text } = unknownVerdict(path, urn);
    return `${level} ${urn}: ${text}`;
  };
  itSays(
    "cannot judge a document",
    withMore(inline("others")).map((it) =>
      it.name === "others-policy" ? { ...it, props: { role: "others", policy: unknownText } } : it,
    ),
    unknown("policy", "others-policy"),
  );
  const object = (Action: unknown, Resource: unknown) =>
    entry("others", "iam/rolePolicy:RolePolicy", {
      role: "others",
      policy: { Statement: [{ Effect: "Allow", Action, Resource }] },
    });
  itSays(
    "lets the role of the preview be where an action's project is not known",
    withChanged(name, { "stages[4].actions[0].configuration.ProjectName": unknownText }).map((it) =>
      it.name === name ? { ...it, from: { ...it.from, stages: [runner, `${name}-preview`] } } : it,
    ),
  );
  itSays(
    "joins what a role has, though a policy does not know its name",
    withMore(
      role("operators", { Principal: { AWS: roleArn("people") } }),
      inline("operators", allow("codepipeline:PutApprovalResult", "*")),
      entry(
        "starts",
        "iam/rolePolicy:RolePolicy",
        { role: unknownText, policy: document(allow("codepipeline:StartPipelineExecution", pipelineArn)) },
        { role: ["operators"] },
      ),
    ),
    "mandatory operators-policy: policy.Statement[0] should not allow codepipeline:PutApprovalResult for what destroys to who also has codepipeline:StartPipelineExecution: nobody approves for themselves",
  );
  itSays(
    "cannot judge a resource",
    withMore(object("codebuild:StartBuild", unknownText)),
    unknown("policy.Statement[0].Resource", "others"),
  );
  itSays(
    "cannot judge an action on the project",
    withMore(object([unknownText], projectArn)),
    unknown("policy.Statement[0].Action", "others"),
  );
  itSays("judges an action on something else", withMore(object([unknownText], "arn:aws:s3:::shop")));
  itSays("judges a resource of an action that does not matter", withMore(object("s3:GetObject", unknownText)));
  const trust = (principal: object, condition: object) =>
    withChanged(own, {
      assumeRolePolicy: {
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal, Condition: condition }],
      },
    });
  itSays(
    "cannot judge whom a role trusts",
    trust({ Service: unknownText }, {}),
    unknown("assumeRolePolicy.Statement[0].Principal.Service", own),
  );
  itSays(
    "cannot judge for which project",
    trust(
      { Service: "codebuild.amazonaws.com" },
      { StringEquals: { "aws:SourceAccount": "123456789012", "aws:SourceArn": unknownText } },
    ),
    unknown("assumeRolePolicy.Statement[0].Condition", own),
  );
});
