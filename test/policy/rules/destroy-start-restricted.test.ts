import assert from "node:assert/strict";
import { codepipelineApprovalBeforeDestroy } from "../../../policy/rules/codepipeline-approval-before-destroy";
import { destroyStartRestricted as rule } from "../../../policy/rules/destroy-start-restricted";
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
} from "../../fixtures/policy/destroy";
import { saidOf, withChanged, withMore } from "../support/destroying";
import {
  judgeResource,
  judgeStack,
  notApplicable,
  type StackEntry,
  unknownText,
  unknownVerdict,
} from "../support/judging";

const start = (urn: string) =>
  `mandatory ${urn}: policy.Statement[0] should not allow codebuild:StartBuild on a project that destroys: only the role with which its pipeline runs it may`;
const starter = actionRole(name, "Destroy", "Destroy");
const own = `${runner}-${region}`;

function itSays(title: string, stack: readonly StackEntry[], ...expected: readonly string[]): void {
  it(title, () => assert.deepEqual(saidOf(rule, stack), expected));
}

function itJudgesAlone(title: string, type: string, props: object, ...expected: readonly string[]): void {
  it(title, () => {
    const said = judgeResource(rule, `aws:iam/${type}`, { ...props });
    assert.deepEqual(said === notApplicable ? said : said.map(({ text }) => text), expected);
  });
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

describe("destroy-start-restricted, of one resource alone", () => {
  const starts = { policy: document(allow("codebuild:StartBuild", projectArn)) };
  const refused = start("x").replace("mandatory x: ", "");
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
