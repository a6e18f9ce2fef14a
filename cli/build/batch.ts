import type { Buildspec } from "../../components/codebuild/buildspec";
import { PreviewError } from "../preview/base/error";

/** One build of a batch. */
export interface BatchBuild {
  readonly identifier: string;
  /** Path of another buildspec; undefined for the buildspec of the batch. */
  readonly buildspec: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly image: string | undefined;
  /** Type of the build environment, such as `LINUX_CONTAINER`. */
  readonly type: string | undefined;
  /** Builds that end before this one starts. */
  readonly dependsOn: readonly string[];
  readonly ignoresFailure: boolean;
}

/** Builds of a batch in an order that CodeBuild could choose. */
export interface BatchPlan {
  readonly builds: readonly BatchBuild[];
  /** Whether the first failure ends the batch. */
  readonly failsFast: boolean;
}

type Batch = NonNullable<Buildspec["batch"]>;

/**
 * Plans the builds of a batch: a list, a graph after its dependencies, or one build for each combination of a matrix.
 *
 * @throws {PreviewError} for `build-fanout`, and for builds that wait for each other
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html
 */
export function planBatch(batch: Batch): BatchPlan {
  if (batch["build-fanout"] !== undefined) {
    throw new PreviewError(
      "build --batch: build-fanout needs codebuild-tests-run, which CodeBuild alone has. Run without --batch.",
    );
  }
  const tasks = batch["build-list"] ?? batch["build-graph"] ?? [];
  const builds = [...tasks.map(readTask), ...matrixBuilds(batch["build-matrix"])];
  return { builds: inOrder(builds), failsFast: batch["fast-fail"] === true };
}

function readTask(task: NonNullable<Batch["build-graph"]>[number]): BatchBuild {
  return {
    identifier: task.identifier,
    buildspec: task.buildspec,
    variables: task.env?.variables ?? {},
    image: task.env?.image,
    type: task.env?.type,
    dependsOn: task["depend-on"] ?? [],
    ignoresFailure: task["ignore-failure"] === true,
  };
}

function matrixBuilds(matrix: Batch["build-matrix"]): BatchBuild[] {
  if (matrix === undefined) {
    return [];
  }
  const { static: fixed, dynamic } = matrix;
  const { variables = {}, ...environment } = dynamic.env ?? {};
  const axes: readonly (readonly [name: string, values: readonly string[]])[] = [
    ...(dynamic.buildspec === undefined ? [] : [[" buildspec", dynamic.buildspec] as const]),
    ...Object.entries(environment).map(([name, values]) => [` ${name}`, values] as const),
    ...Object.entries(variables),
  ];
  const combinations = axes.reduce<readonly Readonly<Record<string, string>>[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return combinations.map((values, index) => {
    // Names of variables have no space.
    const own = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(" ")));
    return {
      identifier: `build${index}`,
      buildspec: values[" buildspec"],
      variables: { ...fixed?.env?.variables, ...own },
      image: values[" image"] ?? fixed?.env?.image,
      type: values[" type"] ?? fixed?.env?.type,
      dependsOn: [],
      ignoresFailure: fixed?.["ignore-failure"] === true,
    };
  });
}

function inOrder(builds: readonly BatchBuild[]): BatchBuild[] {
  const waiting = [...builds];
  const ordered: BatchBuild[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ dependsOn }) =>
      dependsOn.every((name) => ordered.some(({ identifier }) => identifier === name)),
    );
    const [build] = next < 0 ? [] : waiting.splice(next, 1);
    if (build === undefined) {
      const names = waiting.map(({ identifier }) => identifier).join(", ");
      throw new PreviewError(`build --batch: ${names} wait for each other or for a build that the batch lacks.`);
    }
    ordered.push(build);
  }
  return ordered;
}

/** Result of one build of a batch. */
export type BatchOutcome = "succeeds" | "fails" | "fails, which the batch ignores" | "does not run";

/**
 * Runs the builds of a batch one after the other. A build whose dependency failed does not run.
 *
 * @param run - runs one build and returns whether it succeeds
 */
export async function runBatch(
  { builds, failsFast }: BatchPlan,
  run: (build: BatchBuild) => Promise<boolean>,
): Promise<ReadonlyMap<string, BatchOutcome>> {
  const outcomes = new Map<string, BatchOutcome>();
  const isLost = (name: string) => ["fails", "does not run"].includes(outcomes.get(name) ?? "");
  for (const build of builds) {
    const { identifier, dependsOn, ignoresFailure } = build;
    if (dependsOn.some(isLost) || (failsFast && [...outcomes.values()].includes("fails"))) {
      outcomes.set(identifier, "does not run");
    } else if (await run(build)) {
      outcomes.set(identifier, "succeeds");
    } else {
      outcomes.set(identifier, ignoresFailure ? "fails, which the batch ignores" : "fails");
    }
  }
  return outcomes;
}
