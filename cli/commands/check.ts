import { basename } from "node:path";
import { nearest, withAllowed } from "../../components/schema/nearest";
import { describeProblems, type Problem, within } from "../../components/schema/problem";
import { PreviewError } from "../preview/base/error";
import { isRecord, parseYaml, readYamlFile } from "../preview/project/yaml-file";
import { Status } from "../preview/result";
import { type Command, parsePositionals } from "./command";
import { readTextFile } from "./text-file";

// The readers load the catalogue of actions, which no other command needs: so they load at their use.
type AppSpecReader = typeof import("../../components/codedeploy/parse-appspec");
type BuildspecReader = typeof import("../../components/codebuild/parse-buildspec");
type ApplicationReader = typeof import("../../components/delivery/application-plan");
type SettingsReader = typeof import("../../components/delivery/problems");
type ApplicationSettings = typeof import("../../components/delivery/application-settings");
type DeliveryReader = typeof import("../../components/delivery/read-delivery-file");
type FleetReader = typeof import("../../components/fleet/read-fleet");
type PipelineReader = typeof import("../../components/pipelines/aws-form/read-definition");
type YamlReader = typeof import("../../components/schema/yaml-text");

const HELP = `Checks buildspecs, AppSpecs, pipeline files, delivery files, fleets and settings of stacks without AWS.

Usage: aws-pipelines check FILE... [options]

Options:
  --pipeline ID              logical id of the pipeline, for a template with several
  --values FILE              values that a pipeline file cannot say (YAML): parameters, resources, exports, references,
                             account, region, stackName, stackId, connectionArn and actions
  -h, --help

Example: aws-pipelines check Pulumi.dev.yaml buildspec.yml template.yml --values values.yml

Exit status: 0 no problem, 2 a file has a problem, 3 any other failure.
`;

const OPTIONS = { pipeline: { type: "string" }, values: { type: "string" } } as const;

/** Result of the check of one file. */
interface Checked {
  readonly kind: string;
  readonly problems: readonly (Problem & { readonly options?: readonly string[] | undefined })[];
  readonly ignored: readonly string[];
}

/** `aws-pipelines check` */
export const checkCommand: Command = {
  name: "check",
  summary: "checks buildspecs, AppSpecs, pipeline files, delivery files, fleets and settings of stacks without AWS",
  help: HELP,
  run: (args, { stdout, stderr }) => {
    const { values, positionals: files } = parsePositionals("check", args, OPTIONS);
    if (files.length === 0) {
      throw new PreviewError("check needs at least one file, such as buildspec.yml");
    }
    const options = {
      ...readValues(values.values),
      ...(values.pipeline !== undefined && { pipeline: values.pipeline }),
    };
    const wrong = files.filter((file) => {
      const { kind, problems, ignored } = checkText(readTextFile(file), options, basename(file));
      if (problems.length > 0) {
        stderr.write(`${inCommandWords(describeProblems(file, problems))}\n${missingValues(problems)}`);
      } else {
        stdout.write(`✓ ${file} is a valid ${kind}\n`);
      }
      for (const note of ignored) {
        stdout.write(`  ${note}\n`);
      }
      return problems.length > 0;
    });
    return Promise.resolve(wrong.length > 0 ? Status.refused : Status.clean);
  },
};

/** Names the options of the command in place of those of the reader. */
function inCommandWords(text: string): string {
  return text
    .replaceAll("the option pipeline with", "--pipeline with")
    .replaceAll(/which the option (\w+) names/g, "which $1 of --values names")
    .replaceAll(/(give|Give) the option /g, "$1 with --values ");
}

/** The values that the problems of a file ask for, as a file for `--values` to fill in. */
function missingValues(problems: Checked["problems"]): string {
  const options = [...new Set(problems.flatMap(({ options: asked }) => asked ?? []))];
  if (options.length === 0) {
    return "";
  }
  const { parse, stringify }: typeof import("yaml") = require("yaml");
  const values: Record<string, unknown> = {};
  for (const option of options) {
    merge(values, parse(option));
  }
  const lines = stringify(values).trimEnd().split("\n");
  return [
    "  To give these values, fill them in and pass the file with --values:",
    ...lines.map((line) => `    ${line}`),
  ]
    .join("\n")
    .concat("\n");
}

function merge(into: Record<string, unknown>, from: unknown): void {
  for (const [key, value] of Object.entries(isRecord(from) ? from : {})) {
    const present = into[key];
    if (isRecord(present) && isRecord(value)) {
      merge(present, value);
    } else {
      into[key] = value;
    }
  }
}

/**
 * Checks the text of a file, whose content decides its kind.
 *
 * @param name - name of the file. `Pulumi.<stack>.yaml` holds the settings of a stack, whatever its keys are
 */
