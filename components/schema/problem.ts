/** One problem in a user's input. */
export interface Problem {
  /** The path of the value, such as `stages[1].actions[0].configuration.ProjectName`. */
  readonly path: string;
  /** The problem, the value, the allowed values and the fix. */
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

/** Writes all problems of one subject into one message, a line each. */
export function describeProblems(subject: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ path, reason }) => `  ${path === "" ? "" : `${path}: `}${reason}`);
  return [`${subject} ${problems.length === 1 ? "has a problem" : `has ${problems.length} problems`}:`, ...lines].join(
    "\n",
  );
}
