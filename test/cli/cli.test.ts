import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { main } from "../../cli/main";
import { Status } from "../../cli/preview/result";
import { fixture } from "./preview/support/fixture";
import { removeTemporaryDirectories, temporaryDirectory } from "./preview/support/temporary";

const ROOT = join(__dirname, "..", "..");

function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "bin/cli/cli.js"), ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

async function inProcess(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const status = await main(args, {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    env: {},
    signal: new AbortController().signal,
  });
  return { status, ...written };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("aws-pipelines", () => {
  after(removeTemporaryDirectories);

  it("prints the report on stdout alone, and ends with status 0", () => {
    const options = ["preview", "--cwd", fixture("plain"), "--policy-pack", fixture("pack")];
    const summary = command(...options);
    assert.deepEqual([summary.status, summary.stderr], [0, ""]);
    assert.match(summary.stdout, /^plain\/dev {2}eu-central-1 · 4 to create\n/);
    const { status, stdout, stderr } = command(...options, "--verbose");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Previewing update \(dev\) offline:\n/);
    assert.match(stdout, / \+ {3}└─ aws:s3:BucketLogging {2}logging {4}create\n/);
    assert.match(stdout, /✓ bucket-prefixed {2}mandatory {2}2 resources\n/);
    assert.match(stdout, /\nOutputs:\n {4}dataArn : \[unknown\]\n {4}dataName: "acme-data"\n/);
  });

  it("ends with status 1 by a mandatory violation, with whole JSON on stdout", () => {
    const { status, stdout, stderr } = command(
      ...["preview", "--json", "--cwd", fixture("plain")],
      ...["--policy-pack", fixture("pack"), "--policy-pack-config", fixture("strict.json")],
    );
    assert.deepEqual([status, stderr], [1, ""]);
    assert.deepEqual(JSON.parse(stdout).changeSummary, { create: 4 });
  });

  it("ends with status 2 by a program's message, on stderr alone", () => {
    assert.deepEqual(command("preview", "--cwd", fixture("failures"), "--stack", "message"), {
      status: 2,
      stdout: "",
      stderr:
        "Diagnostics:\n  pulumi:pulumi:Stack (failures-message):\n    error: picky: retention must be 1 or more days, not 0\n",
    });
  });

  it("masks decrypted secrets in every output", () => {
    const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "fixture" };
    for (const args of [["--verbose"], ["--json"], ["--stack", "error"], ["--stack", "error", "--json"]]) {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, "bin/cli/cli.js"), "preview", "--cwd", fixture("leaks"), "--stack", "dev", ...args],
        { encoding: "utf8", env },
      );
      const written = stdout + stderr;
      assert.doesNotMatch(written, /sesame/, args.join(" "));
      assert.match(written, /printed \[secret\]/);
      assert.match(written, /printed to stderr \[secret\]/);
      assert.match(written, /logged \[secret\]/);
      assert.match(written, args.includes("error") ? /thrown \[secret\]/ : /output \[secret\]/);
    }
  });

  it("masks decrypted secrets in every form of report, also where a finding repeats them", () => {
    const directory = temporaryDirectory();
    const files = ["html", "md", "json", "sarif", "xml"].map((form) => join(directory, `report.${form}`));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[join(ROOT, "bin/cli/cli.js"), "preview", "--cwd", fixture("leaks"), "--stack", "dev"],
        ...["--policy-pack", fixture("telling-pack"), ...files.flatMap((file) => ["--report", file])],
      ],
      { encoding: "utf8", env: { ...process.env, PULUMI_CONFIG_PASSPHRASE: "fixture" } },
    );
    assert.equal(status, 1, stderr);
    for (const written of [stdout, ...files.map((file) => readFileSync(file, "utf8"))]) {
      assert.doesNotMatch(written, /sesame/);
      assert.match(written, /the token is (?:\[|&#91;)secret/);
    }
  });

  it("ends with status 3 by --strict when parts of the program are unknown offline, and says so", () => {
    const { status, stdout, stderr } = command("preview", "--cwd", fixture("skipped"), "--strict");
    assert.equal(status, 3);
    assert.match(stdout, /\n! Incomplete: 2 parts of the program are unknown offline/);
    assert.match(stdout, /\n {2}index\.ts:12: a callback of an unknown output makes resources\n/);
    const verbose = command("preview", "--cwd", fixture("skipped"), "--verbose");
    assert.match(verbose.stdout, /\nIncomplete:\n {4}2 parts of the program are unknown offline/);
    assert.equal(
      stderr,
      "error: --strict: skipped/dev: 2 parts of the program are unknown offline, so their resources are neither shown nor judged\n",
    );
    const lax = command("preview", "--cwd", fixture("skipped"), "--json");
    assert.equal(lax.status, 0);
    assert.equal(JSON.parse(lax.stdout).incomplete.length, 2);
    assert.equal(command("preview", "--cwd", fixture("plain"), "--strict").status, 0);
  });

  it("ends with status 3 by wrong usage, in one line", () => {
    assert.deepEqual(command("preview", "--cwd", fixture("javascript")), {
      status: 3,
      stdout: "",
      stderr: `error: which stack? ${fixture("javascript")} has dev, prod; choose one with --stack\n`,
    });
  });

  it("ends all it has started when it is interrupted", async () => {
    const mark = join(temporaryDirectory(), "pid");
    const child = spawn(
      process.execPath,
      [join(ROOT, "bin/cli/cli.js"), "preview", "--cwd", fixture("plain"), "--policy-pack", fixture("silent-pack")],
      { env: { ...process.env, SILENT_PACK_MARK: mark } },
    );
    const closed = once(child, "close");
    let told = "";
    child.stderr.on("data", (data) => {
      told += data;
    });
    while (!existsSync(mark)) {
      await setTimeout(20);
    }
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [3, null]);
    assert.equal(told, "error: interrupted\n");
    const pack = Number(readFileSync(mark, "utf8"));
    while (isAlive(pack)) {
      await setTimeout(20);
    }
  });

  it("prints its help and its version", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    assert.deepEqual(await inProcess("--version"), { status: Status.clean, stdout: `${version}\n`, stderr: "" });
    const help = await inProcess("--help");
    assert.match(help.stdout, /^Usage: aws-pipelines COMMAND \[options\]$[\s\S]*^ {2}preview +previews/m);
    const previewHelp = await inProcess("preview", "-h");
    assert.match(previewHelp.stdout, /^Previews a Pulumi program offline[\s\S]*Exit status: 0 clean, 1 mandatory/);
  });

  it("refuses an unknown command and names the known ones", async () => {
    const commands =
      "one of preview, diagram, cost, what-if, who-can, access, diff, baseline, adopt, check, build, fleet, completion";
    const message = (text: string) => ({ status: Status.failed, stdout: "", stderr: `error: ${text}\n` });
    assert.deepEqual(await inProcess(), message(`no command given. Use ${commands}.`));
    assert.deepEqual(await inProcess("up"), message(`unknown command "up". Use ${commands}.`));
  });

  it("reports text, JSON and failures alike inside another process", async () => {
    const text = await inProcess("preview", "--cwd", fixture("empty"), "--stack", "dev");
    assert.deepEqual([text.status, text.stderr], [Status.clean, ""]);
    assert.match(text.stdout, /^empty\/dev {2}1 to create\n[\s\S]*✓ The program runs \(no policy pack, /);
    const json = await inProcess("preview", "--json", "--cwd", fixture("failures"), "--stack", "duplicate");
    assert.equal(json.status, Status.failed);
    assert.equal(JSON.parse(json.stdout).diagnostics.length, 1);
    assert.match(json.stderr, /error: Duplicate resource URN/);
    const usage = await inProcess("preview", "--nonsense");
    assert.deepEqual([usage.status, usage.stdout], [Status.failed, ""]);
    assert.match(usage.stderr, /^error: Unknown option '--nonsense'/);
  });
});
