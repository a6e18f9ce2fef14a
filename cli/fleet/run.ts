import { join } from "node:path";
import type { FleetPlan, PlannedWave } from "../../components/fleet/plan";
import { type Engine, OperationFailure } from "./engine";
import type { LocalEnvironment } from "./files";
import type { Lock } from "./lock";
import { refuseLink } from "./places";
import { identify } from "./processes";
import { type EnvironmentState, progressOf } from "./progress";
import type { RunRecord, RunResult } from "./record";

/** A run of a fleet. */
export interface Run {
  readonly plan: FleetPlan;
  readonly environments: ReadonlyMap<string, LocalEnvironment>;
  readonly record: RunRecord;
  readonly lock: Lock;
  readonly engine: Engine;
  readonly commit: string;
  /**
   * Makes sure that the files of the commit are still checked out. An approval may wait for hours.
   *
   * @throws {PreviewError} when they are not
   */
  readonly verifyCommit: () => void;
  readonly signal: AbortSignal;
  /** Asks people about a wave, and returns who approved it; undefined if nobody did. */
  readonly approve: (wave: PlannedWave) => Promise<string | undefined>;
  /** Tells about the end of one environment. */
  readonly onEnd: (environment: string, state: EnvironmentState) => void;
}

/**
 * Deploys the waves in their order. Passes over what the record says is done. After a failure no further environment
 * starts; after an interruption, the running ones are interrupted too. Returns when no deployment runs any more.
 */
export async function deployWaves(run: Run): Promise<RunResult> {
  const result = await untilStopped(run);
  run.record.append({ event: "ended", result });
  return result;
}

async function untilStopped(run: Run): Promise<RunResult> {
  for (const wave of run.plan.waves) {
    const { environments, approved } = progressOf(run.record.entries);
    const waiting = wave.environments.filter(({ name }) => environments.get(name)?.state !== "succeeded");
    if (waiting.length === 0) {
      continue;
    }
    if (run.signal.aborted) {
      return "interrupted";
    }
    run.verifyCommit();
    if (wave.approval !== undefined && !approved.has(wave.name)) {
      const by = await run.approve(wave);
      if (by === undefined) {
        return run.signal.aborted ? "interrupted" : "waiting";
      }
      run.verifyCommit();
      run.record.append({ event: "approved", wave: wave.name, by });
    }
    const result = await deployWave(
      run,
      wave,
      waiting.map(({ name }) => name),
    );
    if (result !== "succeeded") {
      return result;
    }
  }
  return "succeeded";
}

async function deployWave(run: Run, wave: PlannedWave, names: readonly string[]): Promise<RunResult> {
  const waiting = [...names];
  const ended: { result: RunResult; error?: unknown } = { result: "succeeded" };
  const work = async () => {
    while (!run.signal.aborted && ended.result === "succeeded" && ended.error === undefined) {
      const local = run.environments.get(waiting.shift() ?? "");
      if (local === undefined) {
        return;
      }
      try {
        const result = await deployOne(run, wave, local);
        ended.result = ended.result === "succeeded" ? result : ended.result;
      } catch (error) {
        // Deployments that run beside a defect end first: their results belong into the record.
        ended.error = error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(wave.maxParallel, names.length) }, work));
  if (ended.error !== undefined) {
    throw ended.error;
  }
  return run.signal.aborted ? "interrupted" : ended.result;
}

async function deployOne(run: Run, wave: PlannedWave, local: LocalEnvironment): Promise<RunResult> {
  const { record, lock, engine, commit, verifyCommit, signal } = run;
  const { name: environment, stack } = local.environment;
  lock.verify();
  verifyCommit();
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const started = (pid: number) =>
    record.append({ event: "started", environment, wave: wave.name, stack, commit, process: identify(pid) });
  try {
    const log = join(record.logs, `${environment}.log`);
    refuseLink(log);
    const changes = await engine.deploy(local, { log, signal, onStart: started });
    const ended = { ...(changes && { changes }), seconds: seconds() };
    record.append({ event: "succeeded", environment, ...ended });
    run.onEnd(environment, { state: "succeeded", commit, ...ended });
    return "succeeded";
  } catch (error) {
    if (!(error instanceof OperationFailure)) {
      throw error;
    }
    const event = signal.aborted ? "interrupted" : "failed";
    record.append({ event, environment, reason: error.message, seconds: seconds() });
    run.onEnd(environment, { state: event, commit, reason: error.message, seconds: seconds() });
    return event;
  }
}
