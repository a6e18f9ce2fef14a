import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readChange } from "../../../cli/commands/what-if";

const root = join(__dirname, "../../..");

function refused(values: Parameters<typeof readChange>[0]): string {
  try {
    readChange(values);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

describe("the change of what-if", () => {
  it("is a push, a tag or a pull request with its files", () => {
    assert.deepEqual(readChange({ push: "main", files: "a,b" }), { kind: "push", branch: "main", files: ["a", "b"] });
    assert.deepEqual(readChange({ tag: "v1", repository: "acme/shop" }), {
      kind: "tag",
      tag: "v1",
      repository: "acme/shop",
    });
    assert.deepEqual(readChange({ "pull-request": "main..x", event: "closed" }), {
      kind: "pull request",
      branch: "main",
      head: "x",
      event: "CLOSED",
    });
  });

  it("is refused where it is none, several or wrong", () => {
    assert.equal(refused({}), "what-if takes one of --push BRANCH, --tag TAG and --pull-request BASE..HEAD");
    assert.equal(
      refused({ push: "a", tag: "b" }),
      "what-if takes one of --push BRANCH, --tag TAG and --pull-request BASE..HEAD",
    );
    assert.equal(
      refused({ "pull-request": "main" }),
      '--pull-request: "main" must be BASE..HEAD, such as main..feature',
    );
    assert.equal(refused({ push: "a", event: "x" }), '--event: "x" is none of OPEN, UPDATED, CLOSED');
    assert.equal(
      refused({ push: "a", files: "x", from: "y" }),
      "--files and --from both give the changed files: use one of them",
    );
    assert.equal(refused({ push: "a", from: "--output=x" }), '--from: "--output=x" must be A..B, such as HEAD~1..HEAD');
    assert.match(refused({ push: "a", from: "no-such..HEAD" }), /^--from no-such\.\.HEAD: /);
  });
});

describe("aws-pipelines what-if", () => {
  it("says what starts, what does not and why, and walks each run to where it waits", () => {
    const args = [
      "bin/cli/cli.js",
      "what-if",
      "--cwd",
      "examples/monorepo",
      "--push",
      "main",
      "--files",
      "services/cart/a.ts",
    ];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, COLUMNS: "200" },
    });
    assert.equal(status, 0);
    assert.equal(
      stdout,
      `▶ pipeline shop-cart starts: branch main matches main, files services/cart/a.ts matches services/cart/** or packages/**
    Source: Repository
    Build: Function
    Deploy: Function
· pipeline shop-catalog does not start: files must be services/catalog/** or packages/**
· pipeline shop-proposals does not start: its trigger has no filter for a push
`,
    );
  });
});
