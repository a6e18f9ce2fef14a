import { nearest, withAllowed } from "../../components/schema/nearest";
import { type Problem, within } from "../../components/schema/problem";
import { isStackFile } from "../preview/project/stack";
import { isRecord } from "../preview/project/yaml-file";

// The readers load the catalogue of actions, which no other command needs: so they load at their use.
type ApplicationReader = typeof import("../../components/delivery/application-plan");
type GrantReader = typeof import("../../components/delivery/foreign-grants");
type SettingsReader = typeof import("../../components/delivery/problems");
type ApplicationSettings = typeof import("../../components/delivery/application-settings");

/** Result of the check of a stack's settings. */
export interface CheckedStack {
  readonly problems: readonly Problem[];
  /** Advice, and keys that the check does not read. */
  readonly ignored: readonly string[];
  /** The reason why nothing was checked. */
  readonly unchecked?: string;
}

/** Keys of a stack's settings file. https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/ */
const stackKeys = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** Whether a file holds the settings of a stack, by its name or its keys. */
export function isStackSettings(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return isStackFile(name) || ("config" in value && Object.keys(value).every((key) => stackKeys.includes(key)));
}

/**
 * Checks the settings of environments in the file of a stack.
 *
 * @param content - content of the file, with the types that the Pulumi CLI reads
 * @param name - name of the file
 */
export function checkStack(content: unknown, name: string): CheckedStack {
  const { config, ...others } = Object(content);
  const unknown = Object.keys(others).filter((key) => !stackKeys.includes(key));
  return unknown.length > 0
    ? { problems: unknown.map((key) => unknownStackKey(key, name)), ignored: [] }
    : checkConfig(asProgramsRead(config ?? {}));
}

function unknownStackKey(path: string, name: string): Problem {
  const before = `is no key of the settings of a stack, and the name ${name} says that the file holds them`;
  return { path, reason: withAllowed(before, path, stackKeys) };
}

/** Programs receive settings as JSON, and read each number as one of JavaScript. */
function asProgramsRead(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
}

/** Checks each setting of an environment. Other settings belong to other readers. */
function checkConfig(config: unknown): CheckedStack {
  const entries = Object.entries(isRecord(config) ? config : {});
  const environments = entries.filter(([, settings]) => isEnvironment(settings));
  if (environments.length === 0) {
    return { problems: [], ignored: [], unchecked: nothingChecked(entries) };
  }
  const { foreignGrantAdvice }: GrantReader = require("../../components/delivery/foreign-grants");
  const { readApplication }: ApplicationReader = require("../../components/delivery/application-plan");
  const { isApplication }: ApplicationSettings = require("../../components/delivery/application-settings");
  const { readDelivery }: SettingsReader = require("../../components/delivery/problems");
  const problems = environments.flatMap(([key, settings]) => [
    ...misspeltEnvironment(key),
    ...within(key, (isApplication(settings) ? readApplication(settings) : readDelivery(settings)).problems),
  ]);
  const advice = environments.flatMap(([key, settings]) =>
    foreignGrantAdvice(settings, accountIn(settings)).map((text) => `config.${key}.${text}`),
  );
  const unchecked = entries.filter(([, settings]) => !isEnvironment(settings));
  return {
    problems: within("config", problems),
    ignored: [
      ...advice,
      ...unchecked.map(([key]) => `${key} holds no settings of an environment, and was not checked`),
    ],
  };
}

/** The account of an environment. A number is a problem of its own. */
function accountIn(settings: unknown): string | undefined {
  const { account } = Object(settings);
  return typeof account === "string" ? account : undefined;
}

/** Settings of an environment are an object with the application and the place. */
const placeKeys = ["application", "account", "region"];

/** One misspelt key may be chance; two are not. */
function isEnvironment(settings: unknown): boolean {
  const keys = isRecord(settings) ? Object.keys(settings) : [];
  const isNear = (key: string) => nearest(key, placeKeys, 2) !== undefined;
  return placeKeys.some((key) => keys.includes(key)) || keys.filter(isNear).length > 1;
}

/** A file without settings of an environment is neither valid nor invalid. */
function nothingChecked(unchecked: readonly (readonly [string, unknown])[]): string {
  const held = unchecked.map(([key, value]) => `${key} is ${kindOf(value)}`);
  const reason = "holds no settings of an environment (an object with application, account and region)";
  return held.length === 0 ? reason : `${reason}: ${held.join(", ")}`;
}

/** The kind of a value. The value itself may be private. */
function kindOf(value: unknown): string {
  const kinds: Readonly<Record<string, string>> = { string: "text", number: "a number", boolean: "true or false" };
  return isRecord(value) ? "another object" : Array.isArray(value) ? "a list" : (kinds[typeof value] ?? "empty");
}

/** The programs of the docs read the key `environment`. */
function misspeltEnvironment(key: string): Problem[] {
  const name = key.slice(key.lastIndexOf(":") + 1);
  return name !== "environment" && nearest(name, ["environment"], 2) !== undefined
    ? [
        {
          path: key,
          reason: `holds settings of an environment. Did you mean ${key.slice(0, -name.length)}environment? Another name needs to be that of the program`,
        },
      ]
    : [];
}
