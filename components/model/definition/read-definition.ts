import { isScalar, parseDocument, visit } from "yaml";
import { z } from "zod";
import { type PipelineDefinition, pipelineSchema } from "../pipeline";
import type { Problem } from "../problem";
import { validatePipeline } from "../validate-pipeline";
import { readAwsPipeline } from "./aws-pipeline";
import { apiSpelling } from "./aws-spelling";

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
const named = z.looseObject({ name: z.string() });

/** Reads a pipeline from YAML or JSON: in our own form, as AWS's API prints it, or as CloudFormation spells it. */
export function readDefinition(text: string): ReadDefinition {
  const document = parseDocument(text, { logLevel: "silent", prettyErrors: true });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return refused(broken.map(({ code, message }) => ({ path: "", reason: textProblem(code, message) })));
  }
  visit(document, { Scalar: asWritten });
  const value: unknown = document.toJS();
  const inTemplate = Object.values(template.safeParse(value).data?.Resources ?? {}).flatMap(propertiesOf);
  if (inTemplate.length > 1) {
    return refused([{ path: "Resources", reason: `hold ${inTemplate.length} pipelines: give a file for each` }]);
  }
  const inAwsForm = inTemplate[0] ?? propertiesOf(value)[0] ?? structureOf(value);
  const written = inAwsForm === undefined ? value : readAwsPipeline(inAwsForm);
  const { success, data } = pipelineSchema.safeParse(written);
  return {
    definition: success ? data : undefined,
    pipelineName: named.safeParse(inAwsForm).data?.name,
    problems: validatePipeline(written),
  };
}

/** A number that would be written otherwise, such as a version 1.10 or an account 012345678901, was meant as text. */
function asWritten(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "number" && node.source !== String(node.value)) {
    node.value = node.source;
  }
}

function refused(problems: readonly Problem[]): ReadDefinition {
  return { definition: undefined, pipelineName: undefined, problems };
}

function propertiesOf(value: unknown): unknown[] {
  const { data } = resource.safeParse(value);
  return data ? [apiSpelling(data.Properties)] : [];
}

/** A pipeline that stands by itself in AWS's form. */
function structureOf(value: unknown): unknown {
  const { success, data } = properties.safeParse(value);
  if (success && data.Stages !== undefined) {
    return apiSpelling(data);
  }
  const inner = printed.safeParse(value).data?.pipeline ?? value;
  const stages = structure.safeParse(inner).data?.stages ?? [];
  const isTyped = stages.some(({ actions = [] }) => actions.some((action) => typed.safeParse(action).success));
  return isTyped || inner !== value ? inner : undefined;
}

/** What is wrong with the text itself, in one line: where, and what to do. */
function textProblem(code: string, message: string): string {
  const [first = message] = message.split("\n");
  const said = first.replace(/:$/, "");
  return code === "TAG_RESOLVE_FAILED"
    ? `${said}: functions of templates are not evaluated; write the value`
    : `${said}: give YAML or JSON`;
}
