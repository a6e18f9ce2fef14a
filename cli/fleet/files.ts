import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { FleetPlan, PlannedEnvironment } from "../../components/fleet/plan";
import { readFleetFiles } from "../../components/fleet/read-fleet";
import { renderStackFile, stackFileName, staleSettings } from "../../components/fleet/stack-settings";
import { fileText } from "../../components/schema/file-text";
import { describeProblems, type Problem } from "../../components/schema/problem";
import { readContent } from "../preview/base/file-content";
import { readProject } from "../preview/project/project";
import { isInside, isLink, realFolder } from "./places";

export type { FleetPlan, PlannedEnvironment, PlannedWave } from "../../components/fleet/plan";

/** A fleet on this machine. */
export interface LocalFleet {
  /** The file of the fleet. */
  readonly file: string;
  /** Its folder: folders of environments are relative to the top of the repository that holds it. */
  readonly folder: string;
  readonly plan: FleetPlan;
}

/** Settings that keep a fleet from running, as one message. */
export class FleetRefusal extends Error {
  override readonly name = "FleetRefusal";
}

const fleetFile = "fleet.yaml";

/**
 * Reads a fleet from its file, or from a folder with `fleet.yaml` and a file for each environment.
 *
 * @throws {FleetRefusal} listing every problem with file, path and line
 * @throws {PreviewError} when a file is unreadable
 */
export function readLocalFleet(path: string): LocalFleet {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = resolve(isFolder ? join(path, fleetFile) : path);
  const folder = dirname(file);
  const others = isFolder ? environmentFiles(folder) : [];
  const { plan, problems } = readFleetFiles({ name: basename(file), text: read(file) }, others);
  if (plan === undefined) {
    throw new FleetRefusal(problems.map((of) => describeProblems(join(folder, of.file), of.problems)).join("\n"));
  }
  return { file, folder, plan };
}

function environmentFiles(folder: string) {
  return readdirSync(folder)
    .filter((name) => /^\.ya?ml$/.test(extname(name)) && name !== fleetFile && !/^Pulumi(\..+)?\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, text: read(join(folder, name)) }));
}

function read(file: string): string {
  return fileText(readContent(file));
}

/** An environment with its folder and its settings file on this machine. */
export interface LocalEnvironment {
  readonly environment: PlannedEnvironment;
  /** The folder of Pulumi.yaml. */
  readonly cwd: string;
  /** The settings file of the stack, whether it exists or not. */
  readonly settingsFile: string;
}

/**
 * Finds the project of every environment below the top of the repository. Everything that a fleet deploys or writes lies
 * in the repository, after every symbolic link.
 *
 * @throws {FleetRefusal} listing the environments whose folder or settings file cannot be used
 */
export function locateEnvironments({ plan, file }: LocalFleet, top: string): ReadonlyMap<string, LocalEnvironment> {
  const problems: Problem[] = [];
  const found = new Map<string, LocalEnvironment>();
  /** Names of environments by their settings files. */
  const names = new Map<string, string>();
  for (const environment of plan.waves.flatMap(({ environments }) => environments)) {
    const cwd = resolve(top, environment.directory);
    const project = projectIn(cwd);
    const path = `environments.${environment.name}`;
    if (!isInside(top, cwd)) {
      problems.push({
        path: `${path}.directory`,
        reason: `is ${realFolder(cwd)} after its symbolic links, outside of the repository: give a folder of the repository`,
      });
    } else if (project === undefined) {
      problems.push({
        path: `${path}.directory`,
        reason: `has no Pulumi.yaml in ${cwd}: give the folder of the project`,
      });
    } else if (project.name !== environment.project) {
      problems.push({
        path: `${path}.project`,
        reason: `is "${environment.project}", and ${cwd} holds "${project.name}": give that name, or another directory`,
      });
    } else {
      const settingsFile = join(project.stackDirectory, stackFileName(environment));
      const file = join(realFolder(project.stackDirectory), stackFileName(environment));
      const other = names.get(file);
      names.set(file, environment.name);
      const reason =
        settingsFileProblem(settingsFile, top) ??
        (other && `has the settings file of ${other} too, ${file}: give each environment a file of its own`);
      if (reason === undefined) {
        found.set(environment.name, { environment, cwd, settingsFile });
      } else {
        problems.push({ path, reason });
      }
    }
  }
  if (problems.length > 0) {
    throw new FleetRefusal(describeProblems(file, problems));
  }
  return found;
}

/** A commit decides where the settings file lies. It must not make the command write elsewhere on the machine. */
function settingsFileProblem(file: string, top: string): string | undefined {
  if (isLink(file)) {
    return `has the settings file ${file}, a symbolic link: put a plain file in its place`;
  }
  const folder = dirname(file);
  return isInside(top, folder)
    ? undefined
    : `has its settings file in ${realFolder(folder)}, outside of the repository: correct stackConfigDir (or config) of the project`;
}

function projectIn(cwd: string) {
  return ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((name) => existsSync(join(cwd, name)))
    ? readProject(cwd)
    : undefined;
}

/**
 * Refuses settings files that differ from the fleet: the pipeline, and everybody else, would deploy other settings.
 *
 * @throws {FleetRefusal} listing each file with its settings
 */
export function requireFreshSettings({ file }: LocalFleet, environments: Iterable<LocalEnvironment>): void {
  const problems = [...environments].flatMap(({ environment, settingsFile }): Problem[] => {
    const stale = staleSettings(environment, textOf(settingsFile));
    return stale.length === 0
      ? []
      : [{ path: `environments.${environment.name}`, reason: `${settingsFile} differs in ${stale.join(", ")}` }];
  });
  if (problems.length > 0) {
    const fix = `Write the settings with "aws-pipelines fleet settings", and commit them.`;
    throw new FleetRefusal(`${describeProblems(file, problems)}\n${fix}`);
  }
}

/** Writes the settings of the fleet into the files of the stacks, and returns the files that changed. */
export function writeSettings(environments: Iterable<LocalEnvironment>): string[] {
  return [...environments].flatMap(({ environment, settingsFile }) => {
    const text = textOf(settingsFile);
    if (staleSettings(environment, text).length === 0) {
      return [];
    }
    writeFileSync(settingsFile, renderStackFile(environment, text));
    return [settingsFile];
  });
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? read(file) : undefined;
}
