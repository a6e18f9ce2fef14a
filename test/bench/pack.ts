import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../policy/rules/mutation/program";
import { PackProcess, packDirectory, type SentResource } from "../policy/support/pack-process";
import { peakMegabytes } from "./measure";

/** Time and memory of one step of the pack. */
export interface PackRun {
  readonly seconds: number;
  /** Peak memory of its process so far, in megabytes. Unknown without /proc. */
  readonly megabytes: number | undefined;
}

/** Seconds from the start of a process to its port: this pack, and the SDK's launcher with a pack that does nothing. */
export interface Starts {
  readonly pack: number;
  readonly launcher: number;
}

/**
 * Measures starts in this repository, where the launcher finds TypeScript 6, and in the folder that `npm install` of the
 * pack makes. The folder has no TypeScript, and the launcher loads its own.
 */
export async function measureStarts(): Promise<{ readonly here: Starts; readonly installed: Starts }> {
  const folder = mkdtempSync(join(tmpdir(), "aws-pipelines-bench-"));
  try {
    const modules = join(root, "node_modules");
    linkModules(modules, join(folder, "node_modules"));
    const empty = join(folder, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "package.json"), '{ "main": "index.js" }');
    writeFileSync(join(empty, "index.js"), "console.log(0);");
    const installed = join(folder, "node_modules");
    const pack = join(installed, "@platform/aws-pipelines-policy");
    return {
      here: { pack: await startOf(modules, packDirectory), launcher: await startOf(modules, empty) },
      installed: { pack: await startOf(installed, pack), launcher: await startOf(installed, empty) },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const root = join(__dirname, "../..");

/** Links the modules of this repository but TypeScript. */
function linkModules(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((each) => !["typescript", "ts-node", ".cache", ".bin"].includes(each))) {
    symlinkSync(join(from, name), join(to, name));
  }
}

/** Starts a pack as a language host does, and ends it after its first line. */
async function startOf(modules: string, pack: string): Promise<number> {
  const launcher = join(modules, "@pulumi/pulumi/cmd/run-policy-pack/index.js");
  // Linked modules resolve others from the place of the link.
  const args = ["--preserve-symlinks", "--preserve-symlinks-main", launcher, "127.0.0.1:1", pack];
  const began = process.hrtime.bigint();
  const child = spawn(process.execPath, args, { cwd: pack, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const ended = once(child, "exit");
  child.kill();
  await ended;
  return seconds;
}

/** Starts the pack and lets it judge that many resources, each by itself and all together. */
export async function measurePack(
  count: number,
): Promise<{ readonly start: PackRun; readonly ready: PackRun; readonly judge: PackRun }> {
  const resources = resourcesLikeProgram(count);
  const began = process.hrtime.bigint();
  const pack = await PackProcess.start();
  const started = process.hrtime.bigint();
  const memory = () => peakMegabytes(pack.process.pid ?? 0);
  const since = (moment: bigint): PackRun => ({
    seconds: Number(process.hrtime.bigint() - moment) / 1e9,
    megabytes: memory(),
  });
  const start = { seconds: Number(started - began) / 1e9, megabytes: memory() };
  try {
    await pack.getAnalyzerInfo();
    const ready = since(began);
    const asked = process.hrtime.bigint();
    await Promise.all(resources.map((resource) => pack.analyze(resource)));
    await pack.analyzeStack(resources);
    return { start, ready, judge: since(asked) };
  } finally {
    pack.stop();
  }
}

/** Copies of the program that passes every rule, each with its own names. */
function resourcesLikeProgram(count: number): SentResource[] {
  return Array.from({ length: count }, (_, index) => {
    const { name, type, props } = program[index % program.length] ?? failWithoutProgram();
    const copy = Math.floor(index / program.length);
    return {
      type,
      name: `${name}-${copy}`,
      props: JSON.parse(JSON.stringify(props).replaceAll("shop", `shop${copy}`)),
    };
  });
}

function failWithoutProgram(): never {
  throw new Error("the program that passes every rule is empty");
}
