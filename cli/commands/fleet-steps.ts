import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fleetDigest, type PlannedWave } from "../../components/fleet/plan";
import { nearest } from "../../components/schema/nearest";
import { listChanges, readCheckout, requireCheckout, requireUntracked, topOf } from "../fleet/commit";
import { type Engine, OperationFailure } from "../fleet/engine";
import {
  type LocalEnvironment,
  type LocalFleet,
  locateEnvironments,
  readLocalFleet,
  requireFreshSettings,
  writeSettings,
} from "../fleet/files";
import { takeLock } from "../fleet/lock";
import { isRunning } from "../fleet/processes";
import { progressOf } from "../fleet/progress";
import { lastEntries, prepareFolder, type RecordedEntry, RunRecord } from "../fleet/record";
import { deployWaves } from "../fleet/run";
import { PreviewError } from "../preview/base/error";
import { inTurns } from "../preview/base/in-turns";
import { Status } from "../preview/result";
import { type EnvironmentPreview, environmentLine, fleetPlanReport, fleetRunReport } from "../report/fleet";
import { Progress } from "../report/progress";
import type { Surroundings } from "./command";
import type { FleetOptions } from "./fleet";
import { paintFor } from "./previewing";

// The Automation API loads the SDK of Pulumi, which no other command needs in this process: so it loads at its use.
type EngineModule = typeof import("../fleet/pulumi-engine");

export { FleetRefusal } from "../fleet/files";

/** A fleet whose environments were found in the repository. */
interface FoundFleet extends LocalFleet {
  /** The top of the repository. */
  readonly top: string;
  readonly environments: ReadonlyMap<string, LocalEnvironment>;
}

function findFleet({ fleet = "fleet.yaml" }: FleetOptions): FoundFleet {
  const local = readLocalFleet(fleet);
  const top = topOf(local.folder);
  return { ...local, top, environments: locateEnvironments(local, top) };
}

/** Writes the settings of the fleet into the files of the stacks. */
export function settings(values: FleetOptions, { stdout }: Surroundings): Promise<Status> {
  const files = writeSettings(findFleet(values).environments.values());
  stdout.write(
    files.length === 0 ? "Every settings file agrees with the fleet.\n" : files.map((file) => `${file}\n`).join(""),
  );
  return Promise.resolve(Status.clean);
}

function startEngine(values: FleetOptions) {
  const { "policy-pack": policyPacks = [], "policy-pack-config": policyPackConfigs = [] } = values;
  const module: EngineModule = require("../fleet/pulumi-engine");
  const absolute = (path: string) => resolve(path);
  return module.startEngine({
    policyPacks: policyPacks.map(absolute),
    policyPackConfigs: policyPackConfigs.map(absolute),
  });
}

/** Previews every environment. */
export async function plan(values: FleetOptions, surroundings: Surroundings): Promise<Status> {
  const { stdout, stderr, env, signal } = surroundings;
  const fleet = findFleet(values);
  requireFreshSettings(fleet, fleet.environments.values());
  const concurrency = concurrencyOf(values.concurrency);
  const engine = await startEngine(values);
  const logs = prepareFolder(recordFolder(values, fleet), "plan");
  const previews = new Map<string, EnvironmentPreview>();
  const progress = new Progress(stderr, "Previewing:", "environment");
  try {
    for (const wave of fleet.plan.waves) {
      const locals = wave.environments.flatMap(({ name }) => fleet.environments.get(name) ?? []);
      await inTurns(locals, concurrency ?? wave.maxParallel, async (local) => {
        if (!signal.aborted) {
          const { name } = local.environment;
          previews.set(name, await previewOne(engine, local, join(logs, `${name}.log`), signal));
          progress.show(previews.size);
        }
      });
    }
  } finally {
    progress.end();
  }
  if (signal.aborted) {
    throw new PreviewError("interrupted");
  }
  stdout.write(fleetPlanReport(fleet.plan, previews, paintFor(stdout, env)));
  return [...previews.values()].some((preview) => "reason" in preview) ? Status.violated : Status.clean;
}

async function previewOne(
  engine: Engine,
  local: LocalEnvironment,
  log: string,
  signal: AbortSignal,
): Promise<EnvironmentPreview> {
  // Removes a link itself, not the file that it leads to.
  rmSync(log, { force: true });
  try {
    return { changes: await engine.preview(local, { log, signal, onStart: () => undefined }) };
  } catch (error) {
    if (!(error instanceof OperationFailure)) {
      throw error;
    }
    return { reason: error.message };
  }
}

