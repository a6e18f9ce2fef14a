import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeLock } from "../../../cli/fleet/lock";
import { progressOf } from "../../../cli/fleet/progress";
import { type Entry, lastEntries, prepareFolder, RunRecord, readRecord } from "../../../cli/fleet/record";

const run = { event: "run", commit: "c1", fleet: "f1", file: "fleet.yaml", pulumi: "3.248.0" } as const;
const process = { host: "here", pid: 7 };
const started = (environment: string) =>
  ({ event: "started", environment, wave: "w", stack: environment, commit: "c1", process }) as const;

describe("the record of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "record-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is a file of JSON lines with times, which git ignores", () => {
    const record = RunRecord.create(folder, new Date("2026-11-30T14:05:06.789Z"));
    record.append(run);
    record.append(started("a"));
    record.close();
    assert.equal(record.file, join(folder, "runs", "2026-11-30T14-05-06.789Z.jsonl"));
    const lines = readFileSync(record.file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ at, ...entry }) => [typeof at, entry]),
      [
        ["string", run],
        ["string", started("a")],
      ],
    );
    assert.equal(readFileSync(join(folder, ".gitignore"), "utf8"), "*\n");
  });

  it("is never overwritten by another run of the same moment", () => {
    const now = new Date();
    RunRecord.create(folder, now).close();
    assert.throws(() => RunRecord.create(folder, now), { code: "EEXIST" });
  });

  it("goes on after the last whole line: a crash may cut one off", () => {
    const record = RunRecord.create(folder);
    record.append(run);
    record.close();
    const whole = readFileSync(record.file, "utf8");
    appendFileSync(record.file, '{"at":"2026-11-30T1');
    assert.equal(lastEntries(folder).length, 1);
    const again = RunRecord.openLast(folder);
    again.append(started("a"));
    again.close();
    assert.equal(again.id, record.id);
    assert.ok(readFileSync(record.file, "utf8").startsWith(`${whole}{"at":`));
    assert.deepEqual(
      readRecord(record.file).entries.map(({ event }) => event),
      ["run", "started"],
    );
  });

  it("is written into plain folders and files: no symbolic link leads it elsewhere", () => {
    const elsewhere = join(folder, "elsewhere");
    const records = join(folder, "records");
    const refuses = (place: string, target: string, work: () => unknown) => {
      symlinkSync(target, place);
      assert.throws(work, { name: "PreviewError", message: new RegExp(`^${place} is a symbolic link`) });
      rmSync(place);
    };
    mkdirSync(elsewhere);
    const create = () => RunRecord.create(records, new Date("2026-12-02T00:00:00Z"));
    refuses(records, elsewhere, () => prepareFolder(records, "plan"));
    mkdirSync(records);
    refuses(join(records, "plan"), elsewhere, () => prepareFolder(records, "plan"));
    refuses(join(records, "runs"), elsewhere, create);
    refuses(join(records, ".gitignore"), join(elsewhere, "file"), create);
    const record = create();
    refuses(join(records, "runs/2026-12-02T00-00-00.000Z"), elsewhere, () => record.logs);
    record.close();
    refuses(join(records, "runs/2027.jsonl"), join(elsewhere, "file"), () => RunRecord.openLast(records));
    refuses(join(records, "lock"), join(elsewhere, "file"), () => takeLock(join(records, "lock")));
    assert.deepEqual(readdirSync(elsewhere), []);
  });

  it("is the last one of its folder, and refused when there is none or a whole line is damaged", () => {
    assert.deepEqual(lastEntries(folder), []);
    assert.throws(() => RunRecord.openLast(folder), {
      name: "PreviewError",
      message: `--resume: ${folder} has the record of no run. Start one without --resume.`,
    });
    for (const day of ["01", "02"]) {
      RunRecord.create(folder, new Date(`2026-12-${day}T00:00:00Z`)).close();
    }
    const last = RunRecord.openLast(folder);
    last.close();
    assert.equal(last.id, "2026-12-02T00-00-00.000Z");
    writeFileSync(last.file, "{}\nbroken\n");
    assert.throws(() => RunRecord.openLast(folder), /line 2 is no JSON/);
  });
});

describe("the progress of a run", () => {
  const at = "2026-11-30T14:05:06.789Z";
  const of = (...entries: readonly Entry[]) => progressOf(entries.map((entry) => ({ at, ...entry })));

  it("is the last thing that the record says about each environment", () => {
    const { commit, environments } = of(
      run,
      started("a"),
      { event: "failed", environment: "a", reason: "no", seconds: 1 },
      started("b"),
      { event: "resumed", commit: "c1", fleet: "f1", pulumi: "3.248.0" },
      started("a"),
      { event: "succeeded", environment: "a", changes: { create: 1 }, seconds: 2 },
      { event: "ended", result: "failed" },
    );
    assert.equal(commit, "c1");
    assert.deepEqual(Object.fromEntries(environments), {
      a: { state: "succeeded", commit: "c1", changes: { create: 1 }, seconds: 2 },
      b: { state: "running", commit: "c1", process },
    });
  });

  it("counts no success without a start: such a line comes from no run", () => {
    const succeeded = (environment: string) => ({ event: "succeeded", environment, seconds: 2 }) as const;
    const { environments } = of(
      run,
      succeeded("a"),
      started("b"),
      succeeded("b"),
      started("c"),
      { event: "failed", environment: "c", reason: "no", seconds: 1 },
      succeeded("c"),
    );
    assert.deepEqual(Object.fromEntries(environments), {
      b: { state: "succeeded", commit: "c1", seconds: 2 },
      c: { state: "failed", commit: "c1", reason: "no", seconds: 1 },
    });
  });

  it("keeps approvals for the same commit and fleet alone", () => {
    const approved = { event: "approved", wave: "w", by: "ana" } as const;
    const again = { event: "resumed", pulumi: "3.248.0" } as const;
    assert.deepEqual([...of(run, approved, { ...again, commit: "c1", fleet: "f1" }).approved], ["w"]);
    assert.deepEqual([...of(run, approved, { ...again, commit: "c2", fleet: "f1" }).approved], []);
    assert.deepEqual([...of(run, approved, { ...again, commit: "c1", fleet: "f2" }).approved], []);
  });
});
