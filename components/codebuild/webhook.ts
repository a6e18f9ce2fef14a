import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, shown } from "../schema/vocabulary";
import type { HostedType } from "./own-source";

/**
 * Events of a webhook.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html
 */
const events = [
  "PUSH",
  "PULL_REQUEST_CREATED",
  "PULL_REQUEST_UPDATED",
  "PULL_REQUEST_REOPENED",
  "PULL_REQUEST_MERGED",
  "PULL_REQUEST_CLOSED",
  "RELEASED",
  "PRERELEASED",
] as const;

type WebhookEvent = (typeof events)[number];

const patterns = (of: string, example: string) =>
  distinct(
    z
      .array(
        matching(
          /^(?!\*+$)[^\s\\^$|?()[\]{}]{1,200}$/,
          `give ${of} such as ${example}; * matches any characters, and * alone is no limit`,
        ),
      )
      .min(1),
  ).optional();

/** Events that start a build. All limits of one group hold together. */
export const filterGroupSchema = allowedKeys({
  /** The events. */
  events: distinct(z.array(z.enum(events)).min(1)),
  /**
   * Branches of pushes, or the branches that pull requests bring. `*` matches any characters.
   * @default - every branch
   */
  branches: patterns("branches", "main or release/*"),
  /**
   * Tags of pushes and releases. `*` matches any characters.
   * @default - no limit
   */
  tags: patterns("tags", "v*"),
  /**
   * Branches that pull requests go to. `*` matches any characters.
   * @default - every branch
   */
  baseBranches: patterns("branches", "main"),
  /**
   * Paths of changed files. `*` matches any characters, slashes too.
   * @default - every file
   */
  paths: patterns("paths", "src/*"),
  /**
   * Account ids of the users whose events start a build: their numbers or UUIDs at the provider.
   * @default - everybody, with the approval of `pullRequests` for pull requests
   */
  actorAccountIds: distinct(
    z.array(matching(/^[A-Za-z0-9{}-]{1,64}$/, "give the id of an account at the provider, such as 1234567")).min(1),
  ).optional(),
});

/** Builds of pull requests. A build runs the code of the pull request with the role of the project. */
export const pullRequestsSchema = allowedKeys({
  /**
   * Pull requests that wait for the comment `/codebuild_run(<commit>)` of a user with an approver role, unless such a
   * user opened them.
   * @default "ALL_PULL_REQUESTS"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html
   */
  requiresCommentApproval: z.enum(["ALL_PULL_REQUESTS", "FORK_PULL_REQUESTS"]).default("ALL_PULL_REQUESTS"),
  /**
   * Roles at the provider that may approve a build. Roles of everybody who may read are refused.
   * @default - the roles that may write
   */
  approverRoles: distinct(z.array(z.string()).min(1)).optional(),
});

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html */
export const webhookSchema = allowedKeys({
  /** Groups of events: a build starts when one group applies, 1 to 20. */
  filterGroups: z.array(filterGroupSchema).min(1).max(20),
  /** Builds of pull requests. */
  pullRequests: pullRequestsSchema.prefault({}),
  /**
   * Whether an event starts a batch. Needs `batch`.
   * @default false
   */
  startsBatch: z.boolean().default(false),
});

export type WebhookModel = z.output<typeof webhookSchema>;
type FilterGroup = WebhookModel["filterGroups"][number];