/** Deploys the waves. */
export async function up(values: FleetOptions, surroundings: Surroundings): Promise<Status> {
  const { stdout, env, signal } = surroundings;
  const fleet = findFleet(values);
  const { plan: waves, environments } = fleet;
  requireFreshSettings(fleet, environments.values());
  const commit = cleanCommit(fleet.top);
  requireWaves(values["approve-wave"] ?? [], waves.waves);
  const folder = recordFolder(values, fleet);
  prepareFolder(folder, "runs");
  const lock = takeLock(join(folder, "lock"));
  try {
    refuseRunning(lastEntries(folder));
    const engine = await startEngine(values);
    const record = openRecord(values, folder, {
      commit,
      fleet: fleetDigest(waves),
      file: fleet.file,
      pulumi: engine.version,
    });
    try {
      const paint = paintFor(stdout, env);
      const result = await deployWaves({
        ...{ plan: waves, environments, record, lock, engine, commit, signal },
        verifyCommit: () => requireCheckout(fleet.top, commit),
        approve: (wave) => approve(wave, values["approve-wave"] ?? [], surroundings),
        onEnd: (name, state) => stdout.write(environmentLine(name, state, commit, paint)),
      });
      stdout.write(`\n${fleetRunReport(waves, progressOf(record.entries), result, paint)}Record: ${record.file}\n`);
      return result === "succeeded" ? Status.clean : Status.violated;
    } finally {
      record.close();
    }
  } finally {
    lock.release();
  }
}

function recordFolder({ record }: FleetOptions, { folder, top }: FoundFleet): string {
  const records = resolve(record ?? join(folder, ".fleet"));
  requireUntracked(top, records);
  return records;
}

function concurrencyOf(text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,2}$/.test(text)) {
    throw new PreviewError(`--concurrency: "${text}" is not a whole number from 1 to 999`);
  }
  return text === undefined ? undefined : Number(text);
}

/** The commit of the files: a record would be wrong about files that no commit holds. */
function cleanCommit(top: string): string {
  const checkout = readCheckout(top);
  if (checkout.changes.length > 0) {
    throw new PreviewError(
      `a fleet deploys a commit, and ${top} has changes beside it. Commit or stash them:\n${listChanges(checkout)}`,
    );
  }
  return checkout.commit;
}

function requireWaves(names: readonly string[], waves: readonly PlannedWave[]): void {
  const known = waves.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new PreviewError(
      `--approve-wave ${unknown}: the fleet has no such wave. ${meant === undefined ? `It has ${known.join(", ")}.` : `Did you mean ${meant}?`}`,
    );
  }
}

/** A crashed runner leaves its deployments at work. A second deployment of the stack would fail at Pulumi's own lock. */
function refuseRunning(entries: readonly RecordedEntry[]): void {
  const running = [...progressOf(entries).environments].flatMap(([name, state]) =>
    state.state === "running" && isRunning(state.process) === true ? [`${name} by process ${state.process.pid}`] : [],
  );
  if (running.length > 0) {
    throw new PreviewError(
      `the last run ended, and its deployments go on: ${running.join(", ")}. Wait for their end, and use --resume then.`,
    );
  }
}

function openRecord(
  { resume = false, "accept-changes": accepts = false }: FleetOptions,
  folder: string,
  now: { readonly commit: string; readonly fleet: string; readonly file: string; readonly pulumi: string },
): RunRecord {
  if (!resume) {
    if (accepts) {
      throw new PreviewError("--accept-changes belongs to --resume: a new run takes every commit");
    }
    const record = RunRecord.create(folder);
    record.append({ event: "run", ...now });
    return record;
  }
  const record = RunRecord.openLast(folder);
  const before = progressOf(record.entries);
  const changed = [
    ...(before.commit === now.commit
      ? []
      : [`commit ${before.commit.slice(0, 12)}, and now it is ${now.commit.slice(0, 12)}`]),
    ...(before.fleet === now.fleet ? [] : ["other settings of the fleet"]),
  ];
  if (changed.length > 0 && !accepts) {
    record.close();
    throw new PreviewError(
      `--resume: the run deployed ${changed.join(", and ")}. Check out that commit, start a new run without --resume, or go on with --accept-changes.`,
    );
  }
  const { commit, fleet, pulumi } = now;
  record.append({ event: "resumed", commit, fleet, pulumi });
  return record;
}

/** Asks at the terminal, unless the wave was approved beforehand. Ctrl-C is no answer. */
async function approve(
  { name, environments }: PlannedWave,
  approved: readonly string[],
  { stdin, stdout, stderr, signal }: Surroundings,
): Promise<string | undefined> {
  const user = userInfo().username;
  if (approved.includes(name)) {
    return `${user}, with --approve-wave`;
  }
  if (stdin?.isTTY !== true) {
    stderr.write(`Wave ${name} needs an approval. Go on with --resume --approve-wave ${name}.\n`);
    return undefined;
  }
  const list = environments.map((environment) => environment.name).join(", ");
  stdout.write(`\nWave ${name} deploys ${list}\n`);
  // Without the terminal mode, the system turns Ctrl-C into a signal, which ends the run.
  const lines = createInterface({ input: stdin, terminal: false });
  try {
    stdout.write(`Type ${name} to approve, anything else to stop: `);
    const answer = await lines.question("", { signal });
    return answer.trim() === name ? `${user}, at the terminal` : undefined;
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  } finally {
    lines.close();
  }
}
