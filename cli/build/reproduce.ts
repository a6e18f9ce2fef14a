import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Buildspec, PhaseName } from "../../components/codebuild/buildspec";
import { openCache, whyNoCache } from "./cache";
import { type CollectedFile, collect } from "./collect";
import { type BuildMoment, codeBuildVariables, machineVariables, type OwnVariables } from "./environment";
import type { BuildTarget } from "./project";
import { type BuildListener, type PhasesRun, runPhases } from "./run";
import { type BuildShell, startShell } from "./shell";
import { filesBelow, makeWorkspace, type Workspace } from "./workspace";

/** One artifact or report, and the files that it takes. */
export interface Collection {
  /** Identifier of a secondary artifact, or name of a report group; undefined for the primary artifact. */
  readonly name: string | undefined;
  readonly files: readonly CollectedFile[];
}

/** Result of a build on this machine. */
export interface BuildResult extends PhasesRun {
  readonly artifacts: readonly Collection[];
  readonly reports: readonly Collection[];
  /** Exported variables by name; undefined where the build never set one. */
  readonly exported: Readonly<Record<string, string | undefined>>;
  readonly retries: number;
}

/** Inputs of a build. */
export interface BuildInputs {
  readonly spec: Buildspec;
  readonly target: BuildTarget;
  readonly from: string;
  /** Folders of secondary sources by identifier; undefined for an empty one. */
  readonly secondarySources: Readonly<Record<string, string | undefined>>;
  /** Folder of the cache; undefined to keep none. */
  readonly cache?: string | undefined;
  readonly moment: BuildMoment;
  readonly caller: Readonly<Record<string, string | undefined>>;
  readonly variables: OwnVariables;
  readonly allowsAws: boolean;
  readonly only?: PhaseName | undefined;
  /** Folder for the artifacts; undefined to list them only. */
  readonly output?: string | undefined;
  readonly signal: AbortSignal;
  readonly listener: BuildListener & {
    write(text: string): void;
    onRetry(retries: number): void;
    onCache(event: "restores" | "saves", files: number): void;
  };
}

/** Runs a build in a copy of its source, again after a failure that `on-failure` retries, and collects its artifacts. */
export async function reproduce(inputs: BuildInputs): Promise<BuildResult> {
  for (let retries = 0; ; retries += 1) {
    const { target, from, allowsAws, secondarySources } = inputs;
    const hasHistory = target.sourceType !== "CODEPIPELINE";
    const workspace = makeWorkspace({ from, hasHistory, secondarySources, allowsAws });
    try {
      const result = await runOnce(inputs, workspace, retries);
      if (!result.isRetried) {
        return result;
      }
      inputs.listener.onRetry(retries + 1);
    } finally {
      workspace.remove();
    }
  }
}

async function runOnce(inputs: BuildInputs, workspace: Workspace, retries: number): Promise<BuildResult> {
  const { spec, target, moment, caller, variables, allowsAws, only, signal, listener, output } = inputs;
  const env = {
    ...machineVariables(caller, workspace, allowsAws),
    ...codeBuildVariables(target, moment, workspace),
    ...variables.values,
  };
  const cache =
    inputs.cache !== undefined && spec.cache !== undefined && whyNoCache(target) === undefined
      ? openCache(inputs.cache, spec.cache, workspace, env)
      : undefined;
  if (cache !== undefined) {
    listener.onCache("restores", cache.restore());
  }
  const shell = startShell({
    program: spec.env?.shell ?? "/bin/sh",
    env,
    source: workspace.source,
    state: workspace.state,
    forgets: spec.version === 0.1,
    signal,
    write: (text) => listener.write(text),
  });
  const { phases, environment } = await runShell(shell, spec, { only, retries, listener });
  const paths = filesBelow(workspace.source);
  const { "secondary-artifacts": secondary = {}, files, ...rules } = spec.artifacts ?? {};
  const artifacts: Collection[] = [];
  if (phases.uploads && target.artifacts !== "NO_ARTIFACTS") {
    if (files !== undefined) {
      artifacts.push({ name: undefined, files: collect(paths, { ...rules, files }, environment) });
    }
    for (const [name, artifact] of Object.entries(secondary)) {
      artifacts.push({ name, files: collect(paths, artifact, environment) });
    }
  }
  if (cache !== undefined && phases.uploads) {
    listener.onCache("saves", cache.save());
  }
  if (output !== undefined) {
    writeArtifacts(artifacts, workspace.source, output);
  }
  return {
    ...phases,
    artifacts,
    reports: Object.entries(spec.reports ?? {}).map(([name, report]) => ({
      name,
      files: collect(paths, report, environment),
    })),
    exported: Object.fromEntries((spec.env?.["exported-variables"] ?? []).map((name) => [name, environment[name]])),
    retries,
  };
}

async function runShell(shell: BuildShell, spec: Buildspec, settings: Parameters<typeof runPhases>[2]) {
  try {
    const phases = await runPhases(spec, shell, settings);
    return { phases, environment: await shell.variables() };
  } finally {
    shell.end();
  }
}

function writeArtifacts(artifacts: readonly Collection[], source: string, output: string): void {
  for (const { name = "primary", files } of artifacts) {
    for (const { from, to } of files) {
      const target = join(output, name, to);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(source, from), target, { verbatimSymlinks: true });
    }
  }
}
