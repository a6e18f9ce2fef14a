import type { z } from "zod";
import { describeProblems } from "../schema/problem";
import { matching, nonEmptyText, schemaProblems, shown } from "../schema/vocabulary";

/** One version, x.y.z. A range or `latest` installs another version on another day. */
export const exactVersion = matching(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "give one version as x.y.z, such as 1.13.5");

/** A SHA-256 as the publisher lists it. */
export const sha256 = matching(
  /^[0-9a-f]{64}$/,
  "give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case",
);

/** A file or directory of the repository. */
export const repositoryPath = nonEmptyText.refine(isInsideRepository, {
  error: (issue) => `is ${shown(issue.input)}: give a path inside the repository, relative to its root, such as deploy`,
});

/**
 * Returns the arguments of a recipe if they are valid.
 *
 * @throws Error that names every problem.
 */
export function checkArgs<Args>(recipe: string, schema: z.ZodType<Args>, args: Args): Args {
  const problems = schemaProblems(schema, args);
  if (problems.length > 0) {
    throw new Error(describeProblems(`The recipe ${recipe}`, problems));
  }
  return args;
}

/** A tool reads a path that starts with a dash as an option. */
function isInsideRepository(path: string): boolean {
  return /^[^-/\p{Cc}\\][^\p{Cc}\\]*$/u.test(path) && !path.split("/").includes("..");
}
