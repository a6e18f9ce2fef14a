import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Buildspec, type PhaseName, phaseNames } from "../../components/codebuild/buildspec";
import { renderBuildspec } from "../../components/codebuild/render-buildspec";
import { type BuildMachine, machineEnvironment } from "./build-machine";

/** Result of a build. */
export interface BuildRun {
  readonly succeeded: boolean;
  /** Phases that ran or failed, such as `install`, `build (failed)`. */
  readonly steps: string[];
  /** Standard output and error of all commands. */
  readonly output: string;
  /** Values of `exported-variables`. */
  readonly exported: Readonly<Record<string, string>>;
}

/**
 * Runs a buildspec from its YAML as CodeBuild does. Each command has its own shell, which inherits exported variables
 * and the directory, but no shell options. `finally` runs after every phase that began. A failure skips the phases that
 * CodeBuild's transitions and `on-failure` skip.
 *
 * @param project - variables of the project, which override those of the buildspec
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export function runBuildspec(
  machine: BuildMachine,
  buildspec: Buildspec,
  project: Readonly<Record<string, string>> = {},
): BuildRun {
  const spec: Buildspec = parse(renderBuildspec(buildspec));
  const shell = startShell(machine, spec, project);
  const steps: string[] = [];
  let succeeded = true;
  for (const name of phaseNames.filter((phase) => spec.phases[phase])) {
    const passed = runPhase(spec, name, shell);
    steps.push(passed ? name : `${name} (failed)`);
    if (!passed) {
      succeeded = false;
      shell.run("export CODEBUILD_BUILD_SUCCEEDING=0");
      if (!goesOnAfterFailure(spec, name)) {
        break;
      }
    }
  }
  const { files = [], "base-directory": folder = "." } = spec.artifacts ?? {};
  const missing = files.filter((file) => !existsSync(join(machine.source, folder, file)));
  if (succeeded && missing.length > 0) {
    succeeded = false;
    steps.push(`artifacts (failed: no ${missing.join(", ")})`);
  }
  const exported = (spec.env?.["exported-variables"] ?? []).map((name) => [name, shell.valueOf(name)]);
  return { succeeded, steps, output: shell.output(), exported: Object.fromEntries(exported) };
}

/** After a failed build phase CodeBuild runs only post_build. */
function goesOnAfterFailure(spec: Buildspec, failed: PhaseName): boolean {
  const onFailure = spec.phases[failed]?.["on-failure"];
  if (onFailure !== undefined && onFailure !== "ABORT") {
    throw new Error(`on-failure ${onFailure} is not played here`);
  }
  return onFailure === undefined && failed === "build";
}

function runPhase(spec: Buildspec, name: PhaseName, shell: Shell): boolean {
  const passed = (spec.phases[name]?.commands ?? []).every((command) => shell.run(command));
  const cleanedUp = (spec.phases[name]?.finally ?? []).every((command) => shell.run(command));
  return passed && cleanedUp;
}

interface Shell {
  /** Runs a command. Returns whether it succeeded. */
  run(command: string): boolean;
  valueOf(variable: string): string;
  output(): string;
}

function startShell(machine: BuildMachine, spec: Buildspec, project: Readonly<Record<string, string>>): Shell {
  const [script, variables, folder, log] = ["script.sh", "env.sh", "dir.txt", "log"].map((name) =>
    join(machine.root, name),
  ) as [string, string, string, string];
  writeFileSync(variables, "");
  writeFileSync(folder, machine.source);
  writeFileSync(log, "");
  const env = { ...machineEnvironment(machine), ...spec.env?.variables, ...project };
  const program = spec.env?.shell ?? "/bin/sh";
  const run = (command: string, stdout: number | "pipe") => {
    writeFileSync(
      script,
      `cd "$(cat '${folder}')" && . '${variables}'\n${command}\nlast=$?\nexport -p > '${variables}'\npwd > '${folder}'\nexit $last\n`,
    );
    return spawnSync(program, [script], { env, encoding: "utf8", stdio: ["ignore", stdout, stdout], timeout: 30_000 });
  };
  return {
    run: (command) => {
      const file = openSync(log, "a");
      const { status } = run(command, file);
      closeSync(file);
      return status === 0;
    },
    valueOf: (variable) => run(`printf %s "$${variable}"`, "pipe").stdout,
    output: () => readFileSync(log, "utf8"),
  };
}
