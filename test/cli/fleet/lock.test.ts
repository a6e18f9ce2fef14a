import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { takeLock } from "../../../cli/fleet/lock";
import { identify, isRunning } from "../../../cli/fleet/processes";

const since = "2026-11-30T14:05:06.789Z";
/** The number of a process that has ended. */
const ended = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("the lock of a fleet", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("names the process that holds it, and goes away with the run", () => {
    const lock = takeLock(file);
    const owner = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual([owner.host, owner.pid], [hostname(), process.pid]);
    lock.verify();
    lock.release();
    assert.equal(existsSync(file), false);
  });

  it("is refused while its process runs", () => {
    const lock = takeLock(file);
    const text = readFileSync(file, "utf8");
    assert.throws(() => takeLock(file), {
      name: "PreviewError",
      message: new RegExp(
        `^process ${process.pid} on \\S+ deploys this fleet since .*Z\\. Wait for its end, or stop it with`,
      ),
    });
    assert.equal(readFileSync(file, "utf8"), text);
    lock.release();
  });

  it("is taken over from a process that has ended, also if another process has its number now", () => {
    const reused = { ...identify(process.pid), start: "another time" };
    for (const owner of [{ host: hostname(), pid: ended() }, reused]) {
      writeFileSync(file, JSON.stringify({ ...owner, since }));
      const lock = takeLock(file);
      assert.equal(JSON.parse(readFileSync(file, "utf8")).pid, process.pid);
      lock.verify();
      lock.release();
      assert.deepEqual(readdirSync(folder), []);
    }
  });

  it("is left to a person where nobody can tell whether its process runs", () => {
    writeFileSync(file, JSON.stringify({ host: "elsewhere", pid: 1, since }));
    assert.throws(() => takeLock(file), {
      message: `process 1 on elsewhere deploys this fleet since ${since}. If that run has ended, remove ${file}.`,
    });
    writeFileSync(file, '{"host":"h');
    assert.throws(() => takeLock(file), {
      message: `${file} is not readable as a lock. Remove the file if no run of the fleet is active.`,
    });
  });

  it("is missed as soon as another run takes it", () => {
    const lock = takeLock(file);
    writeFileSync(file, JSON.stringify({ host: "elsewhere", pid: 1, since }));
    assert.throws(() => lock.verify(), /is no longer the lock of this run/);
    lock.release();
    assert.ok(existsSync(file), "the lock of the other run stays");
  });
});

describe("a process", () => {
  it("has ended although its number is taken, while nobody asks for its status", async () => {
    // The shell becomes a process that never asks for the status of its child.
    const parent = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [pid] = await once(parent.stdout, "data");
      for (let tries = 0; isRunning(identify(Number(pid))) === true && tries < 500; tries += 1) {
        await new Promise((next) => setTimeout(next, 10));
      }
      assert.ok(existsSync(`/proc/${Number(pid)}`));
      assert.equal(isRunning(identify(Number(pid))), false);
    } finally {
      parent.kill();
    }
  });

  it("runs, has ended, or is of another machine", () => {
    assert.equal(isRunning(identify(process.pid)), true);
    assert.equal(isRunning({ host: hostname(), pid: ended() }), false);
    assert.equal(isRunning({ host: "elsewhere", pid: process.pid }), undefined);
  });
});
