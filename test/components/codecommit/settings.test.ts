import assert from "node:assert/strict";
import {
  approvalRule,
  repositoryProblems,
  repositorySchema,
  topicStatements,
} from "../../../components/codecommit/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { scope } from "../../support/scopes";

const user = "arn:aws:iam::444455556666:user/mary";
const role = "arn:aws:iam::111122223333:role/people/reviewers";
const topic = "arn:aws:sns:eu-central-1:111122223333:shop";

const refused: [settings: object, path: string, reason: string][] = [
  [
    { protectedBranches: ["refs/heads/main"] },
    "protectedBranches[0]",
    'is "refs/heads/main": give the name of one branch, such as main',
  ],
  [{ approvals: { count: 0, approvers: [role] } }, "approvals.count", "is 0: give at least 1"],
  [{ approvals: { approvers: [] } }, "approvals.approvers", "is []: give at least 1 entry"],
  [
    { access: { all: { permission: "admin", principals: [user], mfa: true } } },
    "access.all.permission",
    'is "admin": allowed are read, contribute',
  ],
  [
    { access: { all: { permission: "read", principals: ["arn:aws:iam::111122223333:root"], mfa: true } } },
    "access.all.principals[0]",
    'is "arn:aws:iam::111122223333:root": give the ARN of a role or a user, arn:aws:iam::<account>:role/<name>, without wildcards',
  ],
  [
    { triggers: { push: { destinationArn: "shop" } } },
    "triggers.push.destinationArn",
    'is "shop": give the ARN of a topic or a function, without a version',
  ],
  [
    { notify: { team: { destinationArn: topic, events: ["pushed"] } } },
    "notify.team.events[0]",
    'is "pushed". Did you mean push? Allowed are push, branch-deleted, pull-request-created, pull-request-updated, pull-request-merged, pull-request-closed, comment-on-commit, comment-on-pull-request',
  ],
];

describe("the settings of a repository", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 80)}`, () => {
      assert.deepEqual(schemaProblems(repositorySchema, settings), [{ path, reason }]);
    });
  }

  it("refuse multi-factor authentication of a role, and destinations elsewhere", () => {
    const model = repositorySchema.parse({
      access: { team: { permission: "read", principals: [user, role], mfa: true } },
      notify: { team: { destinationArn: topic.replace("eu-central-1", "us-east-1"), events: ["push"] } },
    });
    assert.deepEqual(repositoryProblems(model, "111122223333", "eu-central-1"), [
      {
        path: "access.team.principals[1]",
        reason: `is "${role}", a role, whose sessions have no multi-factor authentication: give users, or set mfa to false`,
      },
      {
        path: "notify.team.destinationArn",
        reason:
          'is "arn:aws:sns:us-east-1:111122223333:shop": give a topic or a function of account 111122223333 in eu-central-1',
      },
    ]);
  });

  it("name approvers by the sessions of their roles, for the protected branches", () => {
    assert.deepEqual(JSON.parse(approvalRule({ count: 2, approvers: [role, user] }, ["main"])), {
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/main"],
      Statements: [
        {
          Type: "Approvers",
          NumberOfApprovalsNeeded: 2,
          ApprovalPoolMembers: ["arn:aws:sts::111122223333:assumed-role/reviewers/*", user],
        },
      ],
    });
  });

  it("tell the owners of topics what to add, and nothing about functions", () => {
    const { triggers, notify } = repositorySchema.parse({
      triggers: {
        push: { destinationArn: topic },
        run: { destinationArn: "arn:aws:lambda:eu-central-1:111122223333:function:run" },
      },
      notify: { team: { destinationArn: topic, events: ["push"] } },
    });
    const statements = topicStatements(scope, "shop", { triggers, notify });
    assert.deepEqual(
      statements.map(({ arn, statements: added }) => [arn, added.map(({ Sid }) => Sid)]),
      [[topic, ["Triggers", "EventRules"]]],
    );
    assert.deepEqual(statements[0]?.statements[0]?.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": "arn:aws:codecommit:eu-central-1:111122223333:shop" },
    });
  });
});