export function checkText(
  text: string,
  options: Parameters<PipelineReader["readDefinition"]>[1] = {},
  name = "",
): Checked {
  const { parseYamlText, withLines }: YamlReader = require("../../components/schema/yaml-text");
  if (text.trim() === "") {
    const problem = { path: "", reason: "is empty: give a buildspec, an AppSpec, a pipeline or settings" };
    return { kind: "buildspec", problems: [problem], ignored: [] };
  }
  const { value, lineOf } = parseYamlText(text, [], "");
  if (isAppSpec(value)) {
    const { parseAppSpec }: AppSpecReader = require("../../components/codedeploy/parse-appspec");
    const { problems, ignored } = parseAppSpec(text);
    return { kind: "AppSpec", problems, ignored };
  }
  if (isDelivery(value)) {
    const { readDeliveryFile }: DeliveryReader = require("../../components/delivery/read-delivery-file");
    const { problems } = readDeliveryFile(text);
    return { kind: "delivery pipeline", problems: withLines(problems, lineOf), ignored: [] };
  }
  if (isRecord(value) && (isStack(value) || isStackName(name))) {
    const { problems, ignored } = checkStack(parseYaml(text, name), name);
    return { kind: "settings file of a stack", problems: withLines(problems, lineOf), ignored };
  }
  if (isFleet(value)) {
    const { readFleetFiles }: FleetReader = require("../../components/fleet/read-fleet");
    const { problems } = readFleetFiles({ name: "", text });
    return { kind: "fleet", problems: problems.flatMap((of) => of.problems), ignored: [] };
  }
  if (isPipeline(value, text)) {
    const { readDefinition }: PipelineReader = require("../../components/pipelines/aws-form/read-definition");
    const { messages, ignored } = readDefinition(text, options);
    return { kind: "pipeline", problems: messages, ignored };
  }
  const { parseBuildspec }: BuildspecReader = require("../../components/codebuild/parse-buildspec");
  const { problems, ignored } = parseBuildspec(text);
  return { kind: "buildspec", problems, ignored };
}

/** An AppSpec has version 0.0, the parts of a deployment to instances, or a list of resources. */
function isAppSpec(value: unknown): boolean {
  if (!isRecord(value) || "phases" in value) {
    return false;
  }
  const { version, os, files, hooks, Resources = value.resources } = value;
  return Array.isArray(Resources) || [os, files, hooks].some((part) => part !== undefined) || isZero(version);
}

function isZero(version: unknown): boolean {
  return /^0(\.0)?$/.test(String(version));
}

/** Keys of actions in a delivery file. An action of AWS has none of them. */
const deliveryKeys = ["build", "notify", "target", "stackRole"];

/** A delivery file has a stage with a plan, or an action with a key of its own. */
function isDelivery(value: unknown): boolean {
  const stages: unknown = Object(value).stages;
  return recordsOf(stages).some(
    ({ plan, actions }) =>
      plan !== undefined || recordsOf(actions).some((action) => deliveryKeys.some((key) => key in action)),
  );
}

/** A fleet has environments and waves. */
function isFleet(value: unknown): boolean {
  return isRecord(value) && "environments" in value && "waves" in value;
}

/** Keys of a stack's settings file. https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/ */
const stackKeys = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

function isStackName(name: string): boolean {
  return /^Pulumi\..+\.(?:yaml|yml|json)$/.test(name);
}

function isStack(value: Record<string, unknown>): boolean {
  return "config" in value && Object.keys(value).every((key) => stackKeys.includes(key));
}

function checkStack(content: unknown, name: string): Pick<Checked, "problems" | "ignored"> {
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
function checkConfig(config: unknown): Pick<Checked, "problems" | "ignored"> {
  const entries = Object.entries(isRecord(config) ? config : {});
  const environments = entries.filter(([, settings]) => isEnvironment(settings));
  if (environments.length === 0) {
    return { problems: within("config", [nothingChecked(entries)]), ignored: [] };
  }
  const { readApplication }: ApplicationReader = require("../../components/delivery/application-plan");
  const { isApplication }: ApplicationSettings = require("../../components/delivery/application-settings");
  const { readDelivery }: SettingsReader = require("../../components/delivery/problems");
  const problems = environments.flatMap(([key, settings]) => [
    ...misspeltEnvironment(key),
    ...within(key, (isApplication(settings) ? readApplication(settings) : readDelivery(settings)).problems),
  ]);
  const unchecked = entries.filter(([, settings]) => !isEnvironment(settings));
  return {
    problems: within("config", problems),
    ignored: unchecked.map(([key]) => `${key} holds no settings of an environment, and was not checked`),
  };
}

/** Settings of an environment are an object with the application and the place. */
function isEnvironment(settings: unknown): boolean {
  return isRecord(settings) && ["application", "account", "region"].some((key) => key in settings);
}

/** A file without settings of an environment is neither valid nor invalid: so the check must not say that it is valid. */
function nothingChecked(unchecked: readonly (readonly [string, unknown])[]): Problem {
  const held = unchecked.map(([key, value]) => `${key} is ${kindOf(value)}`);
  const reason =
    "holds no settings of an environment (an object with application, account and region), so nothing was checked";
  return { path: "", reason: held.length === 0 ? reason : `${reason}: ${held.join(", ")}` };
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

function recordsOf(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

const pipelineType = "AWS::CodePipeline::Pipeline";
const pipelineKeys = ["stages", "Stages", "pipeline", "Resources", "AWSTemplateFormatVersion", "Properties"];

function isPipeline(value: unknown, text: string): boolean {
  const keys = isRecord(value) ? Object.keys(value) : topLevelKeys(text);
  const isPart = isRecord(value)
    ? Object.values(value).some((part) => isRecord(part) && part.Type === pipelineType)
    : text.includes(pipelineType);
  return isPart || pipelineKeys.some((key) => keys.includes(key));
}

/** The keys at the beginning of lines, for a text with tags of CloudFormation or with mistakes. */
function topLevelKeys(text: string): string[] {
  return [...text.matchAll(/^["']?(\w+)["']?\s*:/gm)].map(([, key = ""]) => key);
}

const valueKeys = [
  "parameters",
  "resources",
  "exports",
  "references",
  "account",
  "region",
  "stackName",
  "stackId",
  "connectionArn",
  "actions",
];

function readValues(file: string | undefined): Record<string, unknown> {
  const values = file === undefined ? {} : readYamlFile(file);
  const unknown = Object.keys(values).filter((key) => !valueKeys.includes(key));
  if (unknown.length > 0) {
    const problems = unknown.map((path) => ({ path, reason: withAllowed("is not known here", path, valueKeys) }));
    throw new PreviewError(describeProblems(String(file), problems));
  }
  return values;
}
