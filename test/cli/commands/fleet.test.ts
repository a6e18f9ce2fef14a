import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetCommand } from "../../../cli/commands/fleet";
import { FleetRefusal } from "../../../cli/commands/fleet-steps";
import { TestFleet } from "../fleet/support/fleet";

describe("aws-pipelines fleet", () => {
  let fleet: TestFleet;
  let commit: string;

  beforeEach(async () => {
    fleet = new TestFleet();
    commit = await fleet.commit();
  });
  afterEach(() => fleet.remove());

  const lock = () => join(fleet.repository, ".fleet/lock");

  it("deploys wave by wave, and writes what ran at which commit", async () => {
    const { status, stdout, stderr } = await fleet.run("up", "--approve-wave", "three", "--policy-pack", "pack");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(fleet.deployed.slice(0, 2).toSorted(), ["a", "b"]);
    assert.deepEqual(fleet.deployed.slice(2), ["c", "d", "e"]);
    assert.deepEqual(fleet.record.slice(0, 1), [`run ${commit}`]);
    assert.deepEqual(fleet.record.slice(5), [
      "started c",
      "succeeded c",
      "started d",
      "succeeded d",
      "approved three",
      "started e",
      "succeeded e",
      "ended succeeded",
    ]);
    assert.match(
      stdout.replaceAll(/\d+ s/g, "N s"),
      /\none, 2 environments\n {2}a {2}✓ 2 created, N s\n {2}b {2}✓ 2 created, N s\ntwo, 2 environments, 1 at once\n {2}c {2}✓ 2 created, N s\n {2}d {2}✓ 2 created, N s\n⏸ three, 1 environment\n {2}e {2}✓ 2 created, N s\n\n✓ 5 of 5 environments are deployed\.\nRecord: /,
    );
    assert.ok(fleet.calls.some(({ event }) => event === `pack ${join(process.cwd(), "pack")}`));
    assert.equal(existsSync(lock()), false);
    assert.equal(fleet.git("status", "--porcelain"), "");
  });

  it("stops at the first failure, and goes on exactly there", async () => {
    fleet.behave("c", "fail");
    const first = await fleet.run("up", "--approve-wave", "three");
    assert.equal(first.status, 1);
    assert.match(first.stdout, /^ {2}c {2}✗ failed after \d+ s: error: update failed; error: queue: AccessDenied$/m);
    assert.match(first.stdout, /^ {2}d {2}not started$/m);
    assert.match(first.stdout, /^✗ A deployment failed\. 2 of 5 environments are deployed\. Go on with --resume\.$/m);
    assert.deepEqual(fleet.record.slice(-3), ["started c", "failed c", "ended failed"]);

    fleet.behave("c", "succeed");
    const second = await fleet.run("up", "--resume", "--approve-wave", "three");
    assert.deepEqual([second.status, second.stderr], [0, ""]);
    assert.deepEqual(fleet.deployed.slice(2), ["c", "c", "d", "e"]);
    assert.equal(fleet.records.length, 1);
    assert.deepEqual(fleet.record.slice(8), [
      `resumed ${commit}`,
      "started c",
      "succeeded c",
      "started d",
      "succeeded d",
      "approved three",
      "started e",
      "succeeded e",
      "ended succeeded",
    ]);
  });

  it("waits for the approval of a wave, and keeps an approval for the commit alone", async () => {
    const first = await fleet.run("up");
    assert.equal(first.status, 1);
    assert.equal(first.stderr, "Wave three needs an approval. Go on with --resume --approve-wave three.\n");
    assert.deepEqual(fleet.record.slice(-1), ["ended waiting"]);

    fleet.behave("e", "fail");
    await fleet.run("up", "--resume", "--approve-wave", "three");
    fleet.write("README.md", "changed");
    const other = await fleet.commit();
    const refused = await fleet.run("up", "--resume");
    assert.deepEqual(
      [refused.status, refused.stderr],
      [
        3,
        `error: --resume: the run deployed commit ${commit.slice(0, 12)}, and now it is ${other.slice(0, 12)}. Check out that commit, start a new run without --resume, or go on with --accept-changes.\n`,
      ],
    );
    const accepted = await fleet.run("up", "--resume", "--accept-changes");
    assert.equal(accepted.status, 1);
    assert.match(accepted.stderr, /^Wave three needs an approval/);
    assert.match(accepted.stdout, new RegExp(`^ {2}a {2}✓ 2 created, \\d+ s at commit ${commit.slice(0, 7)}$`, "m"));
  });

  it("asks at the terminal, and takes the name of the wave alone as an approval", async () => {
    const stopped = await fleet.answer("yes", "up");
    assert.equal(stopped.status, 1);
    assert.match(stopped.stdout, /\nWave three deploys e\nType three to approve, anything else to stop: /);
    const approved = await fleet.answer("three", "up", "--resume");
    assert.deepEqual([approved.status, approved.stderr], [0, ""]);
    assert.deepEqual(fleet.deployed.slice(4), ["e"]);
  });

  it("deploys the commit of its record alone: another commit, or a changed file, ends the run", async () => {
    const top = fleet.git("rev-parse", "--show-toplevel");
    const changedIn = async (stack: string, args: readonly string[], change: () => unknown) => {
      fleet.behave(stack, `until ${stack}-released`);
      const { ended } = fleet.start("up", ...args);
      await fleet.until(stack, "ready");
      await change();
      fleet.release(`${stack}-released`);
      return ended;
    };
    let other = "";
    const moved = await changedIn("a", [], async () => {
      fleet.write("README.md", "changed");
      other = await fleet.commit();
    });
    assert.deepEqual(
      [moved.status, moved.stderr],
      [
        3,
        `error: the run deploys commit ${commit.slice(0, 12)}, and ${top} has ${other.slice(0, 12)} now. Nothing more starts. Check out the commit of the run, and go on with --resume.\n`,
      ],
    );
    assert.deepEqual(fleet.deployed.toSorted(), ["a", "b"]);
    fleet.git("checkout", "--quiet", commit);
    const changed = await changedIn("c", ["--resume"], () => fleet.write("index.ts", "another program"));
    assert.deepEqual(
      [changed.status, changed.stderr],
      [
        3,
        `error: the run deploys commit ${commit.slice(0, 12)}, and ${top} has changes beside it now. Nothing more starts. Remove them, or let git ignore files that a program writes, and go on with --resume:\n  ?? index.ts\n`,
      ],
    );
    assert.deepEqual(fleet.deployed.slice(2), ["c"]);
    assert.deepEqual(fleet.record.slice(-2), ["started c", "succeeded c"]);
  });

  it("goes on after a crash of the runner, once the deployments that it left behind have ended", async () => {
    fleet.behave("c", "until released");
    const { child, ended } = fleet.start("up", "--approve-wave", "three");
    const { pid } = await fleet.until("c", "ready");
    child.kill("SIGKILL");
    await ended;
    assert.deepEqual(fleet.record.slice(-1), ["started c"]);

    const early = await fleet.run("up", "--resume", "--approve-wave", "three");
    assert.deepEqual(
      [early.status, early.stderr],
      [
        3,
        `error: the last run ended, and its deployments go on: c by process ${pid}. Wait for their end, and use --resume then.\n`,
      ],
    );
    // The deployment writes its output without the runner, and ends by itself.
    fleet.release("released");
    await fleet.until("c", "done");
    while (existsSync(`/proc/${pid}`)) {
      await new Promise((next) => setTimeout(next, 20));
    }
    // A crash in the middle of a line leaves a part of it.
    const [record = ""] = fleet.records;
    writeFileSync(record, `${readFileSync(record, "utf8")}{"at":"2026-`);

    const late = await fleet.run("up", "--resume", "--approve-wave", "three");
    assert.deepEqual([late.status, late.stderr], [0, ""]);
    assert.deepEqual(fleet.deployed.slice(2), ["c", "c", "d", "e"]);
    assert.deepEqual(fleet.record.slice(-1), ["ended succeeded"]);
  });

  it("interrupts its deployments at Ctrl-C, once each, and starts no more", async () => {
    fleet.behave("a", "hang");
    fleet.behave("b", "hang");
    const { child, ended } = fleet.start("up");
    const calls = [await fleet.until("a", "ready"), await fleet.until("b", "ready")];
    // A terminal sends Ctrl-C to every process of the group.
    process.kill(-(child.pid ?? 0), "SIGINT");
    const { status, stdout } = await ended;
    assert.equal(status, 1);
    assert.match(stdout, /^ {2}a {2}✗ interrupted after \d+ s: error: update canceled$/m);
    assert.match(stdout, /^✗ The run was interrupted\. 0 of 5 environments are deployed\. Go on with --resume\.$/m);
    assert.deepEqual(fleet.record.slice(3).toSorted(), ["ended interrupted", "interrupted a", "interrupted b"]);
    assert.deepEqual(
      fleet.calls
        .filter(({ event }) => event === "SIGINT")
        .map(({ stack }) => stack)
        .toSorted(),
      ["a", "b"],
    );
    assert.deepEqual(
      calls.map(({ pid }) => existsSync(`/proc/${pid}`)),
      [false, false],
    );
    assert.equal(existsSync(lock()), false);
  });

  it("refuses a second run at the same time, and names the first", async () => {
    fleet.behave("a", "until released");
    const { child, ended } = fleet.start("up");
    await fleet.until("a", "ready");
    const second = await fleet.run("up");
    assert.equal(second.status, 3);
    assert.match(
      second.stderr,
      new RegExp(
        `^error: process ${child.pid} on \\S+ deploys this fleet since \\S+Z\\. Wait for its end, or stop it with "kill -INT ${child.pid}"\\.\\n$`,
      ),
    );
    fleet.release("released");
    assert.equal((await ended).status, 1);
    assert.deepEqual(fleet.deployed.toSorted(), ["a", "b", "c", "d"]);
  });

  it("tells about a CLI that a signal ended", async () => {
    fleet.behave("a", "crash");
    const { status, stdout } = await fleet.run("up");
    assert.equal(status, 1);
    assert.match(stdout, /^ {2}a {2}✗ failed after \d+ s: pulumi ended by SIGKILL without output$/m);
  });

  it("previews every environment, and lists the waves", async () => {
    const clean = await fleet.run("plan");
    assert.deepEqual(
      [clean.status, clean.stdout],
      [
        0,
        "one, 2 environments\n  a  2 to create\n  b  2 to create\ntwo, 2 environments, 1 at once\n  c  2 to create\n  d  2 to create\n⏸ three, 1 environment\n  e  2 to create\n",
      ],
    );
    fleet.behave("d", "fail");
    const failed = await fleet.run("plan", "--concurrency", "5");
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /^ {2}d {2}✗ error: the program threw$/m);
    assert.deepEqual(fleet.deployed, []);
  });

  it("keeps the output of the last preview of an environment", async () => {
    fleet.behave("d", "fail");
    for (const _ of ["first", "second"]) {
      await fleet.run("plan");
    }
    assert.equal(readFileSync(join(fleet.repository, ".fleet/plan/d.log"), "utf8"), "error: the program threw\n");
  });

  it("takes no record, lock or link from a commit", async () => {
    const top = fleet.git("rev-parse", "--show-toplevel");
    const records = join(top, ".fleet");
    const refused = async (files: string, step: "plan" | "up") => {
      fleet.git("add", "--force", ".");
      await fleet.commit();
      const { status, stderr } = await fleet.run(step);
      assert.deepEqual(
        [status, stderr.replaceAll(fleet.repository, top)],
        [
          3,
          `error: the commit holds ${files} in ${records}, and records come from runs alone. Remove them with "git rm -r --cached .fleet", delete the folder, and commit.\n`,
        ],
      );
      fleet.git("rm", "-r", "--quiet", ".fleet");
      await fleet.commit();
    };
    mkdirSync(join(records, "runs"), { recursive: true });
    fleet.write(".fleet/runs/9.jsonl", '{"event":"succeeded","environment":"a","seconds":1}\n');
    fleet.write(".fleet/lock", "{}");
    await refused("2 files", "up");
    symlinkSync(fleet.folder, records);
    await refused("a file", "plan");
    assert.deepEqual([fleet.deployed, existsSync(join(fleet.folder, "plan"))], [[], false]);
    const elsewhere = await fleet.run("up", "--record", join(fleet.folder, "records"));
    assert.equal(elsewhere.status, 1);
    assert.equal(fleet.deployed.length, 4);
  });

  it("refuses settings, commits and options that it cannot use", async () => {
    fleet.write("README.md", "not committed");
    const dirty = await fleet.run("up");
    assert.deepEqual(
      [dirty.status, dirty.stderr],
      [
        3,
        `error: a fleet deploys a commit, and ${fleet.git("rev-parse", "--show-toplevel")} has changes beside it. Commit or stash them:\n  ?? README.md\n`,
      ],
    );
    fleet.write("Pulumi.a.yaml", "config:\n  shop:size: huge\n");
    const stale = await fleet.run("up");
    assert.equal(stale.status, 2);
    assert.match(
      stale.stderr,
      /fleet\.yaml has a problem:\n {2}environments\.a: \S+Pulumi\.a\.yaml differs in shop:size\nWrite the settings with "aws-pipelines fleet settings", and commit them\.\n$/,
    );
    fleet.write("fleet.yaml", "environments: { a: { project: shopp } }\nwaves: [{ name: one, environments: [a] }]\n");
    const other = await fleet.run("plan");
    assert.equal(other.status, 2);
    assert.match(
      other.stderr,
      /environments\.a\.project: is "shopp", and \S+ holds "shop": give that name, or another directory\n$/,
    );
    assert.deepEqual(fleet.deployed, []);
  });

  it("takes one step, and options that it knows", async () => {
    assert.match(fleetCommand.help, /--approve-wave NAME/);
    assert.equal(new FleetRefusal("no").name, "FleetRefusal");
    const messages: readonly (readonly [args: readonly string[], message: string])[] = [
      [["plna"], 'fleet takes one of plan, up, settings, but received "plna". Did you mean plan?'],
      [[], 'fleet needs one of plan, up, settings. Run "aws-pipelines fleet --help" for the steps.'],
      [["up", "--approve-wave", "thre"], "--approve-wave thre: the fleet has no such wave. Did you mean three?"],
      [["up", "--accept-changes"], "--accept-changes belongs to --resume: a new run takes every commit"],
      [["plan", "--concurrency", "0"], '--concurrency: "0" is not a whole number from 1 to 999'],
    ];
    for (const [args, message] of messages) {
      const { status, stderr } = await fleet.run(...args);
      assert.deepEqual([status, stderr], [3, `error: ${message}\n`]);
    }
  });
});
