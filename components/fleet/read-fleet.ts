import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { parseYamlText, withLines } from "../schema/yaml-text";
import { type FleetPlan, planFleet } from "./plan";

/** A file of settings. */
export interface SettingsFile {
  /** The name of the file, without its folder. */
  readonly name: string;
  readonly text: string;
}

/** The problems of one file. */
export interface FileProblems {
  readonly file: string;
  readonly problems: readonly Problem[];
}

/**
 * Reads a fleet from its file, and from files of single environments beside it. An environment has the name of its file.
 *
 * @param environments - files with the settings of one environment each, such as `prod-eu.yaml`
 */
export function readFleetFiles(
  fleet: SettingsFile,
  environments: readonly SettingsFile[] = [],
): { readonly settings: unknown; readonly plan: FleetPlan | undefined; readonly problems: readonly FileProblems[] } {
  const main = parseYamlText(fleet.text);
  const parts = environments.map((file) => ({
    file: file.name,
    key: file.name.replace(/\.[^.]+$/, ""),
    ...parseYamlText(file.text),
  }));
  const broken = [{ file: fleet.name, ...main }, ...parts].filter(({ problems }) => problems.length > 0);
  if (broken.length > 0) {
    return { settings: undefined, plan: undefined, problems: broken.map(({ file, problems }) => ({ file, problems })) };
  }
  const { $schema: _, ...content } = Object(main.value);
  const inFile = Object(content.environments);
  const firstFileOf = (key: string) => (key in inFile ? fleet.name : parts.find((part) => part.key === key)?.file);
  const twice = parts.flatMap(({ key, file }) => {
    const first = firstFileOf(key);
    return first === file || first === undefined ? [] : [{ key, first }];
  });
  const settings =
    parts.length === 0
      ? content
      : {
          ...content,
          environments: { ...inFile, ...Object.fromEntries(parts.map(({ key, value }) => [key, value ?? {}])) },
        };
  const { plan, problems } = planFleet(settings);
  const own = [
    ...problems,
    ...twice.map(({ key, first }) => ({
      path: `environments.${key}`,
      reason: `stands in ${shown(first)} too: keep one of them`,
    })),
  ];
  // A problem belongs to the file that holds its environment.
  const placeOf = (path: string) => parts.find(({ key }) => isOf(path, `environments.${key}`));
  const ofFleet = own.filter(({ path }) => placeOf(path) === undefined);
  const all = [
    { file: fleet.name, problems: withLines(ofFleet, main.lineOf) },
    ...parts.map((part) => ({
      file: part.file,
      problems: withLines(
        own
          .filter(({ path }) => placeOf(path) === part)
          .map(({ path, reason }) => ({
            path: path.slice(`environments.${part.key}`.length).replace(/^\./, ""),
            reason,
          })),
        part.lineOf,
      ),
    })),
  ].filter((file) => file.problems.length > 0);
  return { settings, plan: all.length > 0 ? undefined : plan, problems: all };
}

function isOf(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}
