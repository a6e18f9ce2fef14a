import assert from "node:assert/strict";
import { join } from "node:path";
import { startModule } from "../../../../cli/preview/process/node-module";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function start(directory: string, args: readonly string[] = []) {
  const lines: string[] = [];
  const running = startModule(
    { module: "@pulumi/pulumi/cmd/run", directory, cwd: directory, nodeArgs: [], args, env: { GREETING: "hello" } },
    (stream, line) => lines.push(`${stream}: ${line}`),
  );
  return { running, lines };
}

describe("a module of the SDK", () => {
  afterEach(removeTemporaryDirectories);

  it("must be installed where the program is", () => {
    const directory = temporaryDirectory();
    assert.throws(() => start(directory), {
      name: "PreviewError",
      message: `${directory}: @pulumi/pulumi is not installed there; run "npm install" in it`,
    });
  });

  it("runs with arguments and environment, and is heard line by line until it ends", async () => {
    const directory = temporaryDirectory({
      "node_modules/@pulumi/pulumi/cmd/run/index.js":
        'process.stdout.write(process.argv[2] + "\\n" + process.env.GREETING); console.error(process.cwd()); process.exitCode = 5;',
    });
    const { running, lines } = start(directory, ["first"]);
    assert.deepEqual(await running.ended, { code: 5, signal: null });
    assert.deepEqual(lines.sort(), [`stderr: ${directory}`, "stdout: first", "stdout: hello"]);
  });

  it("is heard where it writes to the descriptor of notes itself", async () => {
    const directory = temporaryDirectory({
      "node_modules/@pulumi/pulumi/cmd/run/index.js":
        'require("node:fs").writeSync(3, "my own\\nnull\\n{\\"kind\\":\\"mine\\"}\\n");',
    });
    const { running, lines } = start(directory);
    assert.deepEqual(await running.ended, { code: 0, signal: null });
    assert.deepEqual(lines, ["stdout: my own", "stdout: null", 'stdout: {"kind":"mine"}']);
  });

  it("cannot run in a directory that is not there", async () => {
    const directory = temporaryDirectory({ "node_modules/@pulumi/pulumi/cmd/run/index.js": "" });
    const running = startModule(
      { module: "@pulumi/pulumi/cmd/run", directory, cwd: join(directory, "none"), nodeArgs: [], args: [], env: {} },
      () => undefined,
    );
    await assert.rejects(running.ended, { code: "ENOENT" });
  });
});
