import assert from "node:assert/strict";
import fc from "fast-check";
import type { z } from "zod";
import type { HostedType } from "../../../components/codebuild/own-source";
import {
  buildsPullRequests,
  renderWebhook,
  type WebhookModel,
  webhookProblems,
  webhookSchema,
} from "../../../components/codebuild/webhook";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { codebuildWebhookAnchoredPatterns } from "../../../policy/rules/codebuild/webhook-anchored-patterns";
import { codebuildWebhookFiltered } from "../../../policy/rules/codebuild/webhook-filtered";
import { codebuildWebhookPrGuarded } from "../../../policy/rules/codebuild/webhook-pr-guarded";
import { judgeResource } from "../../policy/support/judging";

type Webhook = z.input<typeof webhookSchema>;

const read = (webhook: Webhook): WebhookModel => webhookSchema.parse(webhook);

describe("a webhook", () => {
  it("matches whole branches, tags, paths and accounts", () => {
    const filterGroups: Webhook["filterGroups"] = [
      { events: ["PUSH"], branches: ["main", "release/*"], tags: ["v1.*"], paths: ["src/*"], actorAccountIds: ["123"] },
      { events: ["RELEASED", "PRERELEASED"], tags: ["v*"] },
    ];
    assert.deepEqual(renderWebhook(read({ filterGroups }), "GITHUB"), {
      buildType: "BUILD",
      filterGroups: [
        {
          filters: [
            { type: "EVENT", pattern: "PUSH" },
            { type: "HEAD_REF", pattern: "^(refs/heads/main|refs/heads/release/.*|refs/tags/v1\\..*)$" },
            { type: "FILE_PATH", pattern: "^src/.*$" },
            { type: "ACTOR_ACCOUNT_ID", pattern: "^123$" },
          ],
        },
        {
          filters: [
            { type: "EVENT", pattern: "RELEASED,PRERELEASED" },
            { type: "TAG_NAME", pattern: "^v.*$" },
          ],
        },
      ],
    });
  });

  for (const [type, approverRoles] of [
    ["GITHUB", ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"]],
    ["GITHUB_ENTERPRISE", ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"]],
    ["GITLAB", ["GITLAB_DEVELOPER", "GITLAB_MAINTAINER", "GITLAB_OWNER"]],
    ["GITLAB_SELF_MANAGED", ["GITLAB_DEVELOPER", "GITLAB_MAINTAINER", "GITLAB_OWNER"]],
    ["BITBUCKET", ["BITBUCKET_ADMIN", "BITBUCKET_WRITE"]],
  ] as const) {
    it(`lets the writers of ${type} approve builds of pull requests`, () => {
      const webhook = read({ filterGroups: [{ events: ["PULL_REQUEST_CREATED"], baseBranches: ["main"] }] });
      assert.ok(buildsPullRequests(webhook));
      assert.deepEqual(renderWebhook(webhook, type), {
        buildType: "BUILD",
        filterGroups: [
          {
            filters: [
              { type: "EVENT", pattern: "PULL_REQUEST_CREATED" },
              { type: "BASE_REF", pattern: "^refs/heads/main$" },
            ],
          },
        ],
        pullRequestBuildPolicy: { requiresCommentApproval: "ALL_PULL_REQUESTS", approverRoles },
      });
    });
  }

  it("starts a batch, and asks nobody about merged pull requests", () => {
    const filterGroups: Webhook["filterGroups"] = [{ events: ["PULL_REQUEST_MERGED"], baseBranches: ["main"] }];
    const { buildType, pullRequestBuildPolicy } = renderWebhook(read({ filterGroups, startsBatch: true }), "GITHUB");
    assert.equal(buildType, "BUILD_BATCH");
    assert.equal(pullRequestBuildPolicy, undefined);
  });

  it("passes the policies for webhooks, whatever its settings are", () => {
    const text = fc.stringMatching(/^[A-Za-z0-9_./*+-]{1,20}$/).filter((value) => !/^\*+$/.test(value));
    const some = fc.option(fc.uniqueArray(text, { minLength: 1, maxLength: 3 }), { nil: undefined });
    const accounts = fc.uniqueArray(fc.stringMatching(/^\d{1,9}$/), { minLength: 1 });
    const everywhere = { paths: some, actorAccountIds: fc.option(accounts, { nil: undefined }) };
    const requests = fc.subarray(["PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED", "PULL_REQUEST_MERGED"] as const, {
      minLength: 1,
    });
    const group = fc.oneof(
      fc.record({ events: fc.constant<"PUSH"[]>(["PUSH"]), branches: some, tags: some, ...everywhere }),
      fc.record({ events: requests, branches: some, baseBranches: some, ...everywhere }),
      fc.record({ events: fc.constant<"RELEASED"[]>(["RELEASED"]), tags: some, ...everywhere }),
    );
    const types = fc.constantFrom<HostedType>("GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "BITBUCKET");
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), types, (filterGroups, type) => {
        const webhook = read({ filterGroups });
        if (webhookProblems(webhook, type).length > 0) {
          return;
        }
        accepted += 1;
        const props = { projectName: "shop", ...renderWebhook(webhook, type) };
        for (const rule of [codebuildWebhookAnchoredPatterns, codebuildWebhookFiltered, codebuildWebhookPrGuarded]) {
          assert.deepEqual(judgeResource(rule, "aws:codebuild/webhook:Webhook", props), []);
        }
      }),
      { numRuns: 500, seed: 18 },
    );
    assert.ok(accepted > 200, `${accepted} webhooks are valid`);
  });
});

const main = { baseBranches: ["main"] };

const refused: [group: Webhook["filterGroups"][number], type: HostedType, path: string, reason: string][] = [
  [
    { events: ["PUSH"] },
    "GITHUB",
    "",
    "has no limit, and every event of its kind would start a build: give branches, tags, baseBranches, paths or actorAccountIds",
  ],
  [{ events: ["RELEASED"], tags: ["v*"] }, "GITLAB", ".events", "has RELEASED, which only GITHUB sends: remove it"],
  [
    { events: ["PUSH", "RELEASED"], tags: ["v*"] },
    "GITHUB",
    ".events",
    "mixes RELEASED with other events, whose limits differ: give releases a group of their own",
  ],
  [
    { events: ["PULL_REQUEST_REOPENED"], ...main },
    "BITBUCKET",
    ".events",
    "has PULL_REQUEST_REOPENED, which only GITHUB and GITHUB_ENTERPRISE send: remove it",
  ],
  [
    { events: ["PUSH", "PULL_REQUEST_CREATED"], ...main },
    "GITHUB",
    ".baseBranches",
    "limit pull requests alone: give other events a group of their own",
  ],
  [
    { events: ["PULL_REQUEST_CREATED"], tags: ["v*"], ...main },
    "GITHUB",
    ".tags",
    "limit pushes and releases: add PUSH, or remove the tags",
  ],
  [{ events: ["RELEASED"], branches: ["main"] }, "GITHUB", ".branches", "do not limit releases: give tags, or paths"],
  [
    { events: ["PULL_REQUEST_CREATED"], paths: ["src/*"], ...main },
    "GITHUB_ENTERPRISE",
    ".paths",
    "do not limit pull requests of GITHUB_ENTERPRISE: give branches or baseBranches",
  ],
];

describe("the settings of a webhook", () => {
  for (const [group, type, path, reason] of refused) {
    it(`refuse ${JSON.stringify(group)} of ${type}`, () => {
      assert.deepEqual(webhookProblems(read({ filterGroups: [group] }), type), [
        { path: `filterGroups[0]${path}`, reason },
      ]);
    });
  }

  it("refuse the approval of people who may only read", () => {
    const webhook = read({
      filterGroups: [{ events: ["PULL_REQUEST_CREATED"], ...main }],
      pullRequests: { approverRoles: ["GITHUB_READ"] },
    });
    assert.deepEqual(webhookProblems(webhook, "GITHUB"), [
      {
        path: "pullRequests.approverRoles[0]",
        reason: 'is "GITHUB_READ": allowed for GITHUB are GITHUB_ADMIN, GITHUB_MAINTAIN, GITHUB_WRITE, GITHUB_TRIAGE',
      },
    ]);
  });

  for (const branch of ["*", "**", "refs heads", "ma(in", "^main$", "a|b"]) {
    it(`refuse the branch ${branch}`, () => {
      assert.deepEqual(schemaProblems(webhookSchema, { filterGroups: [{ events: ["PUSH"], branches: [branch] }] }), [
        {
          path: "filterGroups[0].branches[0]",
          reason: `is "${branch}": give branches such as main or release/*; * matches any characters, and * alone is no limit`,
        },
      ]);
    });
  }
});
