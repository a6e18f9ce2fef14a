import { z } from "zod";

import type { Place } from "../../actions/base/action-type";
import { actionTypeOf } from "../../actions/catalogue";
import { ruleTypeOf } from "../../actions/rules/catalogue";
import { pipelineName as pipelineNameSchema } from "../../aws/names";
import { readInput } from "../../schema/lenient";
import { type Problem, within } from "../../schema/problem";
import { schemaProblems } from "../../schema/vocabulary";
import { configurationProblems, ruleValueLimit } from "../definition/action-configuration";
import { type PipelineDefinition, type PipelineModel, pipelineSchema } from "../definition/schema";
import { artifactProblems } from "./artifact-flow";
import { brokenReferenceProblems } from "./broken-references";
import { cloneProblems } from "./clone-ref";
import { conditionProblems } from "./conditions";
import { placeOf, placeProblems } from "./cross-region";
import { gateStartProblems } from "./gate-starts";
import { namespaceProblems } from "./namespaces";
import { type ActionOutline, outlinePipeline, type PipelineOutline, type RuleOutline, rulesOf } from "./outline";
import { pipelineTypeProblems } from "./pipeline-type";
import { requiredVariableProblems } from "./required-variables";
import { repeatedNames, structureProblems } from "./structure";
import { triggerProblems } from "./triggers";
import { ungatedDestroyProblems } from "./ungated-destroy";
import { variableProblems } from "./variable-flow";

/** A pipeline as it was read: its model if every check passed its schema, and all problems. */
export interface PipelineReading {
  /** The definition as written. */
  readonly definition: PipelineDefinition;
  /** The pipeline with its defaults; absent if the schema refuses the definition. */
  readonly model: PipelineModel | undefined;
  readonly outline: PipelineOutline;
  readonly problems: readonly Problem[];
}

/**
 * Checks a pipeline definition, with or without `pipelineName`, exactly as {@link Pipeline} checks its arguments.
 * Returns every problem with its path; an empty list if AWS would accept the definition.
 *
 * @param home - account and region of the pipeline; without them, checks of other accounts and regions do not run
 */
export function validatePipeline(definition: unknown, home?: Place): Problem[] {
  return [...readPipeline(definition, home).problems];
}

const names = z.object({ pipelineName: pipelineNameSchema.optional() });

/** Reads and checks a pipeline definition, once. */
export function readPipeline(named: unknown, home?: Place): PipelineReading {
  const { pipelineName, definition } = splitName(named);
  const { value: model, problems } = readInput(pipelineSchema, definition);
  const outline = outlinePipeline(definition, model);
  return {
    definition: definition as PipelineDefinition,
    model,
    outline,
    problems: [
      ...schemaProblems(names, { pipelineName }),
      ...problems,
      ...outlineProblems(outline, home),
      ...gateStartProblems(outline, pipelineName),
    ],
  };
}

function splitName(named: unknown): { readonly pipelineName?: unknown; readonly definition: unknown } {
  if (typeof named !== "object" || named === null || Array.isArray(named)) {
    return { definition: named };
  }
  const { pipelineName, ...definition } = named as { readonly pipelineName?: unknown };
  return { pipelineName, definition };
}

function outlineProblems(outline: PipelineOutline, home: Place | undefined): Problem[] {
  const { stages, variables, schedules, executionMode, hasStages } = outline;
  const variableNames = variables.map((variable) => variable?.name ?? "");
  const scheduleNames = schedules.map((schedule) => schedule?.name ?? "");
  return [
    ...(hasStages ? structureProblems(stages) : []),
    ...artifactProblems(stages),
    ...cloneProblems(stages),
    ...conditionProblems(stages, executionMode),
    ...variableProblems(stages, variableNames),
    ...requiredVariableProblems(outline),
    ...brokenReferenceProblems(stages),
    ...namespaceProblems(stages),
    ...triggerProblems(outline),
    ...pipelineTypeProblems(outline),
    ...repeatedNames(withPaths("variables", variableNames), "variable"),
    // Each schedule has a role, and IAM does not distinguish upper and lower case.
    ...repeatedNames(
      withPaths(
        "schedules",
        scheduleNames.map((name) => name.toLowerCase()),
      ),
      "schedule",
    ),
    ...(home ? placeProblems(stages, home) : []),
    ...stages.flatMap((stage) => [
      ...stage.actions.flatMap((action) => within(action.path, actionProblems(action, home))),
      ...rulesOf(stage).flatMap((rule) => within(rule.path, ruleProblems(rule))),
    ]),
    ...ungatedDestroyProblems(outline, home),
  ];
}

function withPaths(list: string, names: readonly string[]) {
  return names.map((name, index) => ({ name, path: `${list}[${index}]` }));
}

function actionProblems({ action }: ActionOutline, home: Place | undefined): Problem[] {
  if (action === undefined) {
    return [];
  }
  const type = actionTypeOf(action);
  // An action that cannot run elsewhere is judged at home, even if it names another region.
  const place = home && placeOf(home, type.crossRegion ? action : { roleArn: action.roleArn });
  return [...type.validate(action, place), ...configurationProblems(action.configuration)];
}

function ruleProblems({ rule }: RuleOutline): Problem[] {
  return rule === undefined
    ? []
    : [...ruleTypeOf(rule).validate(rule), ...configurationProblems(rule.configuration, ruleValueLimit)];
}
