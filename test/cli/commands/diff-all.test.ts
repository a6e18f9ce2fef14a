import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffCommand } from "../../../cli/commands/diff";
import { Status } from "../../../cli/preview/result";
import { root } from "../../support/command";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

const program = (action: string) => `
const { CustomResource, getStack } = require("@pulumi/pulumi");
const document = (statement) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trust = document({ Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" });
if (getStack() !== "plain") {
  new CustomResource("aws:iam/role:Role", "deploy", { name: "deploy", assumeRolePolicy: trust });
  new CustomResource("aws:iam/rolePolicy:RolePolicy", "rights", { role: "deploy", policy: document({ Action: "${action}", Resource: "*" }) });
}
`;

describe("aws-pipelines diff --all", () => {
  let top: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: top, stdio: "pipe" });
  const diff = async (...args: string[]) => {
    const written: string[] = [];
    const silent = { write: () => true };
    const status = await diffCommand.run(["--all", "--cwd", top, ...args], {
      stdout: { write: (text) => written.push(text) },
      stderr: silent,
      env: {},
      signal: new AbortController().signal,
    });
    return { status, stdout: written.join("") };
  };

  before(() => {
    top = temporaryDirectory({
      ".gitignore": "node_modules\n",
      "api/Pulumi.yaml": "name: api\nruntime: nodejs\nmain: index.js\n",
      "api/package.json": "{}",
      "api/index.js": program("s3:GetObject"),
      ...Object.fromEntries(["dev", "gone", "plain"].map((stack) => [`api/Pulumi.${stack}.yaml`, "{}\n"])),
    });
    symlinkSync(join(root, "node_modules"), join(top, "node_modules"));
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "first");
    writeFileSync(join(top, "api/index.js"), program("s3:PutObject"));
    renameSync(join(top, "api/Pulumi.gone.yaml"), join(top, "api/Pulumi.new.yaml"));
  });
  after(removeTemporaryDirectories);

  it("compares every stack with another commit: one row each, permissions first, and the worst status", async () => {
    const report = join(top, "report.md");
    const { status, stdout } = await diff("--against", "HEAD", "--fail-on", "widening", "--report", report);
    assert.equal(status, Status.violated);
    assert.match(stdout, /^stack +verdict +create +update +replace +delete +wider +a month\n/);
    assert.match(stdout, /^api\/dev +wider +0 +1 +0 +0 +1 /m);
    assert.match(stdout, /^api\/new +new +2 +0 +0 +0 +2 /m);
    assert.match(stdout, /^api\/plain +same +0 +0 +0 +0 +0 /m);
    assert.match(stdout, /^api\/gone +removed\n/m);
    assert.match(
      stdout,
      /^ {2}\+ role deploy may now s3:PutObject on \*\n {2}- role deploy may no longer s3:GetObject/m,
    );
    assert.match(stdout, /\n4 stacks: 1 same, 1 wider, 1 new, 1 removed \(\d/);
    const markdown = readFileSync(report, "utf8");
    assert.match(markdown, /\| api\/gone \| ✅ clean \|.*\| removed \|\n/);
    assert.match(markdown, /\| api\/dev \|.*\| 1 permission wider, 1 permission narrower, 1 to update \|\n/);
  });

  it("compares stacks of the same name by their folders, and a project that moved by its name", async () => {
    mkdirSync(join(top, "copy"));
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "package.json"]) {
      copyFileSync(join(top, "api", file), join(top, "copy", file));
    }
    writeFileSync(join(top, "copy/index.js"), program("s3:GetObject"));
    const added = await diff("--against", "HEAD", "--filter", "api/dev");
    assert.match(added.stdout, /^api\/dev \(api\) +wider /m);
    assert.match(added.stdout, /^api\/dev \(copy\) +new /m);
    rmSync(join(top, "copy/Pulumi.dev.yaml"));
    renameSync(join(top, "api/Pulumi.dev.yaml"), join(top, "copy/Pulumi.dev.yaml"));
    const moved = await diff("--against", "HEAD", "--filter", "api/dev");
    assert.match(moved.stdout, /^api\/dev +same /m);
    renameSync(join(top, "copy/Pulumi.dev.yaml"), join(top, "api/Pulumi.dev.yaml"));
    rmSync(join(top, "copy"), { recursive: true });
  });

  it("compares every stack with its exported state, and says which state is missing", async () => {
    const states = join(top, "states");
    mkdirSync(states);
    const urn = "urn:pulumi:plain::api::pulumi:pulumi:Stack::api-plain";
    const state = { deployment: { resources: [{ urn, type: "pulumi:pulumi:Stack" }] } };
    writeFileSync(join(states, "plain.json"), JSON.stringify(state));
    const { status, stdout } = await diff("--state", states, "--filter", "api/[dp]*", "--json");
    assert.equal(status, Status.failed);
    assert.deepEqual(JSON.parse(stdout).stacks, [
      {
        ...{ project: "api", stack: "dev", kind: "failed" },
        errors: [
          `there is no ${states}/dev.json. Write it with "pulumi stack export --stack dev --file ${states}/dev.json".`,
        ],
      },
      { project: "api", stack: "plain", kind: "compared", permissions: [], notKnown: [], resources: [] },
    ]);
  });
});
