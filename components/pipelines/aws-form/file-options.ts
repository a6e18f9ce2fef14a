import { z } from "zod";
import { accountId, connectionArnSchema, regionName, stackName } from "../../aws/names";
import { readLeniently } from "../../schema/lenient";
import { withAllowed } from "../../schema/nearest";
import type { Problem } from "../../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../../schema/vocabulary";
import { eachOf, mapOf, readText } from "./aws-map";
import { configurationOf } from "./aws-values";
import type { TemplateValues } from "./evaluate-template";

type Keys = Readonly<Record<string, unknown>>;

/** Options of the reader: values that the file cannot say. */
export interface PipelineFileOptions extends TemplateValues {
  /** The logical id of the pipeline, for a template with several. */
  readonly pipeline?: string | undefined;
  /**
   * Keys of this package for actions of the file, by `<stage>/<action>`, such as `taskDefinitionFamily` of an ECS
   * action. A file in AWS's form has no place for them.
   */
  readonly actions?: Readonly<Record<string, Keys>> | undefined;
  /** The ARN of the connection that replaces the OAuth token of GitHub sources of version 1. */
  readonly connectionArn?: string | undefined;
}

const texts = z.record(z.string(), z.string()).optional();

const valuesSchema = allowedKeys({
  parameters: texts,
  resources: texts,
  exports: texts,
  references: texts,
  account: accountId.optional(),
  region: regionName.optional(),
  stackName: stackName.optional(),
  stackId: matching(
    /^arn:aws[\w-]*:cloudformation:[\w-]+:\d{12}:stack\/[\w-]+\/[\w-]+$/,
    "give the ARN of a stack, arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>",
  ).optional(),
  connectionArn: connectionArnSchema.optional(),
  actions: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** Options of a reader, and the problems of those that it refuses. */
export interface ReadOptions {
  /** The options, also refused ones: so one mistake does not hide another one in the pipeline. */
  readonly options: Omit<PipelineFileOptions, "pipeline">;
  readonly problems: readonly Problem[];
}

/** Reads the options, but the logical id of the pipeline. Numbers and truth values are text, as in CloudFormation. */
export function readFileOptions(input: unknown): ReadOptions {
  const actions = mapOf(input)?.actions;
  const readable =
    mapOf(input) === undefined ? input : { ...asTexts(input), ...(actions !== undefined && { actions }) };
  return {
    options: (readLeniently(valuesSchema, readable, { constraints: false }) ?? {}) as ReadOptions["options"],
    problems: schemaProblems(valuesSchema, readable),
  };
}

/** Text in place of numbers and truth values. */
function asTexts(value: unknown): Keys {
  const textOf = (item: unknown): unknown => (mapOf(item) === undefined ? readText(item) : asTexts(item));
  return Object.fromEntries(Object.entries(mapOf(value) ?? {}).map(([key, item]) => [key, textOf(item)]));
}

/** A pipeline with the values of the options. */
export interface OptionedPipeline {
  readonly structure: unknown;
  readonly problems: readonly Problem[];
  /** Problems of the options, with paths in the options. */
  readonly optionProblems: readonly Problem[];
  /** Parts of the file that the options replace. */
  readonly notes: readonly string[];
}

/** Puts the values of the options into a pipeline. */
export function withOptions(
  structure: unknown,
  { actions = {}, connectionArn }: PipelineFileOptions,
): OptionedPipeline {
  const known: string[] = [];
  const notes: string[] = [];
  const problems: Problem[] = [];
  const stages = eachOf(mapOf(structure)?.stages, (written) => {
    const stage = mapOf(written);
    const index = Number(listOf(mapOf(structure)?.stages).indexOf(written));
    return stage === undefined
      ? written
      : {
          ...stage,
          actions: eachOf(stage.actions, (item) => {
            const action = mapOf(item);
            if (action === undefined) {
              return item;
            }
            const place = placeOf(stage, action);
            known.push(place);
            const read = { ...action, ...actions[place] };
            if (mapOf(action.actionTypeId)?.provider !== "GitHub") {
              return read;
            }
            if (connectionArn === undefined) {
              const at = listOf(stage.actions).indexOf(item);
              problems.push({ path: `stages[${index}].actions[${at}].provider`, reason: oauthReason });
              return withoutToken(read);
            }
            notes.push(`${place}: The connection replaces the OAuth token of the source. Revoke the token.`);
            return byConnection(read, connectionArn);
          }),
        };
  });
  const unknown = Object.keys(actions).filter((place) => !known.includes(place));
  return {
    structure: mapOf(structure)?.stages === undefined ? structure : { ...mapOf(structure), stages },
    problems,
    optionProblems: unknown.map((place) => ({
      path: `actions.${place}`,
      reason: withAllowed("is no action of the pipeline", place, known),
    })),
    notes,
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html */
const oauthReason =
  "is GitHub of version 1, whose configuration holds a token that reads every repository of a person. Give the option " +
  "connectionArn, the ARN of a connection, and the reader makes the action a source by that connection";

/** Separates the problems with keys that the options give to actions, and names their places in the options. */
export function splitOptionProblems(
  problems: readonly Problem[],
  structure: unknown,
  { actions = {} }: PipelineFileOptions,
): { readonly inFile: readonly Problem[]; readonly inOptions: readonly Problem[] } {
  const stages = listOf(mapOf(structure)?.stages).map(mapOf);
  const inOptions = new Map<Problem, Problem>();
  for (const problem of problems) {
    const [, stageAt, actionAt, rest = "", key = ""] =
      /^stages\[(\d+)\]\.actions\[(\d+)\]\.((\w+).*)$/.exec(problem.path) ?? [];
    const stage = stages[Number(stageAt)];
    const place = placeOf(stage, mapOf(listOf(stage?.actions)[Number(actionAt)]));
    if (Object.hasOwn(actions[place] ?? {}, key)) {
      inOptions.set(problem, { path: `actions.${place}.${rest}`, reason: problem.reason });
    }
  }
  return { inFile: problems.filter((problem) => !inOptions.has(problem)), inOptions: [...inOptions.values()] };
}

/** The name of an action in the option `actions`. */
function placeOf(stage: Keys | undefined, action: Keys | undefined): string {
  return `${String(stage?.name)}/${String(action?.name)}`;
}

function byConnection(written: Keys, connectionArn: string): Keys {
  const { Owner, Repo, Branch } = configurationOf(written) ?? {};
  const unknown = [Owner, Repo].find((part) => typeof part === "symbol");
  return {
    ...written,
    actionTypeId: { category: "Source", owner: "AWS", provider: "CodeStarSourceConnection", version: "1" },
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: unknown ?? `${String(Owner)}/${String(Repo)}`,
      BranchName: Branch,
    },
  };
}

function withoutToken(action: Keys): Keys {
  const { OAuthToken: _, ...configuration } = configurationOf(action) ?? {};
  return { ...action, configuration };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
