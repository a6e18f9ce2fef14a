import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildTarget } from "../../../cli/build/project";
import type { BuildSettings } from "../../../cli/commands/build";
import { runBuildProject, sampleTarget, withoutTimes } from "../../support/build-project";

const repositories = join(__dirname, "../../fixtures/repositories");

const project: BuildTarget = { ...sampleTarget, cache: { type: "S3", modes: [] } };

interface Run {
  readonly status: number;
  /** Printed lines without commands, without the note about credentials, and with times of zero. */
  readonly lines: readonly string[];
}

async function run(
  repository: string,
  settings: Partial<BuildSettings> = {},
  target: Partial<BuildTarget> = {},
): Promise<Run> {
  const { status, written } = await runBuildProject(
    { ...project, ...target },
    { from: join(repositories, repository), ...settings },
    { PATH: process.env.PATH },
  );
  const lines = withoutTimes(written).split("\n");
  return { status, lines: lines.filter((line) => line !== "" && !/^(\$ |✓ 0|The build sees no)/.test(line)) };
}

describe("aws-pipelines build on repositories of other shapes", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "repositories-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("a library in Node: exported variables, base-directory and discard-paths", async () => {
    assert.deepEqual(await run("node-library", { output: folder }), {
      status: 0,
      lines: [
        "pre_build",
        "build",
        "tests pass in test",
        "exports VERSION=1.4.2",
        "artifact: CodeBuild uploads 2 files",
        "  about.json  (dist/about.json)",
        "  sum.js  (dist/lib/sum.js)",
        "✓ shop succeeds, 5 commands, 0.0 s",
      ],
    });
    assert.equal(readFileSync(join(folder, "primary/about.json"), "utf8"), '{"version":"1.4.2"}\n');
  });

  it("a build that fails: finally, post_build and the artifacts follow", async () => {
    assert.deepEqual(await run("failing-build"), {
      status: 1,
      lines: [
        "install",
        "install",
        "build",
        "compile",
        "✗ exit status 3, 0.0 s",
        "cleaned",
        "post_build",
        "succeeding=0",
        "artifact: CodeBuild uploads 1 file",
        "  log.txt",
        "✗ shop fails in build, 5 commands, 0.0 s",
      ],
    });
  });

  it("an install that fails: finally runs, and the build ends without artifacts", async () => {
    const { status, lines } = await run("failing-install");
    assert.equal(status, 1);
    assert.deepEqual(
      lines.filter((line) => !line.includes("no-such-tool")),
      [
        "install",
        "✗ exit status 127, 0.0 s",
        "finally",
        "CodeBuild uploads no artifact: this run ends before the upload",
        "✗ shop fails in install, 2 commands, 0.0 s",
      ],
    );
  });

  it("flaky tests: a retry starts in a fresh copy until they pass", async () => {
    assert.deepEqual(await run("flaky-tests", { given: { COUNTER: join(folder, "counter") } }), {
      status: 0,
      lines: [
        "build",
        "run 1",
        "✗ exit status 75, 0.0 s",
        "on-failure starts the build again, retry 1",
        "build",
        "run 2",
        "✗ exit status 75, 0.0 s",
        "on-failure starts the build again, retry 2",
        "build",
        "run 3",
        "✓ shop succeeds, 3 commands, 0.0 s",
      ],
    });
  });

  it("a script in bash: arrays, and options that end with their command", async () => {
    assert.deepEqual(await run("bash-script"), {
      status: 0,
      lines: [
        "build",
        "deploys web",
        "deploys worker",
        "the pipe fails",
        "options end with their command",
        "✓ shop succeeds, 3 commands, 0.0 s",
      ],
    });
  });

  it("a script in sh: variables and the directory pass on to later phases", async () => {
    assert.deepEqual(await run("posix-script"), {
      status: 0,
      lines: ["pre_build", "build", "two words in app for beta", "<kept>", "✓ shop succeeds, 5 commands, 0.0 s"],
    });
  });

  it("test reports: one group is found, one is not", async () => {
    assert.deepEqual(await run("test-reports"), {
      status: 0,
      lines: [
        "build",
        "report unit: CodeBuild uploads 2 files",
        "  api.xml  (results/api/api.xml)",
        "  web.xml  (results/web/web.xml)",
        "report coverage: no file matches",
        "✓ shop succeeds, 1 command, 0.0 s",
      ],
    });
  });

  it("many artifacts: each has its base, its exclusions and its folder", async () => {
    const { status, lines } = await run("many-artifacts", { output: folder });
    assert.deepEqual(
      [status, ...lines.slice(1)],
      [
        0,
        "artifact: CodeBuild uploads 1 file",
        "  README.md",
        "artifact site: CodeBuild uploads 3 files",
        "  css/a.css  (out/site/css/a.css)",
        "  index.html  (out/site/index.html)",
        "  js/a.js  (out/site/js/a.js)",
        "artifact code: CodeBuild uploads 1 file",
        "  index.mjs  (out/function/index.mjs)",
        "✓ shop succeeds, 2 commands, 0.0 s",
      ],
    );
    assert.deepEqual(readdirSync(folder).sort(), ["code", "primary", "site"]);
  });

  it("a cache with a key: the second build has the packages of the first", async () => {
    const lines = async () => (await run("cached-packages", { cache: folder })).lines;
    const [first, second] = [await lines(), await lines()];
    assert.deepEqual(first, [
      "cache: restores 0 files",
      "install",
      "packages are downloaded",
      "build",
      "left-pad 1.3.0",
      "cache: saves 2 files",
      "✓ shop succeeds, 2 commands, 0.0 s",
    ]);
    assert.deepEqual(second, [
      "cache: restores 2 files",
      "install",
      "packages come from the cache",
      "build",
      "left-pad 1.3.0",
      "cache: saves 0 files",
      "✓ shop succeeds, 2 commands, 0.0 s",
    ]);
    assert.match(readdirSync(folder).join(), /^packages-[0-9a-f]{64}$/);
  });

  it("a cache that nobody keeps: the command says why", async () => {
    const noteOf = async (settings: Partial<BuildSettings>, target: Partial<BuildTarget>) =>
      (await run("cached-packages", settings, target)).lines[0];
    assert.equal(await noteOf({}, {}), "The cache is neither restored nor saved. Give --cache DIR.");
    assert.equal(
      await noteOf({ cache: folder }, { cache: { type: "NO_CACHE", modes: [] } }),
      "CodeBuild ignores the cache paths of shop: it has no cache.",
    );
    assert.equal(
      await noteOf({ cache: folder }, { cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] } }),
      "CodeBuild ignores the cache paths of shop: its local cache has no LOCAL_CUSTOM_CACHE.",
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it("a graph of packages: in order, a failure stops what depends on it, an ignored one does not", async () => {
    const { status, lines } = await run("graph-of-packages", { isBatch: true });
    assert.equal(status, 1);
    assert.deepEqual(
      lines.filter((line) => /^builds? /.test(line)),
      [
        "build core",
        "builds core as core",
        "build docs",
        "builds docs as docs",
        "build app",
        "builds the app as app",
        "build broken",
        "builds broken as broken",
        "build core succeeds",
        "build docs fails, which the batch ignores",
        "build app succeeds",
        "build broken fails",
        "build release does not run",
      ],
    );
  });

  it("a matrix of versions: each combination is built", async () => {
    const { status, lines } = await run("matrix-of-versions", { isBatch: true });
    assert.equal(status, 0);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("test on")),
      ["test on 20 with postgres", "test on 20 with mysql", "test on 22 with postgres", "test on 22 with mysql"],
    );
    assert.deepEqual(
      lines.slice(-4),
      [0, 1, 2, 3].map((number) => `build build${number} succeeds`),
    );
  });

  it("two sources: the second one has a folder of its own", async () => {
    const templates = join(repositories, "two-sources/templates");
    assert.deepEqual(await run("two-sources", { secondary: { templates } }), {
      status: 0,
      lines: [
        "build",
        "title",
        "content",
        "artifact: CodeBuild uploads 1 file",
        "  page.txt",
        "✓ shop succeeds, 2 commands, 0.0 s",
      ],
    });
  });
});
