import assert from "node:assert/strict";
import { readDocument } from "../../../policy/iam/document";
import {
  isCiService,
  isWholeAccount,
  principalsElsewhere,
  serviceName,
  servicesOf,
} from "../../../policy/iam/principals";
import { type Properties, unknownValue, type Value } from "../../../policy/iam/value";

function statementsWith(...principals: readonly Value[]) {
  const Statement = principals.map((Principal): Properties => ({ Effect: "Allow", Principal }));
  return readDocument({ path: "policy", value: { Statement } }).statements;
}

describe("the service of a principal", () => {
  for (const [principal, service] of [
    ["codebuild.amazonaws.com", "codebuild"],
    ["codedeploy.eu-west-1.amazonaws.com", "codedeploy"],
    ["codedeploy.cn-north-1.amazonaws.com.cn", "codedeploy"],
    ["states.us-gov-west-1.amazonaws.com", "states"],
    ["logs.eusc-de-east-1.amazonaws.eu", "logs"],
    ["ecs-tasks.amazonaws.com", "ecs-tasks"],
    ["logging.s3.amazonaws.com", "logging.s3"],
    // Other names stay as they are, so that none passes for a service.
    ["codebuild.amazonaws.com.evil.example", "codebuild.amazonaws.com.evil.example"],
    ["codebuild", "codebuild"],
    ["", ""],
  ] as const) {
    it(`${principal || "without a name"} is ${service || "empty"}`, () =>
      assert.equal(serviceName(principal), service));
  }

  it("is counted once for all statements, and only where the principal is a service", () => {
    const statements = statementsWith(
      { Service: ["codebuild.amazonaws.com", "ec2.amazonaws.com"], AWS: "lambda.amazonaws.com" },
      { Service: "codebuild.eu-west-1.amazonaws.com" },
      { Service: unknownValue },
      "*",
    );
    assert.deepEqual([...servicesOf(statements)], ["codebuild", "ec2"]);
    assert.deepEqual([...servicesOf([])], []);
  });

  it("is of CI for the four services that run other people's code", () => {
    const services = ["cloudformation", "codebuild", "codedeploy", "codepipeline", "lambda", "CodeBuild", ""];
    assert.deepEqual(services.map(isCiService), [true, true, true, true, false, false, false]);
  });
});

describe("principals of other accounts", () => {
  const own = ["111122223333"];
  const elsewhere = (principal: Value) =>
    statementsWith(principal).flatMap(({ principals }) =>
      principalsElsewhere(principals, own).map(({ value }) => value),
    );

  for (const [title, principal, expected] of [
    ["a number of another account", { AWS: "444455556666" }, ["444455556666"]],
    ["a role of another account", { AWS: "arn:aws:iam::444455556666:role/x" }, ["arn:aws:iam::444455556666:role/x"]],
    [
      "a session of another account",
      { AWS: "arn:aws-cn:sts::444455556666:assumed-role/x/y" },
      ["arn:aws-cn:sts::444455556666:assumed-role/x/y"],
    ],
    ["an unknown principal", { AWS: unknownValue }, [unknownValue]],
    ["its own number", { AWS: "111122223333" }, []],
    ["its own role among others", { AWS: ["arn:aws:iam::111122223333:role/x", "444455556666"] }, ["444455556666"]],
    ["a service", { Service: "444455556666" }, []],
    ["everybody, whom another rule judges", "*", []],
    ["a number with more digits", { AWS: "4444555566667" }, []],
  ] as const) {
    it(`are ${expected.length === 0 ? "not" : ""} found in ${title}`.replace("are  ", "are "), () => {
      assert.deepEqual(elsewhere(principal), expected);
    });
  }
});

describe("a whole account as principal", () => {
  for (const [principal, expected] of [
    ["111122223333", true],
    ["arn:aws:iam::111122223333:root", true],
    ["arn:aws-us-gov:iam::111122223333:root", true],
    ["arn:aws:iam::111122223333:user/root", false],
    ["arn:aws:iam::11112222333:root", false],
    ["1111222233334", false],
    ["arn:aws:iam::111122223333:root/x", false],
    ["x:arn:aws:iam::111122223333:root", false],
    ["*", false],
    ["", false],
  ] as const) {
    it(`is ${expected ? "" : "not "}${principal || "empty text"}`, () => {
      assert.equal(isWholeAccount(principal), expected);
    });
  }
});
