import { RunError } from "@pulumi/pulumi";
import { argumentProblems, type Component } from "./arguments";
import type { Reading } from "./lenient";
import { describeProblems, type Problem } from "./problem";

/**
 * Ends the program with all problems of one subject at once. Pulumi prints the message of a RunError without a stack
 * trace.
 *
 * @internal
 */
export function refuse(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    const error = new RunError(describeProblems(subject, problems));
    // Pulumi prints the stack of an error that an output raises after the program.
    error.stack = error.message;
    throw error;
  }
}

/** Components that a parent may plan. Their arguments are of no program then. */
const plannedByParents: readonly Component[] = [
  "DestroyPipeline",
  "Pipeline",
  "PipelineAlarms",
  "PipelineNotifications",
];

/**
 * Ends the program if arguments have another kind than their type allows.
 *
 * @internal
 */
export function requireKinds(component: Component, name: string, args: unknown): void {
  if (!plannedByParents.includes(component) || !("plan" in Object(args))) {
    refuse(`${component} ${name}`, argumentProblems(component, args));
  }
}

/**
 * Returns the value of a reading, or ends the program with all its problems.
 *
 * @internal
 */
export function requireValue<T>(subject: string, { value, problems }: Omit<Reading<T>, "parts">): T {
  refuse(subject, problems);
  if (value === undefined) {
    throw new Error(`${subject} has neither a value nor a problem.`);
  }
  return value;
}
