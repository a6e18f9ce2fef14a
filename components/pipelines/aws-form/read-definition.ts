import { z } from "zod";
import { readInput } from "../../schema/lenient";
import type { Problem } from "../../schema/problem";
import { type PipelineDefinition, pipelineSchema } from "../definition/schema";
import { readPipeline } from "../validation/validate-pipeline";
import { mapOf, readText, withoutNulls } from "./aws-map";
import { readAwsPipeline } from "./aws-pipeline";
import { apiSpelling } from "./aws-spelling";
import { parseText } from "./parse-text";
import { functionProblems, markFunctions } from "./template-function";
import { typeIdProblems } from "./type-id";

/** A definition that was read, or what is wrong with it. */
export interface ReadDefinition {
  readonly definition: PipelineDefinition | undefined;
  /** The name, where the file says one. */
  readonly pipelineName: string | undefined;
  readonly problems: readonly Problem[];
}

const printed = z.looseObject({ pipeline: z.looseObject({ stages: z.unknown() }) });
const resource = z.looseObject({ Type: z.literal("AWS::CodePipeline::Pipeline"), Properties: z.looseObject({}) });
const template = z.looseObject({ Resources: z.record(z.string(), z.unknown()) });
const properties = z.looseObject({ Stages: z.unknown() });
const typed = z.looseObject({ actionTypeId: z.looseObject({}) });
const structure = z.looseObject({ stages: z.array(z.looseObject({ actions: z.array(z.unknown()).optional() })) });
const withSchema = z.looseObject({ $schema: z.string() });

/** Reads a pipeline from YAML or JSON: in our own form, as AWS's API prints it, or as CloudFormation spells it. */
export function readDefinition(text: string): ReadDefinition {
  const { value: parsed, problems: broken } = parseText(text);
  if (broken.length > 0) {
    return refused(broken);
  }
  const value = withoutSchema(parsed);
  const inTemplate = Object.values(template.safeParse(value).data?.Resources ?? {}).flatMap(propertiesOf);
  if (inTemplate.length > 1) {
    return refused([{ path: "Resources", reason: `hold ${inTemplate.length} pipelines: give a file for each` }]);
  }
  const inAwsForm = withoutNulls(inTemplate[0] ?? propertiesOf(value)[0] ?? structureOf(value));
  const written = inAwsForm === undefined ? value : readAwsPipeline(inAwsForm);
  const functions = functionProblems(written);
  const unread = [...functions, ...typeIdProblems(inAwsForm)];
  // How the parts go together cannot be judged before every value is known.
  const reading = functions.length > 0 ? readInput(pipelineSchema, written) : readPipeline(written);
  const { problems } = reading;
  const name = readText(mapOf(inAwsForm)?.name);
  return {
    definition: "model" in reading ? reading.model : reading.value,
    pipelineName: typeof name === "string" ? name : undefined,
    problems: [...unread, ...problems.filter(({ path }) => !unread.some((known) => known.path === path))],
  };
}

/** An editor is told by a key of the file, in JSON, what to check it with. */
function withoutSchema(value: unknown): unknown {
  const { $schema, ...others } = withSchema.safeParse(value).data ?? {};
  return $schema === undefined ? value : others;
}

function refused(problems: readonly Problem[]): ReadDefinition {
  return { definition: undefined, pipelineName: undefined, problems };
}

function propertiesOf(value: unknown): unknown[] {
  const { data } = resource.safeParse(value);
  return data ? [apiSpelling(markFunctions(data.Properties))] : [];
}

/** A pipeline that stands by itself in AWS's form. */
function structureOf(value: unknown): unknown {
  const { success, data } = properties.safeParse(value);
  if (success && data.Stages !== undefined) {
    return apiSpelling(markFunctions(data));
  }
  const inner = printed.safeParse(value).data?.pipeline ?? value;
  const stages = structure.safeParse(inner).data?.stages ?? [];
  const isTyped = stages.some(({ actions = [] }) => actions.some((action) => typed.safeParse(action).success));
  return isTyped || inner !== value ? inner : undefined;
}
