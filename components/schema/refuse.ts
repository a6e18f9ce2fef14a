import { RunError } from "@pulumi/pulumi";
import { describeProblems, type Problem } from "./problem";

/**
 * Ends the program with all problems of one subject at once. Pulumi prints the message of this error and no stack
 * trace: it is for the person who wrote the values.
 *
 * @internal
 */
export function refuse(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new RunError(describeProblems(subject, problems));
  }
}
