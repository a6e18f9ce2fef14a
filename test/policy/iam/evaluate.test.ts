import assert from "node:assert/strict";
import { readDocument } from "../../../policy/iam/document";
import { certainActions, grantsOf, type Question } from "../../../policy/iam/evaluate";
import { unknownValue, type Value } from "../../../policy/iam/value";

const project = "arn:aws:codebuild:eu-west-1:123456789012:project/shop";

/** The grants of some statements: action, resource, place, and the path of what is hidden. */
function answers(statements: readonly Value[], question: Question) {
  const held = readDocument({ path: "p", value: { Statement: statements } }).statements;
  return grantsOf(held, question).map(({ action, resource, statement, hidden }) => [
    action,
    resource,
    statement.path,
    ...(hidden === undefined ? [] : [hidden]),
  ]);
}

function allow(Action: Value, Resource: Value = "*", Condition?: Value): Value {
  return { Effect: "Allow", Action, Resource, Condition };
}

function deny(Action: Value, Resource: Value = "*", Condition?: Value): Value {
  return { Effect: "Deny", Action, Resource, Condition };
}

function passing(operator: string, service: Value) {
  return answers([allow("iam:PassRole", "*", { [operator]: { "iam:PassedToService": service } })], {
    actions: ["iam:PassRole"],
    context: { "iam:PassedToService": "codebuild.amazonaws.com" },
  });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const services: readonly (readonly [operator: string, service: Value, passes: boolean])[] = [
  ["StringEquals", "codebuild.amazonaws.com", true],
  ["StringEquals", "CodeBuild.amazonaws.com", false],
  ["StringEquals", "code*.amazonaws.com", false],
  ["StringEqualsIgnoreCase", "CodeBuild.amazonaws.com", true],
  ["StringLike", "code*.amazonaws.com", true],
  ["StringLike", "Code*.amazonaws.com", false],
  ["StringEquals", ["ec2.amazonaws.com", "codebuild.amazonaws.com"], true],
  ["StringEquals", ["ec2.amazonaws.com"], false],
  ["StringNotEquals", "codebuild.amazonaws.com", false],
  ["StringNotEquals", "ec2.amazonaws.com", true],
  ["StringEqualsIfExists", "ec2.amazonaws.com", false],
  ["ForAllValues:StringLike", "ec2.*", false],
  ["ForAnyValue:StringLike", "*", true],
  ["Null", "true", false],
  ["Null", "false", true],
];

describe("grantsOf", () => {
  it("finds each action on each resource pattern that reaches a target", () => {
    const actions = ["codebuild:StartBuild", "codebuild:UpdateProject"];
    const statements: Value[] = [
      allow("codebuild:*", [project, `${project}-other`]),
      allow("codebuild:startbuild", "*"),
    ];
    assert.deepEqual(answers(statements, { actions, targets: [project] }), [
      ["codebuild:StartBuild", project, "p.Statement[0]"],
      ["codebuild:StartBuild", "*", "p.Statement[1]"],
      ["codebuild:UpdateProject", project, "p.Statement[0]"],
    ]);
  });

  it("finds every resource pattern without a target", () => {
    const question = { actions: ["s3:GetObject"] };
    assert.deepEqual(answers([allow("s3:Get*", ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])], question), [
      ["s3:GetObject", "arn:aws:s3:::a/*", "p.Statement[0]"],
      ["s3:GetObject", "arn:aws:s3:::b/*", "p.Statement[0]"],
    ]);
  });

  it("reads NotAction and NotResource", () => {
    const statement = { Effect: "Allow", NotAction: "s3:*", NotResource: project };
    const question = { actions: ["codebuild:StartBuild", "s3:GetObject"] };
    assert.deepEqual(answers([statement], { ...question, targets: [project] }), []);
    assert.deepEqual(answers([statement], { ...question, targets: [`${project}-other`] }), [
      ["codebuild:StartBuild", "*", "p.Statement[0]"],
    ]);
  });

  it("takes away what a Deny without conditions covers, and nothing else", () => {
    const question = { actions: ["codebuild:StartBuild"], targets: [project] };
    const start = allow("codebuild:StartBuild", project);
    assert.deepEqual(answers([start, deny("codebuild:*", `${project}*`)], question), []);
    assert.equal(answers([start, deny("codebuild:*", `${project}-other`)], question).length, 1);
    assert.equal(answers([start, deny("codebuild:*", "*", { Bool: { a: true } })], question).length, 1);
    assert.deepEqual(answers([start, deny("codebuild:StartBuild", "*")], { actions: question.actions }), []);
  });

  it("names the unknown value that decides: an action, a resource or a condition", () => {
    const question = { actions: ["s3:GetObject"] };
    assert.deepEqual(answers([allow(unknownValue)], question), [
      ["s3:GetObject", "*", "p.Statement[0]", "p.Statement[0].Action"],
    ]);
    assert.deepEqual(answers([allow("s3:GetObject", unknownValue)], question), [
      ["s3:GetObject", unknownValue, "p.Statement[0]", "p.Statement[0].Resource"],
    ]);
    assert.deepEqual(passing("StringEquals", unknownValue), [
      ["iam:PassRole", "*", "p.Statement[0]", "p.Statement[0].Condition.StringEquals.iam:PassedToService"],
    ]);
  });

  for (const [operator, service, passes] of services) {
    it(`${passes ? "passes" : "does not pass"} a role to CodeBuild under ${operator} ${JSON.stringify(service)}`, () => {
      assert.equal(passing(operator, service).length, passes ? 1 : 0);
    });
  }

  it("leaves conditions open that the question does not decide", () => {
    const statement = allow("s3:GetObject", "*", { StringEquals: { "aws:PrincipalTag/team": "shop" } });
    assert.equal(answers([statement], { actions: ["s3:GetObject"], context: { "s3:prefix": "a" } }).length, 1);
  });
});

describe("certainActions", () => {
  it("names the actions that no unknown value decides, once each", () => {
    const held = readDocument({
      path: "p",
      value: { Statement: [allow("s3:Get*", ["a", "b"]), allow("s3:PutObject", unknownValue)] },
    }).statements;
    const grants = grantsOf(held, { actions: ["s3:GetObject", "s3:PutObject"] });
    assert.deepEqual(certainActions(grants), ["s3:GetObject"]);
    assert.deepEqual(certainActions(grants, held[1]), []);
  });
});
