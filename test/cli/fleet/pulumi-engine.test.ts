import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DetachedPulumi, reasonIn } from "../../../cli/fleet/pulumi-command";
import { startEngine } from "../../../cli/fleet/pulumi-engine";

const options = { policyPacks: [], policyPackConfigs: [] };

describe("the Pulumi CLI of a fleet", () => {
  let folder: string;
  const path = process.env.PATH;
  const script = (text: string) => {
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, "pulumi"), 0o755);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cli-"));
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  it("must be there, and fit the Automation API", async () => {
    process.env.PATH = folder;
    await assert.rejects(startEngine(options), {
      name: "PreviewError",
      message: "the Pulumi CLI is not on PATH. Install it: https://www.pulumi.com/docs/install/",
    });
    script("echo v2.9.0");
    await assert.rejects(startEngine(options), /^PreviewError: the Pulumi CLI cannot be used: Minimum version/);
    script("echo v3.248.0");
    assert.equal((await startEngine(options)).version, "3.248.0");
  });

  it("writes the output of operations to a log, and gives answers to its caller", async () => {
    script('echo "$PULUMI_AUTOMATION_API $GIVEN $*"');
    const log = join(folder, "log");
    const pids: number[] = [];
    const command = new DetachedPulumi({ command: join(folder, "pulumi"), version: null }, log, (pid) =>
      pids.push(pid),
    );
    assert.deepEqual(await command.run(["up", "--yes"], folder, { GIVEN: "x" }), { stdout: "", stderr: "", code: 0 });
    assert.equal(readFileSync(log, "utf8"), "true x up --yes --non-interactive\n");
    assert.equal(
      (await command.run(["stack", "history"], folder, {})).stdout,
      "true  stack history --non-interactive\n",
    );
    assert.equal(pids.length, 1);
  });

  it("fails with the reason that it gives itself", async () => {
    script("echo 'error: no stack' >&2; exit 255");
    const command = new DetachedPulumi(
      { command: join(folder, "pulumi"), version: null },
      join(folder, "log"),
      () => undefined,
    );
    await assert.rejects(command.run(["up"], folder, {}), { name: "OperationFailure", message: "error: no stack" });
    await assert.rejects(command.run(["stack"], folder, {}), { name: "OperationFailure", message: "error: no stack" });
    await assert.rejects(command.run(["up"], folder, {}, undefined, undefined, AbortSignal.abort()), {
      message: "did not start, because the run was interrupted before",
    });
  });

  it("tells the reason of this operation, and not of an earlier one in the same log", async () => {
    const log = join(folder, "log");
    writeFileSync(log, "error: AccessDenied, ä\n");
    const command = new DetachedPulumi({ command: join(folder, "pulumi"), version: null }, log, () => undefined);
    script("echo 'error: another' >&2; exit 255");
    await assert.rejects(command.run(["up"], folder, {}), { message: "error: another" });
    script("exit 3");
    await assert.rejects(command.run(["up"], folder, {}), { message: "pulumi ended with status 3 without output" });
    assert.equal(readFileSync(log, "utf8"), "error: AccessDenied, ä\nerror: another\n");
  });

  it("has its errors as the reason of a failure, or its last lines, or its status", () => {
    assert.equal(
      reasonIn("x\n  error: a\nerror: a\nerror: b\nerror: c\nerror: d\n", 255),
      "error: a\nerror: b\nerror: c",
    );
    assert.equal(
      reasonIn("    \u001b[31mError\u001b[0m: no such type\n      7: type: \u001b[1maws:s3:Bucket\u001b[0m\n", 255),
      "Error: no such type",
    );
    assert.equal(reasonIn("one\n\ntwo\nthree\nfour\n", 1), "two\nthree\nfour");
    assert.equal(reasonIn("", 3), "pulumi ended with status 3 without output");
    assert.equal(reasonIn("\n", "SIGKILL"), "pulumi ended by SIGKILL without output");
  });
});
