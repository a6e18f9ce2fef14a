import { z } from "zod";
import { pipelineSchema } from "../pipelines/definition/schema";
import { argumentProblems } from "../schema/arguments";
import { unlessRefused } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { allowedKeys, anyValues, given, schemaProblems, shown } from "../schema/vocabulary";
import { inlineBuildSchema, programBuildKeys, recipientsSchema } from "./inline-schema";

const { stages: stageList, ...pipelineKeys } = pipelineSchema.shape;

/** A list with an error that says which entries it has. */
function listOf<Item extends z.ZodType>(item: Item, entries: string) {
  return z.array(item, { error: ({ input }) => `${given(input)}: give a list of ${entries}` });
}

const statement = z.looseObject(
  {
    Effect: z.enum(["Allow", "Deny"]),
    Action: z.union([z.string(), z.array(z.string())]),
  },
  { error: ({ input }) => `is ${shown(input)}: give a statement of allowStatement` },
);

const { commands, runtime, files, exportedVariables, buildspec } = inlineBuildSchema.shape;

/** A build of an action. The plan reads the values of its project. */
const buildSchema = allowedKeys({
  ...programBuildKeys,
  ...{ commands, runtime, files, exportedVariables, buildspec },
  permissions: listOf(statement, "statements").optional(),
  environmentVariables: z
    .record(z.string(), z.looseObject({}, { error: ({ input }) => `is ${shown(input)}: give an object with a value` }))
    .optional(),
});

const artifacts = listOf(z.string(), "artifact names");

const besideBuild = "is missing beside build: make the action with buildAction";

/** An action, as far as the plan takes it apart. */
const actionSchema = z
  .looseObject({
    name: z.string(),
    notify: recipientsSchema.optional(),
    inputArtifacts: artifacts.optional(),
    outputArtifacts: artifacts.optional(),
    build: buildSchema.optional(),
  })
  .refine(({ build, inputArtifacts }) => build === undefined || inputArtifacts !== undefined, {
    path: ["inputArtifacts"],
    error: besideBuild,
  })
  .refine(({ build, outputArtifacts }) => build === undefined || outputArtifacts !== undefined, {
    path: ["outputArtifacts"],
    error: besideBuild,
  });

const stageSchema = allowedKeys({
  ...anyValues(stageList.element.shape),
  name: z.string(),
  actions: listOf(actionSchema, "actions"),
});

/**
 * Lists the problems of arguments that keep the plan from reading them: missing lists, values of another type, and keys
 * that nobody reads. Programs without type checks need it.
 *
 * @param ownKeys - the keys of the component beside those of a pipeline
 */
export function pipelineShapeProblems(args: unknown, ownKeys: readonly string[]): Problem[] {
  const schema = allowedKeys({
    ...Object.fromEntries(ownKeys.map((key) => [key, z.unknown().optional()])),
    ...anyValues(pipelineKeys),
    stages: listOf(stageSchema, "stages"),
  });
  // A program writes the keys of a build beside those of its action.
  return schemaProblems(schema, args).map(({ path, reason }) => ({
    path: path.replace(/^(stages\[\d+\]\.actions\[\d+\])\.build\./, "$1."),
    reason,
  }));
}

const environmentSchema = allowedKeys({
  environment: z.looseObject(
    {},
    { error: ({ input }) => `${given(input)}: give the settings of the environment, as its own stack has them` },
  ),
  account: z.unknown().optional(),
  tags: z.unknown().optional(),
});

/** Lists the problems of arguments that name an environment. The plan of the environment reads its settings. */
export function environmentShapeProblems(args: unknown): Problem[] {
  return schemaProblems(environmentSchema, args);
}

/** Lists the problems of {@link pipelineShapeProblems}, and arguments of a wrong kind elsewhere. */
export function shapeProblems(component: "DeliveryPipeline", args: unknown, ownKeys: readonly string[]): Problem[] {
  const problems = pipelineShapeProblems(args, ownKeys);
  return [...problems, ...unlessRefused(problems, argumentProblems(component, args))];
}
