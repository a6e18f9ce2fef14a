import { z } from "zod";
import { describeProblems } from "../schema/problem";
import { allowedKeys, given, schemaProblems } from "../schema/vocabulary";
import type { DeployedImageActionArgs } from "./deployed-image";
import type { ApprovalActionArgs, BuildActionArgs, GitSourceArgs, StackActionArgs } from "./inline-actions";
import { programBuildKeys } from "./inline-schema";
import type { PlanStackArgs, PlanStagesArgs } from "./planned-deployment";

type ShapeOf<Args> = Readonly<Record<keyof Args, z.ZodType>>;

const anything = z.unknown().optional();
const text = z.string({ error: ({ input }) => `${given(input)}: give text` });

const position = { name: text, runOrder: anything, namespace: anything };

const artifactError = (input: unknown) => `${given(input)}: give the action that makes the artifact, or its name`;
const artifact = z.custom((input) => isArtifact(input), { error: ({ input }) => artifactError(input) });
const artifacts = z.custom((input) => isArtifact(input) || (Array.isArray(input) && input.every(isArtifact)), {
  error: ({ input }) => artifactError(input),
});

/** Whether a value is the name of an artifact, or an action. */
function isArtifact(input: unknown): boolean {
  const { name }: { readonly name?: unknown } = Object(input);
  return typeof input === "string" || typeof name === "string";
}

const git: ShapeOf<GitSourceArgs> = {
  ...position,
  name: text.optional(),
  connectionArn: text,
  repository: text,
  branch: text.optional(),
  pushes: anything,
  pullRequests: anything,
};

const build: ShapeOf<BuildActionArgs> = { ...position, input: artifacts, ...programBuildKeys };

const approval: ShapeOf<ApprovalActionArgs> = {
  ...position,
  notify: anything,
  message: anything,
  reviewLink: anything,
  timeoutInMinutes: anything,
};

const stack: ShapeOf<StackActionArgs> = {
  ...position,
  input: artifact,
  stackName: text,
  template: text.optional(),
  parameters: anything,
  capabilities: anything,
  target: anything,
  sam: anything,
  permissions: anything,
};

const { runOrder: _, namespace: __, ...stackOfPlan } = stack;
const planned: ShapeOf<PlanStackArgs> = { ...stackOfPlan, commit: text.optional() };

const stages: ShapeOf<PlanStagesArgs> = { name: text.optional(), notify: anything, timeoutInMinutes: anything };

const image: ShapeOf<DeployedImageActionArgs> = {
  ...position,
  name: text.optional(),
  input: artifact,
  repositoryUri: text,
  region: text,
  environment: text,
  commit: text,
};

/** The arguments of each function that returns an action. The plan of the pipeline reads the values. */
const argumentsOf = {
  gitSource: allowedKeys(git),
  buildAction: allowedKeys(build),
  approvalAction: allowedKeys(approval),
  stackAction: allowedKeys(stack),
  planStack: allowedKeys(planned),
  planStages: allowedKeys(stages),
  deployedImageAction: allowedKeys(image),
  // The settings of the tool have a schema of their own, which the plan reads.
  planUpdate: z.looseObject({ name: text, input: artifact }),
};

/**
 * Checks the keys of the arguments of a function that returns an action.
 *
 * @throws Error that names the function, the action, and every missing or misspelt key.
 */
export function checkArguments(functionName: keyof typeof argumentsOf, args: unknown): void {
  const problems = schemaProblems(argumentsOf[functionName], args);
  if (problems.length > 0) {
    const { name }: { readonly name?: unknown } = Object(args);
    throw new Error(describeProblems(typeof name === "string" ? `${functionName} ${name}` : functionName, problems));
  }
}
