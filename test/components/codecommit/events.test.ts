import assert from "node:assert/strict";
import { eventPatterns } from "../../../components/codecommit/events";

const arn = "arn:aws:codecommit:eu-central-1:111122223333:shop";
const patternsOf = (...given: Parameters<typeof eventPatterns> extends [string, ...infer Rest] ? Rest : never) =>
  eventPatterns(arn, ...given).map(({ key, pattern }) => [key, JSON.parse(pattern)]);

describe("the event patterns of a repository", () => {
  it("are one for each kind of event, for this repository and these branches", () => {
    assert.deepEqual(patternsOf(["push", "branch-deleted", "pull-request-merged", "comment-on-commit"], ["main"]), [
      [
        "branches",
        {
          source: ["aws.codecommit"],
          "detail-type": ["CodeCommit Repository State Change"],
          resources: [arn],
          detail: {
            $or: [
              {
                event: ["referenceCreated", "referenceUpdated"],
                referenceType: ["branch"],
                referenceName: ["main"],
              },
              { event: ["referenceDeleted"], referenceType: ["branch"], referenceName: ["main"] },
            ],
          },
        },
      ],
      [
        "pull-requests",
        {
          source: ["aws.codecommit"],
          "detail-type": ["CodeCommit Pull Request State Change"],
          resources: [arn],
          detail: {
            event: ["pullRequestMergeStatusUpdated"],
            isMerged: ["True"],
            destinationReference: ["refs/heads/main"],
          },
        },
      ],
      [
        "commit-comments",
        {
          source: ["aws.codecommit"],
          "detail-type": ["CodeCommit Comment on Commit"],
          resources: [arn],
          detail: { event: ["commentOnCommitCreated", "commentOnCommitUpdated"] },
        },
      ],
    ]);
  });

  it("tell every branch without a branch, and closed requests from merged ones", () => {
    const [[, closed] = []] = patternsOf(["pull-request-closed"], []);
    assert.deepEqual(closed.detail, {
      event: ["pullRequestStatusChanged"],
      pullRequestStatus: ["Closed"],
      isMerged: ["False"],
    });
    const [[, comments] = []] = patternsOf(["comment-on-pull-request"], ["main"]);
    assert.deepEqual(comments["detail-type"], ["CodeCommit Comment on Pull Request"]);
  });
});