/** The roles of a provider that may approve, those that may write first. Roles that only read are not among them. */
const approvers: Readonly<Record<"GITHUB" | "GITLAB" | "BITBUCKET", { writers: string[]; others: string[] }>> = {
  GITHUB: { writers: ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"], others: ["GITHUB_TRIAGE"] },
  GITLAB: {
    writers: ["GITLAB_DEVELOPER", "GITLAB_MAINTAINER", "GITLAB_OWNER"],
    others: ["GITLAB_PLANNER", "GITLAB_REPORTER"],
  },
  BITBUCKET: { writers: ["BITBUCKET_ADMIN", "BITBUCKET_WRITE"], others: [] },
};

function approversOf(type: HostedType) {
  return approvers[type.startsWith("GITHUB") ? "GITHUB" : type.startsWith("GITLAB") ? "GITLAB" : "BITBUCKET"];
}

/** Whether an event builds code that nobody has merged. */
function isUnmerged(event: WebhookEvent): boolean {
  return event.startsWith("PULL_REQUEST_") && event !== "PULL_REQUEST_MERGED";
}

/** Whether a webhook builds pull requests before somebody merges them. */
export function buildsPullRequests({ filterGroups }: WebhookModel): boolean {
  return filterGroups.some((group) => group.events.some(isUnmerged));
}

/** The webhook of a project as CodeBuild takes it. Patterns match whole values. */
export function renderWebhook(webhook: WebhookModel, type: HostedType) {
  const { filterGroups, pullRequests, startsBatch } = webhook;
  return {
    buildType: startsBatch ? "BUILD_BATCH" : "BUILD",
    filterGroups: filterGroups.map((group) => ({ filters: renderGroup(group) })),
    ...(buildsPullRequests(webhook) && {
      pullRequestBuildPolicy: {
        requiresCommentApproval: pullRequests.requiresCommentApproval,
        approverRoles: pullRequests.approverRoles ?? approversOf(type).writers,
      },
    }),
  };
}

function renderGroup({ events: chosen, branches, tags, baseBranches, paths, actorAccountIds }: FilterGroup) {
  const isRelease = chosen.some((event) => event.endsWith("RELEASED"));
  const refs = [
    ...(branches ?? []).map((name) => `refs/heads/${name}`),
    ...(isRelease ? [] : (tags ?? [])).map((name) => `refs/tags/${name}`),
  ];
  const filters = [
    ["HEAD_REF", refs],
    ["TAG_NAME", isRelease ? (tags ?? []) : []],
    ["BASE_REF", (baseBranches ?? []).map((name) => `refs/heads/${name}`)],
    ["FILE_PATH", paths ?? []],
    ["ACTOR_ACCOUNT_ID", actorAccountIds ?? []],
  ] as const;
  return [
    { type: "EVENT", pattern: chosen.join(",") },
    ...filters
      .filter(([, values]) => values.length > 0)
      .map(([filter, values]) => ({ type: filter, pattern: anyOf(values) })),
  ];
}

/** A regular expression for one of several whole values. */
function anyOf(values: readonly string[]): string {
  const alternatives = values.map((value) =>
    value
      .split("*")
      .map((part) => part.replace(/[.+{}]/g, "\\$&"))
      .join(".*"),
  );
  return alternatives.length === 1 ? `^${alternatives[0]}$` : `^(${alternatives.join("|")})$`;
}

const gitHubAlone: readonly WebhookEvent[] = ["RELEASED", "PRERELEASED"];

/**
 * Lists what the provider does not send, and groups without a limit.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html
 */
export function webhookProblems({ filterGroups, pullRequests }: WebhookModel, type: HostedType): Problem[] {
  const { writers, others } = approversOf(type);
  const allowed = [...writers, ...others];
  return [
    ...filterGroups.flatMap((group, index) => groupProblems(`filterGroups[${index}]`, group, type)),
    ...(pullRequests.approverRoles ?? []).flatMap((role, index) =>
      allowed.includes(role)
        ? []
        : [
            {
              path: `pullRequests.approverRoles[${index}]`,
              reason: `is ${shown(role)}: allowed for ${type} are ${allowed.join(", ")}`,
            },
          ],
    ),
  ];
}

function groupProblems(path: string, group: FilterGroup, type: HostedType): Problem[] {
  const { events: chosen, branches, tags, baseBranches, paths, actorAccountIds } = group;
  const found: Problem[] = [];
  const limits = [branches, tags, baseBranches, paths, actorAccountIds];
  if (limits.every((limit) => limit === undefined)) {
    found.push({
      path,
      reason:
        "has no limit, and every event of its kind would start a build: give branches, tags, baseBranches, paths or actorAccountIds",
    });
  }
  const pushes = chosen.includes("PUSH");
  const releases = chosen.filter((event) => gitHubAlone.includes(event));
  const requests = chosen.filter((event) => event.startsWith("PULL_REQUEST_"));
  if (releases.length > 0 && type !== "GITHUB") {
    found.push({ path: `${path}.events`, reason: `has ${releases[0]}, which only GITHUB sends: remove it` });
  }
  if (releases.length > 0 && releases.length < chosen.length) {
    found.push({
      path: `${path}.events`,
      reason: `mixes ${releases[0]} with other events, whose limits differ: give releases a group of their own`,
    });
  }
  if (chosen.includes("PULL_REQUEST_REOPENED") && !type.startsWith("GITHUB")) {
    found.push({
      path: `${path}.events`,
      reason: "has PULL_REQUEST_REOPENED, which only GITHUB and GITHUB_ENTERPRISE send: remove it",
    });
  }
  if (baseBranches !== undefined && requests.length < chosen.length) {
    found.push({
      path: `${path}.baseBranches`,
      reason: "limit pull requests alone: give other events a group of their own",
    });
  }
  if (tags !== undefined && !pushes && releases.length === 0) {
    found.push({ path: `${path}.tags`, reason: "limit pushes and releases: add PUSH, or remove the tags" });
  }
  if (branches !== undefined && releases.length > 0) {
    found.push({ path: `${path}.branches`, reason: "do not limit releases: give tags, or paths" });
  }
  if (paths !== undefined && type === "GITHUB_ENTERPRISE" && requests.length > 0) {
    found.push({
      path: `${path}.paths`,
      reason: "do not limit pull requests of GITHUB_ENTERPRISE: give branches or baseBranches",
    });
  }
  return found;
}
