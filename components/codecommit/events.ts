/** Events of a repository that people are told about. */
export const repositoryEvents = [
  "push",
  "branch-deleted",
  "pull-request-created",
  "pull-request-updated",
  "pull-request-merged",
  "pull-request-closed",
  "comment-on-commit",
  "comment-on-pull-request",
] as const;

export type RepositoryEvent = (typeof repositoryEvents)[number];

type Detail = Readonly<Record<string, readonly string[]>>;

/** How EventBridge tells an event: its type, its fields, and the field that names a branch. */
interface Told {
  readonly key: "branches" | "pull-requests" | "commit-comments" | "request-comments";
  readonly detailType: string;
  readonly detail: Detail;
  readonly branchField?: "referenceName" | "destinationReference";
}

const ofBranch = {
  key: "branches",
  detailType: "CodeCommit Repository State Change",
  branchField: "referenceName",
} as const;
const ofRequest = {
  key: "pull-requests",
  detailType: "CodeCommit Pull Request State Change",
  branchField: "destinationReference",
} as const;

/** @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
const told: Readonly<Record<RepositoryEvent, Told>> = {
  push: { ...ofBranch, detail: { event: ["referenceCreated", "referenceUpdated"], referenceType: ["branch"] } },
  "branch-deleted": { ...ofBranch, detail: { event: ["referenceDeleted"], referenceType: ["branch"] } },
  "pull-request-created": { ...ofRequest, detail: { event: ["pullRequestCreated"] } },
  "pull-request-updated": { ...ofRequest, detail: { event: ["pullRequestSourceBranchUpdated"] } },
  "pull-request-merged": {
    ...ofRequest,
    detail: { event: ["pullRequestMergeStatusUpdated"], isMerged: ["True"] },
  },
  "pull-request-closed": {
    ...ofRequest,
    detail: { event: ["pullRequestStatusChanged"], pullRequestStatus: ["Closed"], isMerged: ["False"] },
  },
  "comment-on-commit": {
    key: "commit-comments",
    detailType: "CodeCommit Comment on Commit",
    detail: { event: ["commentOnCommitCreated", "commentOnCommitUpdated"] },
  },
  "comment-on-pull-request": {
    key: "request-comments",
    detailType: "CodeCommit Comment on Pull Request",
    detail: { event: ["commentOnPullRequestCreated", "commentOnPullRequestUpdated"] },
  },
};

/** The pattern of one EventBridge rule. */
export interface EventPattern {
  readonly key: Told["key"];
  readonly pattern: string;
}

/**
 * Returns the patterns of some events of one repository: one for each kind of event.
 *
 * @param branches - branches that change, or that pull requests go to; all of them if none is given
 */
export function eventPatterns(
  repositoryArn: string,
  events: readonly RepositoryEvent[],
  branches: readonly string[],
): EventPattern[] {
  const kinds = [...new Set(events.map((event) => told[event].key))];
  return kinds.map((key) => {
    const chosen = events.map((event) => told[event]).filter((each) => each.key === key);
    const details = chosen.map(({ detail, branchField }) => ({
      ...detail,
      ...(branches.length > 0 &&
        branchField !== undefined && {
          [branchField]: branchField === "referenceName" ? branches : branches.map((name) => `refs/heads/${name}`),
        }),
    }));
    const pattern = {
      source: ["aws.codecommit"],
      "detail-type": chosen.slice(0, 1).map(({ detailType }) => detailType),
      resources: [repositoryArn],
      detail: details.length === 1 ? details[0] : { $or: details },
    };
    return { key, pattern: JSON.stringify(pattern) };
  });
}
