import { z } from "zod";
import { pipelineName } from "../../aws/names";
import { readInput } from "../../schema/lenient";
import { withAllowed } from "../../schema/nearest";
import { type Problem, within } from "../../schema/problem";
import { schemaProblems } from "../../schema/vocabulary";
import { parseYamlText, withLines } from "../../schema/yaml-text";
import { type PipelineDefinition, pipelineSchema } from "../definition/schema";
import { readPipeline } from "../validation/validate-pipeline";
import { mapOf, readText, withoutNulls } from "./aws-map";
import { readAwsPipeline } from "./aws-pipeline";
import { apiSpelling } from "./aws-spelling";
import { evaluateTemplate, templateValueProblems } from "./evaluate-template";
import { type PipelineFileOptions, splitOptionProblems, withOptions } from "./file-options";
import { type FileForm, inFileWords } from "./file-words";
import { ignoredParts } from "./ignored-parts";
import { cloudFormationTags, type FileProblem, functionProblems } from "./template-function";
import { typeIdProblems } from "./type-id";

/** A definition that was read, or what is wrong with it. */
export interface ReadDefinition {
  readonly definition: PipelineDefinition | undefined;
  /** The name, where the file says one. */
  readonly pipelineName: string | undefined;
  /** The problems, with paths in the form of this package. */
  readonly problems: readonly Problem[];
  /** The problems in the words of the file: its keys, the names of stage and action, and the line. */
  readonly messages: readonly FileProblem[];
  /** The problems of the options, with paths in the options. */
  readonly optionProblems: readonly Problem[];
  /** Parts of the file that AWS ignores or that options replace, and that are left out. */
  readonly ignored: readonly string[];
}

const printed = z.looseObject({ pipeline: z.looseObject({ stages: z.unknown() }) });
const resource = z.looseObject({ Type: z.literal("AWS::CodePipeline::Pipeline"), Properties: z.looseObject({}) });
const template = z.looseObject({ Resources: z.record(z.string(), z.unknown()) });
const properties = z.looseObject({ Stages: z.unknown() });
const typed = z.looseObject({ actionTypeId: z.looseObject({}) });
const structure = z.looseObject({ stages: z.array(z.looseObject({ actions: z.array(z.unknown()).optional() })) });
const withSchema = z.looseObject({ $schema: z.string() });

/**
 * Reads a pipeline from YAML or JSON: in the form of this package, as the API of AWS prints it, or as CloudFormation
 * spells it.
 */
export function readDefinition(text: string, options: PipelineFileOptions = {}): ReadDefinition {
  const parsed = parseYamlText(
    text,
    cloudFormationTags,
    "only short forms of CloudFormation functions are allowed; write the value",
  );
  if (parsed.problems.length > 0) {
    return refused(parsed.problems);
  }
  const value = withoutSchema(parsed.value);
  const found = findPipeline(value, options);
  if ("problems" in found) {
    return { ...refused(found.problems), messages: withLines(found.problems, parsed.lineOf) };
  }
  const optioned = withOptions(found.form === "own" ? value : withoutNulls(found.structure), options);
  const inAwsForm = found.form === "own" ? undefined : optioned.structure;
  const written = inAwsForm === undefined ? optioned.structure : readAwsPipeline(inAwsForm);
  const functions = functionProblems(written);
  const unread = [...optioned.problems, ...functions, ...typeIdProblems(inAwsForm)];
  const unknownValues = found.form === "template" ? templateValueProblems(parsed.value, options) : [];
  // How the parts go together cannot be judged before every value is known.
  const reading = functions.length > 0 ? readInput(pipelineSchema, written) : readPipeline(written);
  const name = readText(mapOf(inAwsForm)?.name);
  const { inFile, inOptions } = splitOptionProblems(reading.problems, optioned.structure, options);
  const problems: FileProblem[] = [
    ...unread,
    ...nameProblems(name),
    ...inFile.filter(({ path }) => !unread.some((known) => known.path === path)),
  ];
  return {
    definition: "model" in reading ? reading.model : reading.value,
    pipelineName: typeof name === "string" ? name : undefined,
    problems,
    messages: inFileWords(problems, {
      form: found.form,
      structure: optioned.structure,
      lineOf: (path) => parsed.lineOf([found.place, path].filter((part) => part !== "").join(".")),
    }),
    optionProblems: [...unknownValues, ...optioned.optionProblems, ...inOptions],
    ignored: [...ignoredParts(inAwsForm), ...optioned.notes],
  };
}

/** A pipeline and its place in the file. */
interface Found {
  readonly place: string;
  readonly form: FileForm;
  /** The structure with the keys of the API, for AWS's forms. */
  readonly structure: unknown;
}

function findPipeline(value: unknown, options: PipelineFileOptions): Found | { readonly problems: readonly Problem[] } {
  const whole = template.safeParse(value).data?.Resources;
  // A file may hold resources alone, as a part of a template.
  const resources = whole ?? mapOf(value) ?? {};
  const ids = Object.keys(resources).filter((id) => resource.safeParse(resources[id]).success);
  const id = options.pipeline ?? ids[0];
  if (options.pipeline !== undefined && !ids.includes(options.pipeline)) {
    return { problems: [{ path: "Resources", reason: unknownPipeline(options.pipeline, ids) }] };
  }
  if (options.pipeline === undefined && ids.length > 1) {
    return {
      problems: [
        {
          path: "Resources",
          reason: `has ${ids.length} pipelines, ${ids.join(", ")}: give the option pipeline with the logical id of one`,
        },
      ],
    };
  }
  const evaluated = (part: unknown) => apiSpelling(evaluateTemplate(part, value, options));
  if (id !== undefined) {
    const { data } = resource.safeParse(resources[id]);
    const place = `${whole === undefined ? "" : "Resources."}${id}.Properties`;
    return { place, form: "template", structure: evaluated(data?.Properties) };
  }
  const alone = resource.safeParse(value).data;
  if (alone !== undefined) {
    return { place: "Properties", form: "template", structure: evaluated(alone.Properties) };
  }
  const { success, data } = properties.safeParse(value);
  if (success && data.Stages !== undefined) {
    return { place: "", form: "template", structure: evaluated(data) };
  }
  const inner = printed.safeParse(value).data?.pipeline ?? value;
  const stages = structure.safeParse(inner).data?.stages ?? [];
  const isTyped = stages.some(({ actions = [] }) => actions.some((action) => typed.safeParse(action).success));
  return inner !== value
    ? { place: "pipeline", form: "api", structure: inner }
    : { place: "", form: isTyped ? "api" : "own", structure: inner };
}

function unknownPipeline(id: string, ids: readonly string[]): string {
  const before = `has no pipeline ${id}`;
  return ids.length === 0 ? `${before}: the file has no template with a pipeline` : withAllowed(before, id, ids);
}

/** CodePipeline allows no other names. */
function nameProblems(name: unknown): Problem[] {
  return name === undefined || typeof name === "symbol" ? [] : within("name", schemaProblems(pipelineName, name));
}

/** An editor is told by a key of the file, in JSON, what to check it with. */
function withoutSchema(value: unknown): unknown {
  const { $schema, ...others } = withSchema.safeParse(value).data ?? {};
  return $schema === undefined ? value : others;
}

function refused(problems: readonly Problem[]): ReadDefinition {
  return {
    definition: undefined,
    pipelineName: undefined,
    problems,
    messages: problems,
    optionProblems: [],
    ignored: [],
  };
}
