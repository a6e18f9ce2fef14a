import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reproduce } from "../../../cli/build/reproduce";
import { filesBelow, makeWorkspace, revisionOf } from "../../../cli/build/workspace";
import { PreviewError } from "../../../cli/preview/base/error";

describe("a build on this machine", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "reproduce-"));
    mkdirSync(join(folder, "src/.hidden"), { recursive: true });
    writeFileSync(join(folder, "src/a.txt"), "a");
    writeFileSync(join(folder, "src/.hidden/b.txt"), "b");
    symlinkSync("a.txt", join(folder, "src/link"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("uses a copy with its own folders, which it removes", () => {
    const settings = {
      from: join(folder, "src"),
      hasHistory: false,
      secondarySources: { lib: undefined },
      allowsAws: false,
    };
    const workspace = makeWorkspace(settings);
    assert.deepEqual(filesBelow(workspace.source), [".hidden/b.txt", "a.txt", "link"]);
    assert.deepEqual([workspace.home, workspace.secondary.lib ?? ""].map(filesBelow), [[], []]);
    assert.equal(revisionOf(settings.from), "");
    workspace.remove();
    assert.equal(existsSync(workspace.root), false);
    assert.throws(
      () => makeWorkspace({ ...settings, from: join(folder, "none") }),
      new PreviewError(`--source: ${join(folder, "none")} is not a folder. Give the folder of the source.`),
    );
  });

  it("returns what CodeBuild would upload and writes it", async () => {
    const written: string[] = [];
    const output = join(folder, "out");
    const result = await reproduce({
      spec: {
        env: { "exported-variables": ["VERSION"] },
        phases: {
          build: { commands: ['export VERSION="$(cat "$CODEBUILD_SRC_DIR/a.txt")$CHANNEL"', "printf new > c.txt"] },
        },
        artifacts: { files: ["*.txt"], "exclude-paths": ["a.txt"] },
      },
      target: {
        name: "shop",
        buildspec: undefined,
        sourceType: "CODEPIPELINE",
        sourceLocation: undefined,
        secondarySources: [],
        image: "",
        environment: "LINUX_CONTAINER",
        variables: [],
        artifacts: "CODEPIPELINE",
        cache: { type: "NO_CACHE", modes: [] },
      },
      from: join(folder, "src"),
      secondarySources: {},
      moment: { account: "111122223333", region: "us-east-1", id: "id", start: 0, revision: "" },
      caller: { PATH: process.env.PATH },
      variables: { values: { CHANNEL: "-beta" }, placeholders: [] },
      allowsAws: false,
      output,
      signal: new AbortController().signal,
      listener: {
        onPhase: (phase) => written.push(phase),
        onCommand: () => undefined,
        onStatus: ({ status }) => written.push(String(status)),
        onRetry: () => written.push("retry"),
        onCache: (event) => written.push(event),
        write: (text) => written.push(text),
      },
    });
    assert.deepEqual(written, ["build", "0", "0"]);
    assert.deepEqual(result.exported, { VERSION: "a-beta" });
    assert.deepEqual(result.artifacts, [{ name: undefined, files: [{ from: "c.txt", to: "c.txt" }] }]);
    assert.equal(readFileSync(join(output, "primary/c.txt"), "utf8"), "new");
  });
});
