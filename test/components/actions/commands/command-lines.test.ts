import assert from "node:assert/strict";
import { commandLines, commandProblems } from "../../../../components/actions/commands/command-lines";
import { schemaProblems } from "../../../../components/schema/vocabulary";

const oneLine = "give one command in one line, 1 to 1000 characters";
const key = `AKIA${"A".repeat(16)}`;

describe("the commands of an action", () => {
  for (const [what, commands] of [
    ["one command", ["npm test"]],
    ["a reference", ["deploy #{variables.version}"]],
    ["50 commands", Array(50).fill("true")],
    ["a command of 1000 characters", ["a".repeat(1000)]],
    ["a tab", ["\tnpm test"]],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(commandLines, commands), []);
    });
  }

  for (const [what, commands, path, reason] of [
    ["none", [], "", "is []: give at least 1 entry"],
    ["a text", "npm test", "", 'is "npm test": give a list'],
    ["51 commands", Array(51).fill("a"), "", `is ["a"${',"a"'.repeat(18)},...: give at most 50 entries`],
    ["an empty line", ["npm test", ""], "[1]", `is "": ${oneLine}`],
    ["a blank line", [" \t"], "[0]", `is " \\t": ${oneLine}`],
    ["two lines in one", ["npm test\nrm -rf /"], "[0]", `is "npm test\\nrm -rf /": ${oneLine}`],
    ["a carriage return", ["npm test\r"], "[0]", `is "npm test\\r": ${oneLine}`],
    ["a command of 1001 characters", ["a".repeat(1001)], "[0]", `is "${"a".repeat(76)}...: ${oneLine}`],
  ] as const) {
    it(`must not be ${what}`, () => {
      assert.deepEqual(schemaProblems(commandLines, commands), [{ path, reason }]);
    });
  }

  it("must not hold a credential, and the message does not repeat it", () => {
    assert.deepEqual(commandProblems(["npm test", `aws configure set aws_access_key_id ${key}`]), [
      {
        path: "commands[1]",
        reason:
          "has the value of a credential, and everybody who sees the pipeline sees it: read it from Secrets Manager in the command",
      },
    ]);
  });

  it("may name a secret that they read", () => {
    assert.deepEqual(commandProblems(["TOKEN=$(aws secretsmanager get-secret-value --secret-id shop/TOKEN)"]), []);
  });
});
