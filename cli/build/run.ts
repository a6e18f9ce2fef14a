import type { Buildspec, PhaseName } from "../../components/codebuild/buildspec";
import { phaseNames } from "../../components/codebuild/buildspec";
import { afterFailure } from "./failure";
import type { BuildShell } from "./shell";

/** One command of a build that ran. */
export interface CommandRun {
  readonly phase: PhaseName;
  readonly command: string;
  readonly status: number;
  /** Wall time in milliseconds. */
  readonly duration: number;
}

/** Result of the phases of one build. */
export interface PhasesRun {
  readonly commands: readonly CommandRun[];
  readonly failed: readonly PhaseName[];
  /** Whether CodeBuild goes on to the artifacts. */
  readonly uploads: boolean;
  /** Whether `on-failure` starts the build again. */
  readonly isRetried: boolean;
}

/** Observer of a build. */
export interface BuildListener {
  onPhase(phase: PhaseName): void;
  onCommand(command: string): void;
  onStatus(run: CommandRun): void;
}

/**
 * Runs the phases of a buildspec in order. `finally` runs after the commands of every phase that began, and a command
 * that fails ends its list.
 *
 * @param only - the one phase to run @default all
 * @param retries - number of retries so far
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export async function runPhases(
  spec: Buildspec,
  shell: BuildShell,
  { only, retries, listener }: { only?: PhaseName | undefined; retries: number; listener: BuildListener },
): Promise<PhasesRun> {
  const commands: CommandRun[] = [];
  const failed: PhaseName[] = [];
  for (const phase of phaseNames.filter((name) => spec.phases[name] && (only === undefined || only === name))) {
    const { commands: list = [], finally: last = [], "on-failure": onFailure } = spec.phases[phase] ?? {};
    listener.onPhase(phase);
    const runs = [...(await runList(phase, list, shell, listener)), ...(await runList(phase, last, shell, listener))];
    commands.push(...runs);
    const failure = runs.find(({ status }) => status !== 0);
    if (failure !== undefined) {
      failed.push(phase);
      shell.set("CODEBUILD_BUILD_SUCCEEDING", "0");
      const next = afterFailure(phase, onFailure, errorMessage(failure), retries);
      if (next !== "next phase") {
        return { commands, failed, uploads: false, isRetried: next === "retry" };
      }
    }
  }
  return { commands, failed, uploads: only === undefined, isRetried: false };
}

/** The message that CodeBuild gives for a command that fails. */
export function errorMessage({ command, status }: CommandRun): string {
  return `COMMAND_EXECUTION_ERROR: Error while executing command: ${command}. Reason: exit status ${status}`;
}

async function runList(
  phase: PhaseName,
  list: readonly string[],
  shell: BuildShell,
  listener: BuildListener,
): Promise<CommandRun[]> {
  const runs: CommandRun[] = [];
  for (const command of list) {
    listener.onCommand(command);
    const start = performance.now();
    const status = await shell.run(command);
    const run = { phase, command, status, duration: performance.now() - start };
    listener.onStatus(run);
    runs.push(run);
    if (status !== 0) {
      break;
    }
  }
  return runs;
}
