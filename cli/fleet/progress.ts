import type { ProcessId } from "./processes";
import type { Changes, RecordedEntry } from "./record";

/** The last thing that a record says about an environment. */
export type EnvironmentState =
  | { readonly state: "running"; readonly process: ProcessId; readonly commit: string }
  | { readonly state: "succeeded"; readonly commit: string; readonly changes?: Changes; readonly seconds: number }
  | {
      readonly state: "failed" | "interrupted";
      readonly commit: string;
      readonly reason: string;
      readonly seconds: number;
    };

/** The progress of a run, as its record has it. */
export interface RunProgress {
  /** The commit and the fleet that the run deploys now. */
  readonly commit: string;
  readonly fleet: string;
  readonly environments: ReadonlyMap<string, EnvironmentState>;
  /** Waves that people approved for this commit and fleet. */
  readonly approved: ReadonlySet<string>;
}

/** Reads the progress of a run from its record. An approval is worth nothing for another commit or fleet. */
export function progressOf(entries: readonly RecordedEntry[]): RunProgress {
  const environments = new Map<string, EnvironmentState>();
  const approved = new Set<string>();
  let [commit, fleet] = ["", ""];
  for (const entry of entries) {
    switch (entry.event) {
      case "run":
      case "resumed":
        if (entry.commit !== commit || entry.fleet !== fleet) {
          approved.clear();
        }
        ({ commit, fleet } = entry);
        break;
      case "approved":
        approved.add(entry.wave);
        break;
      case "started":
        environments.set(entry.environment, { state: "running", process: entry.process, commit: entry.commit });
        break;
      case "succeeded": {
        const { environment, changes, seconds } = entry;
        const before = environments.get(environment);
        // A run writes the start of each deployment before its end.
        if (before?.state === "running") {
          const ended = { ...(changes && { changes }), seconds };
          environments.set(environment, { state: "succeeded", commit: before.commit, ...ended });
        }
        break;
      }
      case "failed":
      case "interrupted": {
        const { environment, reason, seconds } = entry;
        environments.set(environment, { state: entry.event, commit, reason, seconds });
        break;
      }
      case "ended":
        break;
    }
  }
  return { commit, fleet, environments, approved };
}
