import assert from "node:assert/strict";
import { join } from "node:path";
import type { NodeModule } from "../../../../cli/preview/process/node-module";
import { ProgramProcesses, startAlone } from "../../../../cli/preview/process/program-processes";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

/** The parts of the SDK that start a program, and one that serializes functions. */
const SDK = "node_modules/@pulumi/pulumi";
const SDK_FILES = {
  [`${SDK}/cmd/run/index.js`]:
    'process.on("exit", () => console.log("the SDK ends"));\nrequire("./run").run(process.argv.slice(2), () => undefined);',
  [`${SDK}/cmd/run/run.js`]:
    'exports.run = ([program], started) => {\n  process.on("uncaughtException", () => { process.exitCode = 32; });\n  process.on("unhandledRejection", () => { process.exitCode = 32; });\n  started();\n  require(program);\n};',
  [`${SDK}/runtime/closure/v8Hooks.js`]: "",
};

/** A program that tells its process, and everything that an earlier stack could have changed. */
const TELLING = `
  const state = require("./state");
  state.count += 1;
  console.log(JSON.stringify([process.pid, state.count, process.env.STACK, process.env.LEFT, globalThis.left, process.argv.slice(2), [].left]));
`;

interface Stack {
  readonly pid: number;
  readonly told: readonly unknown[];
  readonly lines: readonly string[];
  readonly code: number | null;
}

/** Runs two stacks of a program, one after the other. */
async function twoStacks(
  program: string,
  changes: Partial<NodeModule> = {},
  files = {},
): Promise<readonly [Stack, Stack]> {
  const directory = temporaryDirectory({
    ...SDK_FILES,
    "state.js": "exports.count = 0;",
    "program.js": `${TELLING}${program}`,
    ...files,
  });
  const processes = new ProgramProcesses();
  try {
    return [await stack(processes, directory, "one", changes), await stack(processes, directory, "two", changes)];
  } finally {
    await processes.end();
  }
}

async function stack(
  processes: ProgramProcesses | undefined,
  directory: string,
  name: string,
  changes: Partial<NodeModule>,
): Promise<Stack> {
  const lines: string[] = [];
  const module: NodeModule = {
    ...{ module: "@pulumi/pulumi/cmd/run", directory, cwd: directory, nodeArgs: [] },
    args: [join(directory, "program.js"), name],
    env: { STACK: name },
    ...changes,
  };
  const hear = (stream: string, line: string) => lines.push(`${stream}: ${line}`);
  const program = processes === undefined ? startAlone(module, hear) : processes.start(module, hear);
  const { code } = await program.ended;
  await program.end("SIGTERM");
  const [pid, ...told] = JSON.parse(lines[0]?.replace("stdout: ", "") ?? "[0]");
  return { pid, told, lines: lines.slice(1), code };
}

/** Standard output and standard error mix. A warning names its process. */
function linesOf({ lines, pid }: Stack): readonly string[] {
  return lines.map((line) => line.replace(String(pid), "PID")).sort();
}

describe("stacks of a program, one after the other", () => {
  afterEach(removeTemporaryDirectories);

  it("run in one process, each as if the process were new", async () => {
    const [one, two] = await twoStacks(
      `
      const { posix } = require("node:path");
      globalThis.left = 1;
      Array.prototype.left = 1;
      posix.join = () => "";
      process.env.LEFT = "1";
      process.chdir("/");
      process.on("beforeExit", (() => { let rounds = 0; return () => {
        rounds += 1;
        if (rounds < 3) { Promise.resolve().then(() => setImmediate(() => console.error("round " + rounds))); }
      }; })());
      process.stdout;
    `.replace("process.stdout;", ""),
    );
    assert.equal(one.pid, two.pid);
    const program = String((one.told[4] as string[] | undefined)?.[0] ?? "");
    assert.deepEqual(one.told, [1, "one", null, null, [program, "one"], null]);
    assert.deepEqual(two.told, [1, "two", null, null, [program, "two"], null]);
    for (const { lines, code } of [one, two]) {
      assert.deepEqual([...lines].sort(), ["stderr: round 1", "stderr: round 2", "stdout: the SDK ends"]);
      assert.equal(code, 0);
    }
  });

  it("end with their last line, also without a line feed", async () => {
    const [one, two] = await twoStacks('require("node:fs").writeSync(1, "no line feed");');
    assert.deepEqual(
      [one.lines, two.lines],
      [["stdout: no line feedthe SDK ends"], ["stdout: no line feedthe SDK ends"]],
    );
    assert.equal(one.pid, two.pid);
  });

  const alone: readonly (readonly [reason: string, program: string, changes?: Partial<NodeModule>])[] = [
    ["fails", "setTimeout(() => { throw new Error(); });"],
    ["rejects", "Promise.reject(new Error());"],
    ["sets a status", "process.exitCode = 7;"],
    ["exits", "process.exit(0);"],
    ["listens to its end", 'process.on("exit", () => console.log("the program ends"));'],
    ["warns", 'process["emit" + "Warning"]("careful");'],
    ["keeps a timer", "setTimeout(() => undefined, 60000).unref();"],
    ["uses a module with state", 'require("node:http");'],
    ["imports", 'import("./other.mjs");'],
    ["defines a variable for ever", 'Object.defineProperty(globalThis, "left", { value: 1 });'],
    ["has code loaded ahead", "", { nodeArgs: ["--require=./state.js"] }],
  ];
  for (const [reason, program, changes] of alone) {
    it(`have processes of their own if the program ${reason}`, async () => {
      const files = { "other.mjs": "" };
      const [one, two] = await twoStacks(program, changes, files);
      assert.notEqual(one.pid, two.pid);
      assert.deepEqual([one.told[0], two.told[0]], [1, 1]);
      assert.deepEqual([linesOf(two), two.code], [linesOf(one), one.code]);
    });
  }

  it("have processes of their own if they differ in anything but arguments and values of variables", async () => {
    const directory = temporaryDirectory({ ...SDK_FILES, "state.js": "exports.count = 0;", "program.js": TELLING });
    const processes = new ProgramProcesses();
    const pids: number[] = [];
    for (const changes of [{}, { nodeArgs: ["--stack-trace-limit=5"] }, { env: { OTHER: "1" } }, {}]) {
      pids.push((await stack(processes, directory, "one", changes)).pid);
    }
    await processes.end();
    assert.equal(new Set(pids).size, 3);
    assert.equal(pids[0], pids[3]);
  });
});
