import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRefused, readFailOn } from "../../../cli/commands/comparing";
import { replacementDocs } from "../../../cli/commands/replacement-docs";
import type { Comparison } from "../../../cli/report/differences";
import { root, run } from "../../support/command";

const none: Comparison = { resources: [], permissions: { changes: [], notKnown: [] } };
const wider: Comparison = {
  resources: [],
  permissions: {
    changes: [{ kind: "allowed", holder: "role a", actions: ["s3:*"], resource: "*", conditions: [] }],
    notKnown: [],
  },
};
const operation = (kind: "create" | "replace" | "delete"): Comparison => ({
  ...none,
  resources: [{ urn: "u", operation: kind, properties: [] }],
});

describe("the differences that fail", () => {
  it("are of the kinds that --fail-on names", () => {
    const state = "state.json";
    const kinds = (...words: string[]) => readFailOn({ state, "fail-on": words });
    assert.equal(isRefused(wider, kinds("widening")), true);
    assert.equal(isRefused(wider, kinds("delete", "replace")), false);
    assert.equal(isRefused(operation("replace"), kinds("delete")), true);
    assert.equal(isRefused(operation("delete"), kinds("replace")), false);
    assert.equal(isRefused(operation("create"), kinds("widening,any")), true);
    assert.equal(isRefused(operation("create"), kinds()), false);
    assert.equal(isRefused(none, kinds("any")), false);
  });

  it("are refused where the kind is unknown or the other side is not one", () => {
    assert.throws(() => readFailOn({ state: "s", "fail-on": ["all"] }), /--fail-on: "all" is none of widening, delete/);
    assert.throws(() => readFailOn({}), /diff takes one of --state FILE and --against REF/);
    assert.throws(() => readFailOn({ state: "s", against: "r" }), /diff takes one of/);
  });
});

describe("the properties that replace a resource", () => {
  it("are those whose documentation in the SDK says so", () => {
    const docs = replacementDocs(root);
    assert.equal(docs("aws:sqs/queue:Queue", "fifoQueue"), false);
    assert.equal(docs("aws:s3/filesAccessPoint:FilesAccessPoint", "fileSystemId"), true);
    assert.equal(docs("aws:iam/role:Role", "description"), false);
    assert.equal(docs("aws:no/such:Thing", "name"), false);
    assert.equal(replacementDocs("/")("aws:s3/filesAccessPoint:FilesAccessPoint", "fileSystemId"), false);
  });
});

describe("aws-pipelines diff", () => {
  const folder = mkdtempSync(join(tmpdir(), "diff-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder, stdio: "pipe" });

  it("says what a commit changes, permissions first, and ends with the status that a pipeline waits for", async () => {
    cpSync(join(root, "test/fixtures/diff-program"), folder, { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    writeFileSync(join(folder, ".gitignore"), "node_modules\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "first");
    const program = join(folder, "index.js");
    const text = readFileSync(program, "utf8");
    writeFileSync(
      program,
      text
        .replace('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]')
        .replace('displayName: "old"', 'displayName: "new"'),
    );
    const { status, stdout, stderr } = await run(
      process.execPath,
      [join(root, "bin/cli/cli.js"), "diff", "--stack", "dev", "--against", "HEAD", "--fail-on", "widening"],
      { cwd: folder },
    );
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      `Permissions
+ role deploy may now s3:PutObject on arn:aws:s3:::data/*

Resources
~ aws:iam/rolePolicy:RolePolicy deploy-rights
    policy.Statement[0].Action changes
~ aws:sns:Topic news
    displayName changes

1 permission wider, 2 to update
`.replace("aws:iam/rolePolicy:RolePolicy", "aws:iam:RolePolicy"),
    );
    assert.equal(status, 1);
    assert.equal(git("worktree", "list").toString().trim().split("\n").length, 1);
  });

  it("compares with an exported state, whose encrypted secrets it never reads", async () => {
    const urn = (type: string, name: string) => `urn:pulumi:dev::diff-program::${type}::${name}`;
    const role = { name: "deploy", assumeRolePolicy: '{"Statement":[]}', __defaults: [] };
    const resources = [
      { urn: urn("aws:iam/role:Role", "deploy"), type: "aws:iam/role:Role", custom: true, inputs: role },
      { urn: urn("aws:sqs/queue:Queue", "gone"), type: "aws:sqs/queue:Queue", custom: true, inputs: {} },
    ];
    const state = join(folder, "state.json");
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources } }));
    const { status, stdout } = await run(
      process.execPath,
      [join(root, "bin/cli/cli.js"), "diff", "--stack", "dev", "--state", state, "--fail-on", "delete", "--json"],
      { cwd: folder },
    );
    const document = JSON.parse(stdout);
    assert.deepEqual(
      document.resources.map(
        ({ urn: one, operation: kind }: Record<string, string>) => `${kind} ${one?.split("::").at(-1)}`,
      ),
      ["update deploy", "create deploy-rights", "create news", "delete gone"],
    );
    assert.deepEqual(
      document.permissions.map((change: Record<string, string>) => change.text),
      [
        "service codebuild.amazonaws.com may now assume role deploy",
        "role deploy may now s3:GetObject, s3:PutObject on arn:aws:s3:::data/*",
      ],
    );
    assert.equal(status, 1);
  });
});
