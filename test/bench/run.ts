import { existsSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { removeTemporaryDirectories, temporaryDirectory } from "../cli/preview/support/temporary";
import { generatedStacks } from "../support/generated-stacks";
import { COMMANDS, devCommand, measureAnalyses } from "./commands";
import { compare, median } from "./compare";
import { ALL, besideGoal, GOALS, type Goal, LONGEST_CHAIN, longestChain } from "./goals";
import { jobTable } from "./jobs";
import { type Command, measure, type Run } from "./measure";
import { measurePack, measureStarts, type Starts } from "./pack";

// `npm run bench -- --compare REVISION` says what this checkout gained or lost against a revision, and nothing else.
// `npm run bench -- --baseline DIR --runs N` measures a preview. DIR holds an installed AWS CDK app with cdk-nag and the
// same environments, to compare with, and may hold cdk1.ts to cdk3.ts, the three jobs. The commands take turns, so that a slow moment affects both.

const root = join(__dirname, "../..");

const { values } = parseArgs({
  options: {
    baseline: { type: "string" },
    compare: { type: "string" },
    runs: { type: "string", default: "5" },
  },
});

type Taken = Pick<Run, "seconds" | "megabytes">;
type Root = string;

interface Row {
  readonly label: string;
  readonly goal: Goal;
  readonly ours: (checkout: Root) => Command;
  readonly baseline?: Command;
}

const policies = ["--policy-pack", "policy", "--policy-pack-config", "policy/config.json"];
const preview =
  (...args: string[]) =>
  (checkout: Root): Command => ({
    cwd: checkout,
    args: ["bin/cli/cli.js", "preview", ...args, ...policies],
  });
const many = (count: number) => preview("--cwd", "test/bench/environments", "--stack", String(count));

const baselineDirectory = values.baseline === undefined ? undefined : resolve(values.baseline);
const cdk = (count: number): { baseline?: Command } =>
  baselineDirectory !== undefined && existsSync(join(baselineDirectory, "node_modules"))
    ? { baseline: { cwd: baselineDirectory, args: ["app.js"], env: { PIPELINES: String(count) } } }
    : {};

const rows: Row[] = [
  { label: "the dev stack", goal: GOALS.dev, ours: preview("--stack", "dev"), ...cdk(1) },
  { label: "10 environments in one program", goal: GOALS.ten, ours: many(10), ...cdk(10) },
  { label: "50 environments in one program", goal: GOALS.fifty, ours: many(50), ...cdk(50) },
];

const explanation = `
Each figure is the median of the runs after a first one, which fills the caches of the file system and those in which a
preview keeps what was transpiled and compiled; the peak is that of the largest process. One environment is mostly the
start of three processes at once: the program, the policy pack, and the preview between them. Many environments are
mostly calls between these: the SDK registers resource by resource and takes several stack traces of each. CDK does all
in one process.
`;

async function main(): Promise<void> {
  const runs = Number(values.runs);
  if (values.compare !== undefined) {
    const compared = rows.map(({ label, ours }) => ({ label, of: ours }));
    process.stdout.write(`${(await compare(root, values.compare, compared, runs)).join("\n")}\n`);
    return;
  }
  process.stdout.write(`${jobTable(root, baselineDirectory)}\n`);
  process.stdout.write(`Node.js ${process.version}\n\n`);
  process.stdout.write("| what | preview | peak | CDK with cdk-nag | peak | time | memory |\n");
  process.stdout.write("| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const { label, goal, ours, baseline } of rows) {
    const own: Run[] = [];
    const other: Run[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const both = [await measure(ours(root)), ...(baseline ? [await measure(baseline)] : [])];
      // The first run fills the caches of the file system and of compiled code.
      if (run > 0) {
        own.push(...both.slice(0, 1));
        other.push(...both.slice(1));
      }
    }
    process.stdout.write(
      `| ${[label, ...figures(own), ...figures(other), ...ratios(own, other, goal)].join(" | ")} |\n`,
    );
  }
  process.stdout.write(explanation);
  await benchAll();
  await benchChain();
  await benchStarts(runs);
  await benchPack(runs);
  await benchCommands(runs);
}

/** A preview of all stacks of a project, each like the dev stack. */
async function benchAll(): Promise<void> {
  const cwd = temporaryDirectory(generatedStacks(ALL.stacks));
  try {
    symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
    const { seconds, processorSeconds } = await measure(preview("--all", "--cwd", cwd)(root));
    const each = besideGoal(seconds / ALL.stacks, ALL.secondsEach);
    const processor = (processorSeconds / ALL.stacks).toFixed(2);
    process.stdout.write(
      `\npreview --all over ${ALL.stacks} stacks, seconds each: ${each}; processor time each: ${processor}\n`,
    );
  } finally {
    removeTemporaryDirectories();
  }
}

/** The longest chain of resources of the dev stack that wait for each other. */
async function benchChain(): Promise<void> {
  const { stdout } = await measure({ cwd: root, args: ["bin/cli/cli.js", "preview", "--stack", "dev", "--json"] });
  const chain = longestChain(JSON.parse(stdout).steps.map(({ newState }: { newState: never }) => newState));
  const names = chain.map((urn) => urn.split("::").at(-1));
  process.stdout.write(
    `\nLongest chain of dependencies: ${besideGoal(chain.length, LONGEST_CHAIN)}: ${names.join(", ")}\n`,
  );
}

/** Commands on the dev stack, and each analysis alone over many resources. */
async function benchCommands(runs: number): Promise<void> {
  process.stdout.write("\n| command on dev | time | peak |\n| --- | --- | --- |\n");
  for (const words of COMMANDS) {
    const taken: Run[] = [];
    for (let run = 0; run < runs; run += 1) {
      taken.push(await measure(devCommand(root, words)));
    }
    process.stdout.write(`| ${[words.join(" "), ...figures(taken)].join(" | ")} |\n`);
  }
  process.stdout.write("\n| analysis alone | time |\n| --- | --- |\n");
  for (const { name, milliseconds } of await measureAnalyses(root, 50)) {
    process.stdout.write(`| ${name} | ${Math.round(milliseconds)} ms |\n`);
  }
}

/** The start of the pack beside the launcher of the SDK alone, which loads before the pack. */
async function benchStarts(runs: number): Promise<void> {
  process.stdout.write(
    "\n| from start to port | the pack | the SDK's launcher with an empty pack |\n| --- | --- | --- |\n",
  );
  const taken: Awaited<ReturnType<typeof measureStarts>>[] = [];
  for (let run = 0; run <= runs; run += 1) {
    taken.push(await measureStarts());
  }
  const row = (label: string, starts: readonly Starts[]) => {
    // The first run fills the caches of the file system.
    const counted = starts.slice(1);
    const times = [counted.map(({ pack }) => pack), counted.map(({ launcher }) => launcher)];
    process.stdout.write(`| ${[label, ...times.map((each) => `${median(each).toFixed(2)} s`)].join(" | ")} |\n`);
  };
  row(
    "in this repository, where the launcher loads TypeScript 6",
    taken.map(({ here }) => here),
  );
  row(
    "as installed by itself",
    taken.map(({ installed }) => installed),
  );
}

/** Runs all rules in the process of the pack, over programs that differ only in size. */
async function benchPack(runs: number): Promise<void> {
  process.stdout.write("\n| the policy pack | time | peak | per resource |\n| --- | --- | --- | --- |\n");
  for (const count of [200, 2000]) {
    const taken: Awaited<ReturnType<typeof measurePack>>[] = [];
    for (let run = 0; run < runs; run += 1) {
      taken.push(await measurePack(count));
    }
    const judging = taken.map(({ judge }) => judge);
    const each = (1000 * median(judging.map(({ seconds }) => seconds))) / count;
    const start = ["from its start to its port", ...figures(taken.map((pack) => pack.start)), ""];
    const ready = ["from its start to the list of its rules", ...figures(taken.map((pack) => pack.ready)), ""];
    const judge = [`all rules over ${count} resources`, ...figures(judging), `${each.toFixed(2)} ms`];
    for (const row of count === 200 ? [start, ready, judge] : [judge]) {
      process.stdout.write(`| ${row.join(" | ")} |\n`);
    }
  }
}

function figures(runs: readonly Taken[]): string[] {
  if (runs.length === 0) {
    return ["not installed", ""];
  }
  return [`${median(runs.map(({ seconds }) => seconds)).toFixed(2)} s`, `${Math.round(memory(runs))} MB`];
}

function ratios(own: readonly Taken[], other: readonly Taken[], goal: Goal): string[] {
  if (other.length === 0) {
    return ["", ""];
  }
  const time = median(own.map(({ seconds }) => seconds)) / median(other.map(({ seconds }) => seconds));
  return [besideGoal(time, goal.time), besideGoal(memory(own) / memory(other), goal.memory)];
}

function memory(runs: readonly Taken[]): number {
  return median(runs.map(({ megabytes }) => megabytes ?? Number.NaN));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
