import assert from "node:assert/strict";
import { passedRoleProblems, passRole } from "../../../../components/actions/base/passed-role";

const role = "arn:aws:iam::111122223333:role/stack";
const here = { account: "111122223333", region: "eu-central-1" };

describe("passRole", () => {
  it("passes the named roles to one service", () => {
    assert.deepEqual(passRole([role], "cloudformation"), {
      Sid: "PassRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [role],
      Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
    });
  });

  it("has the name that a caller gives", () => {
    assert.equal(passRole([role], "ecs-tasks", "PassTaskRoles").Sid, "PassTaskRoles");
  });
});

describe("a passed role", () => {
  const problem = (account: string, wanted: string) => [
    {
      path: "configuration.RoleArn",
      reason: `is of account ${account}, and the action works in ${wanted}: give one of that account`,
    },
  ];

  for (const [what, action, passed, place, problems] of [
    ["of the account of the pipeline", {}, role, here, []],
    ["that is absent", {}, undefined, here, []],
    ["where the place is unknown", {}, role, undefined, []],
    ["given by name", {}, "stack", here, []],
    [
      "of the account of the action's own role",
      { roleArn: "arn:aws:iam::222233334444:role/action" },
      "arn:aws:iam::222233334444:role/stack",
      here,
      [],
    ],
    [
      "of the account of the action's own role, where the place is unknown",
      { roleArn: "arn:aws:iam::222233334444:role/action" },
      role,
      undefined,
      problem("111122223333", "222233334444"),
    ],
    ["of another account", {}, "arn:aws:iam::222233334444:role/stack", here, problem("222233334444", "111122223333")],
    [
      "of the pipeline's account, for an action in another",
      { roleArn: "arn:aws:iam::222233334444:role/action" },
      role,
      here,
      problem("111122223333", "222233334444"),
    ],
  ] as const) {
    it(`${what} is ${problems.length === 0 ? "accepted" : "refused"}`, () => {
      assert.deepEqual(passedRoleProblems(action, "configuration.RoleArn", passed, place), problems);
    });
  }

  it("of another partition is refused", () => {
    assert.deepEqual(passedRoleProblems({}, "configuration.RoleArn", "arn:aws-cn:iam::111122223333:role/stack", here), [
      {
        path: "configuration.RoleArn",
        reason: "is of partition aws-cn, and the action works in aws: give one of that partition",
      },
    ]);
  });
});
