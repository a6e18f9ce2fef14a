import type { FleetPlan, PlannedEnvironment, PlannedWave } from "../fleet/files";
import type { EnvironmentState, RunProgress } from "../fleet/progress";
import type { Changes, RunResult } from "../fleet/record";
import type { Paint } from "./style";
import { counted } from "./wrap";

/** The preview of an environment: its changes, or the reason why there are none. */
export type EnvironmentPreview = { readonly changes: Changes } | { readonly reason: string };

/** The waves of a fleet with the preview of each environment. */
export function fleetPlanReport(
  plan: FleetPlan,
  previews: ReadonlyMap<string, EnvironmentPreview>,
  paint: Paint,
): string {
  return waves(plan, paint, ({ name }) => {
    const preview = previews.get(name);
    if (preview === undefined) {
      return "not previewed";
    }
    return "changes" in preview ? toDo(preview.changes) : paint("bad", `✗ ${preview.reason}`);
  });
}

/** The waves of a run with the result of each environment, and the way on. */
export function fleetRunReport(plan: FleetPlan, progress: RunProgress, result: RunResult, paint: Paint): string {
  const table = waves(plan, paint, ({ name }) => stateText(progress.environments.get(name), progress.commit, paint));
  const total = plan.waves.reduce((sum, { environments }) => sum + environments.length, 0);
  const done = [...progress.environments.values()].filter(({ state }) => state === "succeeded").length;
  return `${table}\n${endings[result](paint)} ${done} of ${total} environments are deployed.${wayOn[result]}\n`;
}

const endings: Readonly<Record<RunResult, (paint: Paint) => string>> = {
  succeeded: (paint) => paint("good", "✓"),
  failed: (paint) => paint("bad", "✗ A deployment failed."),
  interrupted: (paint) => paint("bad", "✗ The run was interrupted."),
  waiting: (paint) => paint("warning", "⏸ A wave waits for its approval."),
};

const wayOn: Readonly<Record<RunResult, string>> = {
  succeeded: "",
  failed: " Go on with --resume.",
  interrupted: " Go on with --resume.",
  waiting: " Go on with --resume, and approve with --approve-wave.",
};

/** One line about the end of an environment. */
export function environmentLine(name: string, state: EnvironmentState, commit: string, paint: Paint): string {
  return `${name}  ${stateText(state, commit, paint)}\n`;
}

function stateText(state: EnvironmentState | undefined, commit: string, paint: Paint): string {
  if (state === undefined) {
    return paint("quiet", "not started");
  }
  const at = state.commit === commit ? "" : ` at commit ${state.commit.slice(0, 7)}`;
  switch (state.state) {
    case "running":
      return `has no end in the record${at}`;
    case "succeeded":
      return `${paint("good", "✓")} ${state.changes === undefined ? "deployed" : doneText(state.changes)}, ${state.seconds} s${at}`;
    case "failed":
      return `${paint("bad", "✗")} failed after ${state.seconds} s${at}: ${oneLine(state.reason)}`;
    case "interrupted":
      return `${paint("bad", "✗")} interrupted after ${state.seconds} s${at}: ${oneLine(state.reason)}`;
  }
}

function oneLine(reason: string): string {
  return reason.replaceAll("\n", "; ");
}

function waves(plan: FleetPlan, paint: Paint, text: (environment: PlannedEnvironment) => string): string {
  const all = plan.waves.flatMap(({ environments }) => environments);
  const width = Math.max(0, ...all.map(({ name }) => name.length));
  return plan.waves
    .flatMap((wave) => [
      paint("heading", titleOf(wave)),
      ...wave.environments.map((environment) => `  ${environment.name.padEnd(width)}  ${text(environment)}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function titleOf({ name, approval, maxParallel, environments }: PlannedWave): string {
  const atOnce = environments.length > maxParallel ? `, ${maxParallel} at once` : "";
  return `${approval === undefined ? "" : "⏸ "}${name}, ${counted(environments.length, "environment")}${atOnce}`;
}

const kinds: readonly (readonly [kind: string, toDo: string, done: string])[] = [
  ["create", "to create", "created"],
  ["update", "to update", "updated"],
  ["replace", "to replace", "replaced"],
  ["delete", "to delete", "deleted"],
  ["import", "to import", "imported"],
];

function toDo(changes: Changes): string {
  return changeText(changes, ([, text]) => text);
}

function doneText(changes: Changes): string {
  return changeText(changes, ([, , text]) => text);
}

function changeText(changes: Changes, textOf: (kind: (typeof kinds)[number]) => string): string {
  const parts = kinds.flatMap((kind) => {
    const count = changes[kind[0]];
    return count === undefined ? [] : [`${count} ${textOf(kind)}`];
  });
  return parts.length === 0 ? "no changes" : parts.join(", ");
}
