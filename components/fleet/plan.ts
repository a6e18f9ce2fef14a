import { createHash } from "node:crypto";
import { readInput, unlessRefused } from "../schema/lenient";
import { nearest } from "../schema/nearest";
import { type Problem, within } from "../schema/problem";
import { isRecord, shown } from "../schema/vocabulary";
import { fillPlaceholders, placeholderProblems } from "./placeholders";
import { type EnvironmentModel, type FleetModel, fleetSchema, type WaveModel } from "./settings";

/** An environment with its settings of all places. */
export interface PlannedEnvironment
  extends Required<Pick<EnvironmentModel, "directory" | "tags" | "config" | "permissions" | "environmentVariables">>,
    Pick<EnvironmentModel, "account" | "region" | "timeoutInMinutes" | "organization" | "state"> {
  readonly name: string;
  readonly stack: string;
  readonly project: string;
}

/** The approval before a wave. */
export type PlannedApproval = Exclude<NonNullable<WaveModel["approval"]>, boolean>;

/** Environments that are deployed together, after one approval or none. */
export interface PlannedWave {
  readonly name: string;
  readonly approval: PlannedApproval | undefined;
  readonly maxParallel: number;
  /** The environments, in the order of the settings. */
  readonly environments: readonly PlannedEnvironment[];
}

/** The waves of a fleet in their order. */
export interface FleetPlan {
  readonly waves: readonly PlannedWave[];
}

/** A plan of a fleet, or its problems. */
export interface FleetReading {
  readonly plan: FleetPlan | undefined;
  readonly problems: readonly Problem[];
}

/** Environments that a fleet deploys at the same time, unless its settings say otherwise. */
const defaultParallel = 10;

/**
 * Plans a fleet: completes the settings of each environment from defaults and overrides, and sorts the environments into
 * waves. Returns every problem at once.
 */
export function planFleet(settings: unknown): FleetReading {
  const { value, parts, problems } = readInput(fleetSchema, settings);
  const model: Partial<FleetModel> = value ?? { ...(parts as Partial<FleetModel> | undefined) };
  const environments = Object.entries(model.environments ?? {}).map(([name, own]) => layered(name, own ?? {}, model));
  const between = unlessRefused(problems, [
    ...projectProblems(environments, model),
    ...firstOfEachPath(environments.flatMap(layerProblems)),
    ...stackProblems(environments),
    ...waveProblems(model.waves ?? [], environments),
  ]);
  if (value === undefined || between.length > 0) {
    return { plan: undefined, problems: [...problems, ...between] };
  }
  const planned = new Map(environments.map((environment) => [environment.name, completed(environment)]));
  return {
    plan: {
      waves: value.waves.map((wave) => ({
        name: wave.name,
        approval: approvalOf(wave),
        maxParallel: wave.maxParallel ?? value.maxParallel ?? defaultParallel,
        environments: members(wave, environments).flatMap(({ name }) => planned.get(name) ?? []),
      })),
    },
    problems: [],
  };
}

/** A digest of everything that a plan says, to compare two plans. */
export function fleetDigest(plan: FleetPlan): string {
  return createHash("sha256").update(JSON.stringify(plan)).digest("hex");
}

/** The full name of a stack: organization, project and stack. */
export function fullStackName({
  organization = "organization",
  project,
  stack,
}: Pick<PlannedEnvironment, "organization" | "project" | "stack">): string {
  return `${organization}/${project}/${stack}`;
}

type Layer = Pick<
  EnvironmentModel,
  | "project"
  | "directory"
  | "organization"
  | "config"
  | "permissions"
  | "environmentVariables"
  | "timeoutInMinutes"
  | "state"
>;

/** An environment with the places of its settings, the weakest first. */
interface LayeredEnvironment extends Pick<EnvironmentModel, "account" | "region"> {
  readonly name: string;
  readonly stack: string;
  readonly tags: readonly string[];
  readonly layers: readonly { readonly path: string; readonly settings: Layer }[];
  /** The values that win, of the keys whose values are not merged. */
  readonly scalars: Scalars;
}

type Scalars = Pick<Layer, "project" | "directory" | "organization" | "timeoutInMinutes" | "state">;

function layered(name: string, own: EnvironmentModel, { defaults = {}, overrides = [] }: Partial<FleetModel>) {
  const { stack = name, tags: ownTags = [], account = defaults.account, region = defaults.region } = own;
  const tags = [...new Set([...(defaults.tags ?? []), ...ownTags])];
  const fitting = overrides.flatMap((override, index) =>
    override !== undefined && fits(override, { tags, account, region })
      ? [{ path: `overrides[${index}].set`, settings: override.set ?? {} }]
      : [],
  );
  const layers = [
    { path: "defaults", settings: defaults },
    ...fitting,
    { path: `environments.${name}`, settings: own },
  ];
  const scalars = lastOfEach(layers.map(({ settings }) => settings));
  return { name, stack, tags, account, region, layers, scalars } satisfies LayeredEnvironment;
}

