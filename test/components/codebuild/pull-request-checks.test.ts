import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { PullRequestChecks, type PullRequestChecksArgs } from "../../../components/codebuild/pull-request-checks";
import { counts, only, type Recorded, record } from "../../support/recorder";
import { keyArn } from "../../support/scopes";
import { answersOtherThan } from "../../support/statements";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b";
const least: PullRequestChecksArgs = {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: keyArn,
  source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
  baseBranches: ["main"],
  buildspec: {
    phases: { build: { commands: ["npm ci", "npm test"] } },
    reports: { unit: { files: ["reports/*.xml"] } },
  },
  comment: { secret: "shop/comment-token" },
};

const build = (args: Partial<PullRequestChecksArgs> = {}) =>
  record({ preview: true }, (opts) => new PullRequestChecks("shop", { ...least, ...args }, opts));

function statementsOf(recorded: readonly Recorded[], role: string) {
  const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", `${role}-policy`).inputs;
  return JSON.parse(String(policy)).Statement;
}

const project = (name: string) => `arn:aws:codebuild:eu-central-1:111122223333:project/${name}`;
const token = {
  action: "secretsmanager:GetSecretValue",
  resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/comment-token-a1B2c3",
};
const reads = [
  { action: "codebuild:BatchGetBuilds", resource: project("shop") },
  {
    action: "codebuild:BatchGetReports",
    resource: "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-unit",
  },
];

describe("PullRequestChecks", () => {
  it("are a project with a webhook and reports, a second one for comments, and the rule between them", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), {
      "aws:codebuild/project:Project": 2,
      "aws:codebuild/reportGroup:ReportGroup": 1,
      "aws:codebuild/webhook:Webhook": 1,
      "aws:cloudwatch/eventRule:EventRule": 1,
      "aws:cloudwatch/eventTarget:EventTarget": 1,
      "aws:cloudwatch/logGroup:LogGroup": 2,
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
    });
    const { filterGroups, pullRequestBuildPolicy } = only(
      recorded,
      "aws:codebuild/webhook:Webhook",
      "shop-webhook",
    ).inputs;
    assert.deepEqual(filterGroups, [
      {
        filters: [
          { type: "EVENT", pattern: "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED,PULL_REQUEST_REOPENED" },
          { type: "BASE_REF", pattern: "^refs/heads/main$" },
        ],
      },
    ]);
    assert.deepEqual(pullRequestBuildPolicy, {
      requiresCommentApproval: "ALL_PULL_REQUESTS",
      approverRoles: ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"],
    });
  });

  it("comment when a build of the checks ends, with the ARN of the build", async () => {
    const recorded = await build();
    const rule = only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-results").inputs;
    assert.deepEqual(JSON.parse(String(rule.eventPattern)).detail["project-name"], ["shop"]);
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "shop-results-target").inputs;
    assert.equal(target.arn, project("shop-comment"));
    assert.deepEqual(target.inputTransformer, {
      inputPaths: { build: "$.detail.build-id" },
      inputTemplate: '{"environmentVariablesOverride":[{"name":"BUILD_ARN","type":"PLAINTEXT","value":<build>}]}',
    });
    const { source } = only(recorded, "aws:codebuild/project:Project", "shop-comment").inputs;
    assert.equal(Reflect.get(Object(source), "type"), "NO_SOURCE");
  });

  it("keep token, key and builds out of reach of a pull request", async () => {
    const recorded = await build();
    const others = [
      token,
      { action: "kms:Decrypt", resource: keyArn },
      { action: "codebuild:StartBuild", resource: project("shop-comment") },
      { action: "codebuild:StartBuild", resource: project("shop") },
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::acme-shop/x",
        context: { "aws:ResourceAccount": "111122223333" },
      },
    ];
    assert.deepEqual(await answersOtherThan("ImplicitlyDenied", statementsOf(recorded, "shop-role"), others), []);
    const comments = statementsOf(recorded, "shop-comment-role");
    assert.deepEqual(await answersOtherThan("Allowed", comments, [token, ...reads]), []);
    assert.deepEqual(
      await answersOtherThan("ImplicitlyDenied", comments, [
        { action: "codeconnections:GetConnectionToken", resource: connectionArn },
        { action: "codebuild:BatchGetBuilds", resource: project("other") },
      ]),
      [],
    );
  });

  it("have names that AWS takes, whatever the name of the component is", async () => {
    const name = `Prüfung: ${"x".repeat(200)}`;
    const args = { ...least, buildspec: { phases: { build: { commands: ["npm test"] } } } };
    const recorded = await record({ preview: true }, (opts) => new PullRequestChecks(name, args, opts));
    const names = recorded
      .filter(({ type }) => type === "aws:codebuild/project:Project")
      .map(({ inputs }) => String(inputs.name));
    assert.ok(
      names.every((each) => /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(each)),
      names.join(),
    );
    assert.equal(new Set(names).size, 2);
  });

  it("make no second project without a comment", async () => {
    assert.equal(counts(await build({ comment: undefined }))["aws:codebuild/project:Project"], 1);
  });

  it("refuse a secret in reach of a stranger", async () => {
    await assert.rejects(
      build({ environmentVariables: { TOKEN: { secret: "shop/token" } } }),
      new RunError(
        "PullRequestChecks shop has a problem:\n  environmentVariables.TOKEN: would be within reach of the code of a pull request: remove it, or read it after the merge",
      ),
    );
  });
});
