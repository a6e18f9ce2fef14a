import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { Surroundings } from "../../../../cli/commands/command";
import type { RecordedEntry } from "../../../../cli/fleet/record";
import { main } from "../../../../cli/main";
import { root } from "../../../support/command";

/** The behaviour of the stand-in CLI for one stack. */
export type Behaviour = "succeed" | "fail" | "hang" | "crash" | `until ${string}`;

/** A call of the stand-in CLI. */
export interface Call {
  readonly event: string;
  readonly stack: string;
  readonly at: number;
  readonly pid: number;
}

/** The end of a command with its output. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const settings = `defaults: { project: shop, config: { "shop:size": small } }
environments: { a: {}, b: {}, c: {}, d: {}, e: {} }
waves:
  - { name: one, environments: [a, b] }
  - { name: two, environments: [c, d], maxParallel: 1 }
  - { name: three, environments: [e], approval: true }
`;

/** A repository with a fleet of five environments in three waves, and a stand-in for the Pulumi CLI. */
export class TestFleet {
  readonly folder = mkdtempSync(join(tmpdir(), "fleet-"));
  readonly repository = join(this.folder, "repository");
  readonly #standIn = join(this.folder, "stand-in");

  constructor(fleet = settings) {
    mkdirSync(this.repository);
    mkdirSync(this.#standIn);
    const cli = join(this.#standIn, "pulumi");
    copyFileSync(join(__dirname, "pulumi.cjs"), cli);
    chmodSync(cli, 0o755);
    this.write("fleet.yaml", fleet);
    this.write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    this.git("init", "--quiet", "--initial-branch=main");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.repository, name), text);
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.example", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...identity, ...args], {
      cwd: this.repository,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  }

  /** Writes the settings of all stacks, and commits everything. */
  async commit(message = "change"): Promise<string> {
    const { status, stderr } = await this.run("settings");
    assert.deepEqual([status, stderr], [0, ""]);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  behave(stack: string, behaviour: Behaviour): void {
    writeFileSync(join(this.#standIn, `${stack}.txt`), behaviour);
  }

  /** Creates the file that a deployment waits for. */
  release(name: string): void {
    writeFileSync(join(this.#standIn, name), "");
  }

  start(...args: readonly string[]): Running {
    const child = spawn(process.execPath, [join(root, "bin/cli/cli.js"), "fleet", ...args], {
      cwd: this.repository,
      // A terminal gives each command a process group of its own.
      detached: true,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        text[stream] += chunk;
      });
    }
    return { child, ended: new Promise((end) => child.once("close", (status) => end({ status, ...text }))) };
  }

  /** Runs the command in this process, with the answer of a person at the terminal if there is one. */
  run(...args: readonly string[]): Promise<Ended> {
    return this.#run(args);
  }

  /** Runs the command for a person who types an answer. */
  answer(answer: string, ...args: readonly string[]): Promise<Ended> {
    return this.#run(args, Object.assign(Readable.from([`${answer}\n`]), { isTTY: true }));
  }

  async #run(args: readonly string[], stdin?: Surroundings["stdin"]): Promise<Ended> {
    const text = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof text) => ({
      write: (chunk: string) => {
        text[name] += chunk;
        return true;
      },
    });
    const before = { ...process.env };
    Object.assign(process.env, this.#environment);
    try {
      const status = await main(["fleet", ...args, "--fleet", join(this.repository, "fleet.yaml")], {
        stdout: stream("stdout"),
        stderr: stream("stderr"),
        ...(stdin && { stdin }),
        env: {},
        signal: new AbortController().signal,
      });
      return { status, ...text };
    } finally {
      process.env = before;
    }
  }

  get #environment() {
    return {
      PATH: [this.#standIn, dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: this.folder,
      STAND_IN: this.#standIn,
    };
  }

  /** Calls of the stand-in, the first one first. */
  get calls(): readonly Call[] {
    const file = join(this.#standIn, "calls.jsonl");
    return existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line))
      : [];
  }

  /** Stacks that were deployed, in the order of their starts. */
  get deployed(): readonly string[] {
    return this.calls.filter(({ event }) => event === "up").map(({ stack }) => stack);
  }

  /** Waits for an event of a stack. */
  async until(stack: string, event: string): Promise<Call> {
    for (let tries = 0; tries < 1500; tries += 1) {
      const call = this.calls.find((each) => each.stack === stack && each.event === event);
      if (call !== undefined) {
        return call;
      }
      await new Promise((next) => setTimeout(next, 20));
    }
    throw new Error(`no ${event} of ${stack}: ${JSON.stringify(this.calls)}`);
  }

  /** The records, the oldest first. */
  get records(): readonly string[] {
    const runs = join(this.repository, ".fleet/runs");
    return readdirSync(runs)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .map((name) => join(runs, name));
  }

  /** The entries of the last record, without times and processes. */
  get record(): readonly string[] {
    const file = this.records.at(-1) ?? "";
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as RecordedEntry)
      .map((entry) => {
        switch (entry.event) {
          case "run":
          case "resumed":
            return `${entry.event} ${entry.commit}`;
          case "approved":
            return `approved ${entry.wave}`;
          case "ended":
            return `ended ${entry.result}`;
          default:
            return `${entry.event} ${entry.environment}`;
        }
      });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
