/** One thing that is wrong with what a user wrote: where it is, and what is wrong, allowed and to be done about it. */
export interface Problem {
  /** Where it is, in the words of the public API, such as `stages[1].actions[0].configuration.ProjectName`. */
  readonly path: string;
  /** What is wrong, the value, what is allowed and the fix. */
  readonly reason: string;
}

/** Prefixes the paths of problems found inside a part with the path of that part. */
export function within(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({
    path:
      path === ""
        ? problem.path
        : problem.path === ""
          ? path
          : problem.path.startsWith("[")
            ? path + problem.path
            : `${path}.${problem.path}`,
    reason: problem.reason,
  }));
}

/** Says all problems of one subject in one message, a line each. */
export function describeProblems(subject: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ path, reason }) => `  ${path === "" ? "" : `${path}: `}${reason}`);
  return [`${subject} ${problems.length === 1 ? "has a problem" : `has ${problems.length} problems`}:`, ...lines].join(
    "\n",
  );
}
