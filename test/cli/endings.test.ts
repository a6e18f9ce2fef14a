import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fixture } from "./preview/support/fixture";

const COMMAND = join(__dirname, "../../bin/cli/cli.js");

/** Processes of this machine that carry a mark in their environment, in the order of their IDs. */
function processesWith(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        // A process that ended stays in the list without an environment.
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function start(mark: string, program: string, ...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, "preview", "--cwd", fixture(program), "--stack", "dev", ...args], {
    env: { ...process.env, PREVIEW_MARK: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { text: "" };
  child.stdout.on("data", (data) => {
    output.text += data;
  });
  child.stderr.on("data", (data) => {
    output.text += data;
  });
  return { child, output, closed: once(child, "close") };
}

async function untilThereAre(mark: string, count: number): Promise<void> {
  while (processesWith(mark).length < count) {
    await setTimeout(50);
  }
}

function interrupt(child: ChildProcess, signal: NodeJS.Signals, closed: Promise<unknown[]>) {
  child.kill(signal);
  return closed;
}

// The test reads the processes where Linux lists them.
const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("a preview leaves no process behind", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`when ${signal} interrupts a program in an endless loop`, async () => {
      const mark = randomUUID();
      const { child, output, closed } = start(mark, "hostile", "--policy-pack", fixture("pack"));
      await untilThereAre(mark, 3);
      await setTimeout(1000);
      assert.deepEqual(await interrupt(child, signal, closed), [3, null]);
      assert.equal(output.text, "error: interrupted\n");
      assert.deepEqual(processesWith(mark), []);
    });
  }

  it("when a pack that ignores signals hangs, with a process that the pack started", async () => {
    const mark = randomUUID();
    const { child, closed } = start(mark, "plain", "--policy-pack", fixture("hanging-pack"));
    // The command, the program, the pack and at least one process of the pack.
    await untilThereAre(mark, 4);
    assert.deepEqual(await interrupt(child, "SIGTERM", closed), [3, null]);
    assert.deepEqual(processesWith(mark), []);
  });

  it("when a program ends and leaves a process with its streams", async () => {
    const mark = randomUUID();
    const { output, closed } = start(mark, "background", "--policy-pack", fixture("pack"));
    assert.deepEqual(await closed, [0, null]);
    assert.match(output.text, /^background\/dev {2}1 to create\n/);
    assert.deepEqual(processesWith(mark), []);
  });

  it("when a pack throws, and when a program fails", async () => {
    for (const [program, pack] of [
      ["plain", "throwing-pack"],
      ["leaks", "pack"],
    ] as const) {
      const mark = randomUUID();
      const { closed } = start(mark, program, "--policy-pack", fixture(pack), "--stack", "error");
      await closed;
      assert.deepEqual(processesWith(mark), []);
    }
  });
});
