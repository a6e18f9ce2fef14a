import { statSync } from "node:fs";
import { basename, relative } from "node:path";
import type { PipelineFileOptions } from "../../components/pipelines/aws-form/file-options";
import { describeProblems, type Problem } from "../../components/schema/problem";
import { PreviewError } from "../preview/base/error";
import { allStackFiles } from "../preview/project/all-stacks";
import { isRecord, parseYaml } from "../preview/project/yaml-file";
import { Status } from "../preview/result";
import { checkStack, isStackSettings } from "./check-stack";
import { readCheckValues } from "./check-values";
import { type Command, parsePositionals } from "./command";
import { readTextFile } from "./text-file";

// The readers load the catalogue of actions, which no other command needs: so they load at their use.
type AppSpecReader = typeof import("../../components/codedeploy/parse-appspec");
type BuildspecReader = typeof import("../../components/codebuild/parse-buildspec");
type DeliveryReader = typeof import("../../components/delivery/read-delivery-file");
type FleetReader = typeof import("../../components/fleet/read-fleet");
type PipelineReader = typeof import("../../components/pipelines/aws-form/read-definition");
type YamlReader = typeof import("../../components/schema/yaml-text");

const HELP = `Checks buildspecs, AppSpecs, pipeline files, delivery files, fleets and settings of stacks without AWS.

Usage: aws-pipelines check FILE... [options]

A folder stands for the settings of all its stacks: Pulumi.<stack>.yaml of its project, or of every project below it.

Options:
  --pipeline ID              logical id of the pipeline, for a template with several
  --values FILE              values that a pipeline file cannot say (YAML): parameters, resources, exports, references,
                             account, region, stackName, stackId, connectionArn and actions
  -h, --help

Example: aws-pipelines check Pulumi.*.yaml buildspec.yml template.yml --values values.yml

Exit status: 0 no problem, 2 a file has a problem or nothing was checked, 3 any other failure.
`;

const OPTIONS = { pipeline: { type: "string" }, values: { type: "string" } } as const;

/** Result of the check of one file. */
interface Checked {
  readonly kind: string;
  readonly problems: readonly (Problem & { readonly options?: readonly string[] | undefined })[];
  /** Problems of the values, with paths in the values. */
  readonly valueProblems?: readonly Problem[];
  readonly ignored: readonly string[];
  /** The reason why the file was not checked. */
  readonly unchecked?: string;
}

/** `aws-pipelines check` */
export const checkCommand: Command = {
  name: "check",
  summary: "checks buildspecs, AppSpecs, pipeline files, delivery files, fleets and settings of stacks without AWS",
  help: HELP,
  run: (args, { stdout, stderr }) => {
    const { values: flags, positionals } = parsePositionals("check", args, OPTIONS);
    if (positionals.length === 0) {
      throw new PreviewError(
        "check needs at least one file, such as buildspec.yml, or a folder for the settings of its stacks",
      );
    }
    const values = readCheckValues(flags.values);
    const report = (subject: string, problems: readonly Problem[]) => {
      if (problems.length > 0) {
        stderr.write(`${inCommandWords(describeProblems(subject, problems))}\n`);
      }
      return problems.length > 0;
    };
    const options = { ...values.options, pipeline: flags.pipeline };
    const areValuesRefused = report(String(flags.values), values.problems);
    const outcomes = positionals.flatMap(filesOf).map((file) => {
      const checked = checkText(readTextFile(file), options, basename(file));
      const { kind, problems, valueProblems = [], ignored, unchecked } = checked;
      const hasProblem = report(file, problems);
      stderr.write(missingValues(problems));
      const areValuesWrong = report(`${flags.values}, for ${file},`, values.place(valueProblems));
      const isWrong = hasProblem || areValuesWrong;
      if (unchecked !== undefined) {
        stdout.write(`- ${file} was not checked: it ${unchecked}\n`);
      } else if (!isWrong) {
        stdout.write(`✓ ${file} is a valid ${kind}\n`);
      }
      // Notes follow the verdict of their file.
      for (const note of ignored) {
        (isWrong ? stderr : stdout).write(`  ${note}\n`);
      }
      return isWrong ? "wrong" : unchecked === undefined ? "valid" : "unchecked";
    });
    const isRefused = areValuesRefused || outcomes.includes("wrong") || !outcomes.includes("valid");
    return Promise.resolve(isRefused ? Status.refused : Status.clean);
  },
};

/** The files of an argument. A folder stands for the settings of its stacks. */
function filesOf(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [path];
  }
  const files = allStackFiles(path);
  if (files.length === 0) {
    throw new PreviewError(`${path}: no project in this folder has settings of a stack, Pulumi.<stack>.yaml`);
  }
  return files.map((file) => relative("", file));
}

/** Names the options of the command in place of those of the reader. */
function inCommandWords(text: string): string {
  return text
    .replaceAll("the option pipeline with", "--pipeline with")
    .replaceAll(/(give|Give) the option /g, "$1 --values a file with ");
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
 * @param name - name of the file. `Pulumi.<stack>.yaml` holds the settings of a stack, whatever its keys are, and
 *   `Pulumi.yaml` nothing to check
 */
export function checkText(text: string, options: PipelineFileOptions = {}, name = ""): Checked {
  const { parseYamlText, withLines }: YamlReader = require("../../components/schema/yaml-text");
  if (text.trim() === "") {
    const problem = { path: "", reason: "is empty: give a buildspec, an AppSpec, a pipeline or settings" };
    return { kind: "buildspec", problems: [problem], ignored: [] };
  }
  if (/^Pulumi\.ya?ml$/.test(name)) {
    const unchecked = "is the file of a project: give Pulumi.<stack>.yaml, or its folder";
    return { kind: "project file", problems: [], ignored: [], unchecked };
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
  if (isRecord(value) && isStackSettings(value, name)) {
    const { problems, ...others } = checkStack(parseYaml(text, name), name);
    return { kind: "settings file of a stack", problems: withLines(problems, lineOf), ...others };
  }
  if (isFleet(value)) {
    const { readFleetFiles }: FleetReader = require("../../components/fleet/read-fleet");
    const { problems } = readFleetFiles({ name: "", text });
    return { kind: "fleet", problems: problems.flatMap((of) => of.problems), ignored: [] };
  }
  if (isPipeline(value, text)) {
    const { readDefinition }: PipelineReader = require("../../components/pipelines/aws-form/read-definition");
    const { messages, optionProblems, ignored } = readDefinition(text, options);
    return { kind: "pipeline", problems: messages, valueProblems: optionProblems, ignored };
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
