import { z } from "zod";
import type { Place } from "../../actions/base/action-type";
import { actionSchema, actionTypeOf } from "../../actions/catalogue";
import { ruleSchema, ruleTypeOf } from "../../actions/rules/catalogue";
import { type Problem, within } from "../../schema/problem";
import { schemaProblems } from "../../schema/vocabulary";
import { configurationProblems, ruleValueLimit } from "../definition/action-configuration";
import { pipelineSchema } from "../definition/schema";
import { artifactProblems } from "./artifact-flow";
import { brokenReferenceProblems } from "./broken-references";
import { cloneProblems } from "./clone-ref";
import { conditionProblems } from "./conditions";
import { placeOf, placeProblems } from "./cross-region";
import { namespaceProblems } from "./namespaces";
import { outlinePipeline, rulesOf } from "./outline";
import { pipelineTypeProblems } from "./pipeline-type";
import { requiredVariableProblems } from "./required-variables";
import { repeatedNames, structureProblems } from "./structure";
import { triggerProblems } from "./triggers";
import { variableProblems } from "./variable-flow";

const named = z.array(z.object({ name: z.string().catch("") }).catch({ name: "" })).catch([]);
const surroundings = z
  .object({
    executionMode: z.unknown().optional(),
    variables: named,
    schedules: named,
    triggers: z.unknown().optional(),
  })
  .catch({ executionMode: undefined, variables: [], schedules: [], triggers: undefined });

/**
 * Every problem of a pipeline, each with its path; none if AWS would accept it.
 *
 * @param home - where the pipeline is made, if that is known: what runs elsewhere is judged then
 */
export function validatePipeline(definition: unknown, home?: Place): Problem[] {
  const outline = outlinePipeline(definition);
  const stages = outline ?? [];
  const { executionMode, variables, schedules, triggers } = surroundings.parse(definition);
  const parts = stages.flatMap((stage) => [...stage.actions, ...rulesOf(stage)]);
  return [
    ...schemaProblems(pipelineSchema, definition),
    ...(outline ? structureProblems(outline) : []),
    ...artifactProblems(stages),
    ...cloneProblems(stages),
    ...conditionProblems(stages, executionMode),
    ...variableProblems(
      stages,
      variables.map(({ name }) => name),
    ),
    ...requiredVariableProblems(definition, stages),
    ...brokenReferenceProblems(stages),
    ...namespaceProblems(stages),
    ...triggerProblems(triggers, stages),
    ...pipelineTypeProblems(definition, stages),
    ...repeatedNames(withPaths("variables", variables), "variable"),
    // Each schedule has a role, and IAM does not tell upper and lower case apart.
    ...repeatedNames(withPaths("schedules", schedules.map(lowerCase)), "schedule"),
    ...(home ? placeProblems(stages, home) : []),
    ...parts.flatMap((part) =>
      within(part.path, "kind" in part ? ruleProblems(part.written) : actionProblems(part.written, home)),
    ),
  ];
}

function withPaths(list: string, items: readonly { readonly name: string }[]) {
  return items.map(({ name }, index) => ({ name, path: `${list}[${index}]` }));
}

function lowerCase({ name }: { readonly name: string }) {
  return { name: name.toLowerCase() };
}

function actionProblems(written: unknown, home: Place | undefined): Problem[] {
  const { data: action } = actionSchema.safeParse(written);
  if (!action) {
    return [];
  }
  const type = actionTypeOf(action);
  // One that runs at home alone is judged there, also if it says that it runs elsewhere.
  const place = home && placeOf(home, type.crossRegion ? action : { roleArn: action.roleArn });
  return [...type.validate(action, place), ...configurationProblems(action.configuration)];
}

function ruleProblems(written: unknown): Problem[] {
  const { data: rule } = ruleSchema.safeParse(written);
  return rule ? [...ruleTypeOf(rule).validate(rule), ...configurationProblems(rule.configuration, ruleValueLimit)] : [];
}
