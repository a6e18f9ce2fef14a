import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, OperationFailure } from "../../../cli/fleet/engine";
import { RunRecord } from "../../../cli/fleet/record";
import { deployWaves, type Run } from "../../../cli/fleet/run";
import { planFleet } from "../../../components/fleet/plan";

const { plan } = planFleet({
  defaults: { project: "shop" },
  environments: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, {}])),
  waves: [
    { name: "one", environments: ["a", "b", "c", "d"], maxParallel: 2 },
    { name: "two", environments: ["e", "f"], approval: true },
  ],
});
assert.ok(plan);
const environments = new Map(
  plan.waves
    .flatMap((wave) => wave.environments)
    .map((environment) => [environment.name, { environment, cwd: "/", settingsFile: "/none" }]),
);

/** An engine that works in turns, and fails for the environments given. */
class Turns implements Engine {
  readonly version = "3.248.0";
  readonly started: string[] = [];
  most = 0;
  #running = 0;
  readonly #failing: readonly string[];
  readonly #onStart: (name: string) => void;

  constructor(failing: readonly string[] = [], onStart: (name: string) => void = () => undefined) {
    this.#failing = failing;
    this.#onStart = onStart;
  }

  preview = () => Promise.resolve({});

  deploy: Engine["deploy"] = async ({ environment: { name } }, { onStart, signal }) => {
    this.started.push(name);
    onStart(process.pid);
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    this.#onStart(name);
    await new Promise((next) => setImmediate(next));
    this.#running -= 1;
    if (this.#failing.includes(name) || signal.aborted) {
      throw new OperationFailure(`${name} failed`);
    }
    return { create: 1 };
  };
}

describe("a run of a fleet", () => {
  let folder: string;
  let record: RunRecord;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "run-"));
    record = RunRecord.create(folder);
    record.append({ event: "run", commit: "c1", fleet: "f1", file: "fleet.yaml", pulumi: "3.248.0" });
  });
  afterEach(() => {
    record.close();
    rmSync(folder, { recursive: true });
  });

  const deploy = (engine: Engine, changes: Partial<Run> = {}) =>
    deployWaves({
      ...{ plan, environments, record, engine, commit: "c1" },
      lock: { verify: () => undefined, release: () => undefined },
      verifyCommit: () => undefined,
      signal: new AbortController().signal,
      approve: () => Promise.resolve("ana"),
      onEnd: () => undefined,
      ...changes,
    });
  const events = () =>
    record.entries
      .slice(1)
      .map((entry) => [entry.event, "environment" in entry ? entry.environment : ""].join(" ").trim());

  it("deploys each environment once, a wave after the other, and no more at once than the wave allows", async () => {
    const engine = new Turns();
    assert.equal(await deploy(engine), "succeeded");
    assert.deepEqual(engine.started, ["a", "b", "c", "d", "e", "f"]);
    assert.equal(engine.most, 2);
    assert.equal(events().at(-1), "ended");
  });

  it("starts nothing after a failure, and records the end of what runs beside it", async () => {
    const engine = new Turns(["a"]);
    assert.equal(await deploy(engine), "failed");
    assert.deepEqual(engine.started, ["a", "b"]);
    assert.deepEqual(events(), ["started a", "started b", "failed a", "succeeded b", "ended"]);
  });

  it("starts nothing after an interruption", async () => {
    const interruption = new AbortController();
    const engine = new Turns([], (name) => name === "b" && interruption.abort());
    assert.equal(await deploy(engine, { signal: interruption.signal }), "interrupted");
    assert.deepEqual(events(), ["started a", "started b", "interrupted a", "interrupted b", "ended"]);
  });

  it("asks once about a wave, and not at all about one that has nothing left to do", async () => {
    const asked: string[] = [];
    const approve: Run["approve"] = ({ name }) => {
      asked.push(name);
      return Promise.resolve(asked.length === 1 ? undefined : "ana");
    };
    assert.equal(await deploy(new Turns(), { approve }), "waiting");
    assert.equal(await deploy(new Turns(["f"]), { approve }), "failed");
    const last = new Turns();
    assert.equal(await deploy(last, { approve }), "succeeded");
    assert.deepEqual(asked, ["two", "two"]);
    assert.deepEqual(last.started, ["f"]);
    assert.equal(await deploy(new Turns(["a"]), { approve }), "succeeded");
  });

  it("approves and deploys nothing once the commit is no longer checked out, and records no approval", async () => {
    let isCheckedOut = true;
    const verifyCommit = () => {
      if (!isCheckedOut) {
        throw new Error("another commit");
      }
    };
    const approve: Run["approve"] = () => {
      isCheckedOut = false;
      return Promise.resolve("ana");
    };
    const engine = new Turns();
    await assert.rejects(deploy(engine, { verifyCommit, approve }), /^Error: another commit$/);
    assert.deepEqual(engine.started, ["a", "b", "c", "d"]);
    assert.equal(events().at(-1), "succeeded d");

    isCheckedOut = true;
    const again = new Turns([], () => {
      isCheckedOut = false;
    });
    await assert.rejects(deploy(again, { verifyCommit }), /^Error: another commit$/);
    assert.deepEqual(again.started, ["e"]);
    assert.deepEqual(events().slice(-3), ["approved", "started e", "succeeded e"]);
  });

  it("writes no output through a symbolic link", async () => {
    const target = join(folder, "target");
    symlinkSync(target, join(record.logs, "a.log"));
    const engine = new Turns();
    await assert.rejects(deploy(engine), /a\.log is a symbolic link/);
    assert.deepEqual([engine.started.includes("a"), existsSync(target)], [false, false]);
  });

  it("stops when it loses its lock, and lets what runs come to its end", async () => {
    let verified = 0;
    const lock = {
      verify: () => {
        verified += 1;
        if (verified > 2) {
          throw new Error("lost");
        }
      },
      release: () => undefined,
    };
    const engine = new Turns();
    await assert.rejects(deploy(engine, { lock }), /^Error: lost$/);
    assert.deepEqual(engine.started, ["a", "b"]);
    assert.deepEqual(events(), ["started a", "started b", "succeeded a", "succeeded b"]);
  });
});
