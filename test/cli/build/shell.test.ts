import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startShell } from "../../../cli/build/shell";
import { PreviewError } from "../../../cli/preview/base/error";

describe("the shell of a build", () => {
  let root: string;
  let output: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "it's a shell-"));
    mkdirSync(join(root, "src"));
    mkdirSync(join(root, "state"));
    output = "";
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function start(program: string) {
    return startShell({
      program,
      env: { PATH: process.env.PATH ?? "" },
      source: join(root, "src"),
      state: join(root, "state"),
      forgets: false,
      signal: new AbortController().signal,
      write: (text) => {
        output += text;
      },
    });
  }

  for (const program of ["/bin/sh", "bash"]) {
    it(`${program} keeps variables and the directory, and no option`, async () => {
      const shell = start(program);
      shell.set("QUOTED", "it's $HOME\nand `more`");
      assert.equal(await shell.run("set -e; mkdir deep; cd deep; export A=1; B=2; exit 0"), 0);
      assert.equal(await shell.run('false; echo "$QUOTED|$A|$B|$(basename "$PWD")"'), 0);
      assert.equal(output, "it's $HOME\nand `more`|1|2|deep\n");
      assert.equal(await shell.run("sh -c 'echo \"<$A$B>\"'"), 0);
      assert.ok(output.endsWith("<1>\n"), "only exported variables reach other programs");
      assert.equal((await shell.variables()).QUOTED, "it's $HOME\nand `more`");
    });

    it(`${program} returns the status of exit, of set -e and of a syntax error`, async () => {
      const shell = start(program);
      assert.equal(await shell.run("exit 42"), 42);
      assert.equal(await shell.run("set -e\nfalse\necho never"), 1);
      assert.notEqual(await shell.run("if then"), 0);
      assert.doesNotMatch(output, /never/);
    });
  }

  it("bash keeps arrays", async () => {
    const shell = start("bash");
    await shell.run("names=('a b' c)");
    assert.equal(await shell.run(`printf "%s|" "\${names[@]}"`), 0);
    assert.equal(output, "a b|c|");
  });

  it("names a shell that this machine lacks", async () => {
    await assert.rejects(
      () => start("no-such-shell").run("true"),
      new PreviewError("build: no-such-shell does not start (spawn no-such-shell ENOENT)"),
    );
  });
});
