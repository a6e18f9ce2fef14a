import { RunError } from "@pulumi/pulumi";
import { describeProblems, type Problem } from "./problem";

/**
 * Ends the program with all problems of one subject at once. Pulumi prints the message of a RunError without a stack
 * trace.
 *
 * @internal
 */
export function refuse(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new RunError(describeProblems(subject, problems));
  }
}