function fits(
  { tags = [], accounts, regions }: NonNullable<FleetModel["overrides"]>[number],
  of: Pick<LayeredEnvironment, "tags" | "account" | "region">,
): boolean {
  const isOneOf = (value: string | undefined, allowed: readonly string[] | undefined) =>
    allowed === undefined || (value !== undefined && allowed.includes(value));
  return tags.every((tag) => of.tags.includes(tag)) && isOneOf(of.account, accounts) && isOneOf(of.region, regions);
}

function completed(environment: LayeredEnvironment): PlannedEnvironment {
  const { name, stack, tags, account, region, layers, scalars } = environment;
  const { project = "", directory = ".", organization, timeoutInMinutes, state } = scalars;
  const settings = layers.map((layer) => layer.settings);
  const merged = {
    config: settings.reduce<Json>((config, { config: more = {} }) => mergeObjects(config, more), {}),
    permissions: settings.flatMap(({ permissions = [] }) => permissions),
    environmentVariables: Object.assign({}, ...settings.map(({ environmentVariables = {} }) => environmentVariables)),
  };
  return {
    name,
    stack,
    project,
    directory,
    tags: [...tags],
    ...(organization !== undefined && { organization }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    ...(state !== undefined && { state }),
    ...fillPlaceholders(merged, valuesOf(environment)),
  };
}

/** The last value of each key that has one. */
function lastOfEach(settings: readonly Layer[]): Scalars {
  return settings.reduce<Scalars>(
    (last, { project, directory, organization, timeoutInMinutes, state }) => ({
      project: project ?? last.project,
      directory: directory ?? last.directory,
      organization: organization ?? last.organization,
      timeoutInMinutes: timeoutInMinutes ?? last.timeoutInMinutes,
      state: state ?? last.state,
    }),
    {},
  );
}

function valuesOf({ name, stack, account, region, scalars: { project = "" } }: LayeredEnvironment) {
  return { name, stack, project, ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}

type Json = NonNullable<EnvironmentModel["config"]>;

/** Merges objects at any depth. Any other value, a list too, takes the place of the earlier one. */
function mergeObjects(into: Json, from: Json): Json {
  const merged = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const present = merged[key];
    merged[key] = isRecord(present) && isRecord(value) ? mergeObjects(present, value) : value;
  }
  return merged;
}

/** Problems of the settings of one environment, by the place that has them. */
function layerProblems(environment: LayeredEnvironment): Problem[] {
  const { account, region, layers } = environment;
  const decided = { "aws:region": region && "region", "aws:allowedAccountIds": account && "account" };
  return layers.flatMap(({ path, settings: { config = {}, permissions = [], environmentVariables = {} } }) =>
    within(path, [
      ...within("config", [
        ...Object.entries(decided).flatMap(([key, beside]) =>
          beside !== undefined && key in config
            ? [{ path: key, reason: `stands beside ${beside}, which decides it: remove one of them` }]
            : [],
        ),
        ...encryptedKeys(config).map((key) => ({
          path: key,
          reason: `is encrypted for one stack: remove it here, and set it with "pulumi config set --secret" for the stack`,
        })),
      ]),
      ...placeholderProblems({ config, permissions, environmentVariables }, valuesOf(environment)),
    ]),
  );
}

/** Keys of settings that hold a text encrypted by Pulumi. */
function encryptedKeys(config: Json): string[] {
  const holds = (value: unknown): boolean =>
    typeof value === "object" && value !== null && ("secure" in value || Object.values(value).some(holds));
  return Object.keys(config).filter((key) => holds(config[key]));
}

/** A mistake of the defaults is one problem, however many environments have it. */
function firstOfEachPath(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

function projectProblems(environments: readonly LayeredEnvironment[], { defaults }: Partial<FleetModel>): Problem[] {
  const without = environments.filter(({ scalars }) => scalars.project === undefined);
  const [first] = without;
  if (first === undefined) {
    return [];
  }
  return without.length > 1 && defaults?.project === undefined
    ? [{ path: "defaults.project", reason: `is missing, and ${without.length} environments have none: give it` }]
    : [{ path: `environments.${first.name}.project`, reason: "is missing: give it here, or in defaults" }];
}

/**
 * Refuses two environments of one stack, or of one settings file: they would be deployed twice, or with each other's
 * settings. Pulumi names the file by the stack alone.
 */
function stackProblems(environments: readonly LayeredEnvironment[]): Problem[] {
  const known = environments.map(({ name, stack, scalars }) => {
    const { organization, project = "", directory = "." } = scalars;
    const fullName = fullStackName({ project, stack, ...(organization !== undefined && { organization }) });
    return { name, stack, directory, fullName, settingsFile: [...partsOf(directory), stack].join("/") };
  });
  return known.flatMap(({ name, stack, directory, fullName, settingsFile }, index) => {
    const before = known.slice(0, index);
    const path = `environments.${name}.stack`;
    const sameStack = before.find((other) => other.fullName === fullName);
    if (sameStack !== undefined) {
      const reason = `is ${shown(stack)}, the stack of ${sameStack.name} too: give each environment a stack of its own`;
      return [{ path, reason }];
    }
    const sameFile = before.find((other) => other.settingsFile === settingsFile);
    return sameFile === undefined
      ? []
      : [
          {
            path,
            reason: `is ${shown(stack)} in the directory ${shown(directory)}, with the settings file of ${sameFile.name} too: give each environment another stack, or another directory`,
          },
        ];
  });
}

/** The parts of a directory: "./deploy/" is the directory "deploy". */
function partsOf(directory: string): string[] {
  return directory.split("/").filter((part) => part !== "" && part !== ".");
}

type WaveInput = WaveModel | undefined;

function waveProblems(waves: readonly WaveInput[], environments: readonly LayeredEnvironment[]): Problem[] {
  const known = waves.map((wave) => members(wave, environments).map(({ name }) => name));
  const namesOf = (name: string) => waves.flatMap((wave, index) => (known[index]?.includes(name) ? [wave?.name] : []));
  // A wave that could not be read may hold any environment.
  const isComplete = waves.every((wave) => wave !== undefined && isChoice(wave));
  return [
    ...waves.flatMap((wave, index) =>
      within(`waves[${index}]`, wave === undefined ? [] : choiceProblems(wave, environments)),
    ),
    ...waves.flatMap((wave, index) =>
      wave !== undefined && waves.findIndex((other) => other?.name === wave.name) < index
        ? [{ path: `waves[${index}].name`, reason: `is ${shown(wave.name)} a second time: rename the wave` }]
        : [],
    ),
    ...environments.flatMap(({ name }) => {
      const of = namesOf(name);
      if (of.length > 1) {
        return [{ path: `environments.${name}`, reason: `is in the waves ${of.join(" and ")}: leave it in one` }];
      }
      return of.length === 0 && isComplete
        ? [{ path: `environments.${name}`, reason: "is in no wave: name it in a wave, or give it a tag of one" }]
        : [];
    }),
  ];
}

function isChoice({ tags, environments }: WaveModel): boolean {
  return (tags === undefined) !== (environments === undefined);
}

function choiceProblems(wave: WaveModel, environments: readonly LayeredEnvironment[]): Problem[] {
  const { tags, environments: names } = wave;
  if (!isChoice(wave)) {
    const reason = tags === undefined ? "chooses no environment" : "has tags and environments";
    return [{ path: "", reason: `${reason}: give tags, or environments` }];
  }
  const all = environments.map(({ name }) => name);
  if (names !== undefined) {
    return names.flatMap((name, index) =>
      all.includes(name) ? [] : [{ path: `environments[${index}]`, reason: notKnown(name, "an environment", all) }],
    );
  }
  const allTags = [...new Set(environments.flatMap((environment) => environment.tags))];
  const unknown = (tags ?? []).flatMap((tag, index) =>
    allTags.includes(tag)
      ? []
      : [{ path: `tags[${index}]`, reason: notKnown(tag, "a tag of an environment", allTags) }],
  );
  return unknown.length > 0 || members(wave, environments).length > 0
    ? unknown
    : [{ path: "tags", reason: `is ${shown(tags)}: no environment has all of them. Remove a tag, or the wave` }];
}

const listed = 12;

function notKnown(name: string, kind: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const more = known.length > listed ? `, and ${known.length - listed} more` : "";
  const list = known.length === 0 ? "there is none" : `known are ${known.slice(0, listed).join(", ")}${more}`;
  return `is ${shown(name)}, and that is not ${kind}${meant === undefined ? `: ${list}` : `. Did you mean ${meant}?`}`;
}

function members(wave: WaveInput, environments: readonly LayeredEnvironment[]): readonly LayeredEnvironment[] {
  if (wave === undefined || !isChoice(wave)) {
    return [];
  }
  const { tags = [], environments: names } = wave;
  return environments.filter((environment) =>
    names === undefined ? tags.every((tag) => environment.tags.includes(tag)) : names.includes(environment.name),
  );
}

function approvalOf({ approval = false }: WaveModel): PlannedApproval | undefined {
  if (approval === false) {
    return undefined;
  }
  return approval === true ? {} : approval;
}
