import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ended, root, run } from "../support/command";
import { type PrivateRegistry, startRegistry } from "./support/registry";

const tool = ["-r", join(root, "node_modules/ts-node/register/transpile-only"), join(root, "test/tools/release.ts")];

describe("npm run release", function () {
  this.timeout(120_000);
  let registry: PrivateRegistry;
  let folder: string;

  before(async () => {
    registry = await startRegistry("@platform");
    folder = mkdtempSync(join(tmpdir(), "release-"));
    for (const [path, text] of Object.entries(repository())) {
      write(path, text);
    }
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Releaser");
    git("config", "user.email", "releaser@acme.example");
    commit();
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await registry?.stop();
  });

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  const commit = () => {
    git("add", ".");
    git("commit", "--quiet", "--message", "change");
  };
  const release = (env = registry.environment()): Promise<Ended> =>
    run(process.execPath, tool, {
      cwd: folder,
      env: { ...env, npm_config_loglevel: "error", TS_NODE_PROJECT: join(root, "tsconfig.json") },
    });

  /** Runs a release that must fail without publishing, tagging or recording. Returns its message. */
  async function refused(env?: Record<string, string>): Promise<string> {
    const before = [registry.contents(), git("tag"), git("rev-parse", "HEAD")];
    const { status, stderr } = await release(env);
    assert.equal(status, 1);
    assert.deepEqual([registry.contents(), git("tag"), git("rev-parse", "HEAD")], before);
    return stderr;
  }

  it("refuses a dirty tree, two versions, waiting changes and an unfinished changelog, all at once", async () => {
    write("policy/package.json", manifest("@platform/b", "0.2.0"));
    write(".changeset/brave-cats-sing.md", "");
    write("CHANGELOG.md", "# Changelog\n\n## 0.1.0 (unreleased)\n");
    assert.equal(
      await refused(),
      [
        "Nothing is released:",
        "  the work tree is not clean; commit or undo:",
        "    M CHANGELOG.md",
        "     M policy/package.json",
        "    ?? .changeset/brave-cats-sing.md",
        '  the packages have two versions, 0.1.0 and 0.2.0: run "npm run bump"',
        '  changes wait for a version: run "npm run bump" (brave-cats-sing.md)',
        "  CHANGELOG.md says that 0.1.0 is unreleased: take the word out",
        "",
      ].join("\n"),
    );
    git("checkout", "--quiet", ".");
    git("clean", "--quiet", "--force");
  });

  it("refuses a check that fails", async () => {
    write("check.js", "process.exit(1);\n");
    commit();
    assert.equal(await refused(), 'Nothing is released:\n  "npm test" failed with status 1\n');
    write("check.js", "");
    commit();
  });

  it("refuses the public registry, before it asks it anything", async () => {
    const message = await refused({ "npm_config_@platform:registry": "https://registry.npmjs.org/" });
    assert.match(message, /the packages would go to https:\/\/registry\.npmjs\.org\/: name a private registry/);
  });

  it("refuses when the registry does not say what it has", async () => {
    const message = await refused(registry.environment("no-such-token"));
    assert.match(message, /does not say whether @platform\/a@0\.1\.0 is there:\n.*code E401/);
  });

  it("publishes all packages, tags the commit, and records what the release is made of", async () => {
    const commit = git("rev-parse", "HEAD");
    const { status, stderr } = await release();
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      Object.keys(registry.contents()).filter((path) => path.endsWith(".tgz")),
      ["@platform/a-docs/a-docs-0.1.0.tgz", "@platform/a/a-0.1.0.tgz", "@platform/b/b-0.1.0.tgz"],
    );
    assert.equal(git("rev-parse", "v0.1.0"), commit);
    assert.equal(readFileSync(join(folder, "test/package/released/dev.txt"), "utf8"), "a:index:A :: a ::\n");
    assert.equal(readFileSync(join(folder, "test/package/released/version.txt"), "utf8"), "0.1.0\n");
    assert.equal(git("status", "--porcelain"), "");
    assert.equal(git("log", "-1", "--format=%s"), "chore: record what 0.1.0 is made of\n");
  });

  it("refuses a version that exists", async () => {
    const message = await refused();
    assert.match(message, /@platform\/a@0\.1\.0 is published already: run "npm run bump"/);
    assert.match(message, /@platform\/b@0\.1\.0 is published already/);
    assert.match(message, /@platform\/a-docs@0\.1\.0 is published already/);
  });
});

function repository(): Record<string, string> {
  const changelog = "# Changelog\n\n## 0.1.0\n";
  return {
    "package.json": manifest("@platform/a", "0.1.0", {
      scripts: { test: "node check.js" },
      workspaces: [".", "policy"],
    }),
    "CHANGELOG.md": changelog,
    "check.js": "",
    "policy/package.json": manifest("@platform/b", "0.1.0"),
    "policy/CHANGELOG.md": changelog,
    "bin/docs/package.json": manifest("@platform/a-docs", "0.1.0"),
    "bin/docs/CHANGELOG.md": changelog,
    ".changeset/README.md": "",
    "test/program/golden/dev.txt": "a:index:A :: a ::\n",
  };
}

function manifest(name: string, version: string, more: object = {}): string {
  return JSON.stringify({ name, version, files: ["CHANGELOG.md"], publishConfig: { access: "restricted" }, ...more });
}
