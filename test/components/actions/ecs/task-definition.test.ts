import assert from "node:assert/strict";
import {
  taskDefinitionProblems,
  taskDefinitionShape,
  taskDefinitionStatements,
  taskDefinitionSteps,
} from "../../../../components/actions/ecs/task-definition";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";
import { scope } from "../../../support/scopes";

const role = "arn:aws:iam::111122223333:role/shop-task";
const known = { taskDefinitionFamily: "shop", passRoleArns: [role] };
const here = { account: "111122223333", region: "eu-central-1" };
const ownRole = "arn:aws:iam::111122223333:role/deploy";

describe("the keys of an action that registers task definitions", () => {
  it("are a family, and distinct roles", () => {
    const schema = allowedKeys(taskDefinitionShape);
    assert.deepEqual(schemaProblems(schema, { taskDefinitionFamily: "f".repeat(255), passRoleArns: [] }), []);
    assert.deepEqual(schemaProblems(schema, { taskDefinitionFamily: "shop:7", passRoleArns: [role, role] }), [
      {
        path: "taskDefinitionFamily",
        reason: 'is "shop:7": give the name of a family of task definitions, 1 to 255 letters, digits, - or _',
      },
      { path: "passRoleArns", reason: `is ${JSON.stringify([role, role]).slice(0, 77)}...: give everything once` },
    ]);
    assert.deepEqual(schemaProblems(schema, { passRoleArns: ["*"] }), [
      {
        path: "passRoleArns[0]",
        reason: 'is "*": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
      },
    ]);
  });
});

describe("an action that registers task definitions", () => {
  it("must say which, and with which roles, unless its role exists", () => {
    assert.deepEqual(
      taskDefinitionProblems({}, here).map(({ path, reason }) => [path, reason.split(". Give")[0]]),
      [
        [
          "taskDefinitionFamily",
          "is missing, and the role that is made for the action may register revisions of this family alone",
        ],
        [
          "passRoleArns",
          "is missing, and the role that is made for the action may pass these roles to tasks, and no others",
        ],
      ],
    );
    assert.deepEqual(taskDefinitionProblems({ roleArn: ownRole }, here), []);
    assert.deepEqual(taskDefinitionProblems(known, here), []);
    assert.deepEqual(taskDefinitionProblems({ taskDefinitionFamily: "shop", passRoleArns: [] }, here), []);
  });

  it("must pass roles of its own account, each named by its place", () => {
    const passRoleArns = [role, "arn:aws:iam::222233334444:role/task"];
    assert.deepEqual(taskDefinitionProblems({ ...known, passRoleArns }, here), [
      {
        path: "passRoleArns[1]",
        reason: "is of account 222233334444, and the action works in 111122223333: give one of that account",
      },
    ]);
    assert.deepEqual(taskDefinitionProblems({ ...known, passRoleArns }, undefined), []);
  });

  it("may register and tag revisions of its family alone, and pass its roles to tasks alone", () => {
    const Resource = ["arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:*"];
    const register = [
      { Sid: "RegisterTaskDefinition", Effect: "Allow", Action: ["ecs:RegisterTaskDefinition"], Resource },
      {
        Sid: "TagTaskDefinition",
        Effect: "Allow",
        Action: ["ecs:TagResource"],
        Resource,
        Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
      },
    ];
    assert.deepEqual(taskDefinitionStatements(scope, known), [
      ...register,
      {
        Sid: "PassTaskRoles",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [role],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
    assert.deepEqual(taskDefinitionStatements(scope, { ...known, passRoleArns: [] }), register);
  });

  it("gets no statements, but steps in words, for task definitions that are unknown", () => {
    const words = (keys: string) =>
      `it must register and tag revisions of the service's task definition, and pass the roles that it names to tasks. Give ${keys} to have the statements`;
    for (const [action, steps] of [
      [{ roleArn: ownRole }, words("taskDefinitionFamily and passRoleArns")],
      [{ roleArn: ownRole, taskDefinitionFamily: "shop" }, words("passRoleArns")],
      [{ roleArn: ownRole, passRoleArns: [] }, words("taskDefinitionFamily")],
    ] as const) {
      assert.deepEqual(taskDefinitionStatements(scope, action), []);
      assert.equal(taskDefinitionSteps(action), steps);
    }
    assert.equal(taskDefinitionSteps(known), undefined);
  });
});
