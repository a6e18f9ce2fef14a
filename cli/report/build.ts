import type { BuildResult, Collection } from "../build/reproduce";
import type { CommandRun } from "../build/run";
import type { Paint } from "./style";

/** Whether CodeBuild would call the build successful. */
export function buildSucceeds({ failed, artifacts }: BuildResult): boolean {
  return failed.length === 0 && artifacts.every(({ files }) => files.length > 0);
}

/** The line about a command that ended. */
export function commandLine({ status, duration }: CommandRun, paint: Paint): string {
  const time = `${(duration / 1000).toFixed(1)} s`;
  return status === 0 ? paint("good", `✓ ${time}`) : paint("bad", `✗ exit status ${status}, ${time}`);
}

/** The lines at the end of a build: failures, exported variables, reports and artifacts. */
export function buildReport(result: BuildResult, target: { name: string; artifacts: string }, paint: Paint): string[] {
  const { failed, uploads, artifacts, reports, exported, commands } = result;
  const total = commands.reduce((sum, { duration }) => sum + duration, 0) / 1000;
  const verdict = buildSucceeds(result)
    ? paint("good", `✓ ${target.name} succeeds`)
    : paint(
        "bad",
        `✗ ${target.name} fails${failed.length === 0 ? " at its artifacts" : ` in ${failed.join(" and ")}`}`,
      );
  return [
    "",
    ...Object.entries(exported).map(([name, value]) =>
      value === undefined ? `exports ${name}: no command sets it` : `exports ${name}=${value}`,
    ),
    ...reports.flatMap((report) => collectionLines("report", report)),
    ...(target.artifacts === "NO_ARTIFACTS" ? ["CodeBuild uploads no artifact: the project has NO_ARTIFACTS"] : []),
    ...(uploads ? [] : ["CodeBuild uploads no artifact: this run ends before the upload"]),
    ...artifacts.flatMap((artifact) => collectionLines("artifact", artifact)),
    `${verdict}, ${commands.length} ${commands.length === 1 ? "command" : "commands"}, ${total.toFixed(1)} s`,
  ];
}

const shownFiles = 20;

function collectionLines(kind: "artifact" | "report", { name, files }: Collection): string[] {
  const title = name === undefined ? kind : `${kind} ${name}`;
  if (files.length === 0) {
    return [`${title}: no file matches`];
  }
  const rest = files.length - shownFiles;
  return [
    `${title}: CodeBuild uploads ${files.length} ${files.length === 1 ? "file" : "files"}`,
    ...files.slice(0, shownFiles).map(({ from, to }) => (from === to ? `  ${to}` : `  ${to}  (${from})`)),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}
