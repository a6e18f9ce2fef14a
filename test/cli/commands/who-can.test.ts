import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readQuestion } from "../../../cli/commands/who-can";

const root = join(__dirname, "../../..");

function refused(...words: string[]): string {
  try {
    readQuestion(words);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

describe("the question of who-can", () => {
  it("is an action, and a resource where one is given", () => {
    assert.deepEqual(readQuestion(["s3:PutObject"]), { action: "s3:PutObject" });
    assert.deepEqual(readQuestion(["s3:PutObject", "*"]), { action: "s3:PutObject" });
    const target = "arn:aws:s3:::data/*";
    assert.deepEqual(readQuestion(["s3:PutObject", target]), { action: "s3:PutObject", target });
  });

  it("is refused where it is none", () => {
    assert.equal(refused(), "who-can takes one action, such as s3:PutObject");
    assert.equal(refused("s3:*"), 'who-can takes one action, such as s3:PutObject, not "s3:*"');
    assert.equal(
      refused("s3:PutObject", "data"),
      'who-can: "data" is no ARN. Write arn:partition:service:region:account:resource.',
    );
    assert.equal(refused("s3:PutObject", "*", "x"), 'who-can takes an action and one resource, but also received "x"');
  });
});

describe("aws-pipelines who-can", () => {
  it("answers for a stack: only the destroy pipeline's own action may start its build", () => {
    const args = [
      "who-can",
      "codebuild:StartBuild",
      "arn:aws:codebuild:*:*:project/shop-dev-destroy-run",
      "--stack",
      "dev",
    ];
    const command = ["bin/cli/cli.js", ...args];
    const { status, stdout } = spawnSync(process.execPath, command, {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, COLUMNS: "200" },
    });
    assert.equal(status, 0);
    assert.deepEqual(stdout.match(/^\S.*$/gm), [
      "role shop-dev-destroy-pipeline+Destroy+Destroy+us-east-1",
      "Not known here: policies of other programs and accounts, SCPs, RCPs and session policies.",
      "Not known: shop-leads: everything else about this role, which the program does not create",
    ]);
  });
});
