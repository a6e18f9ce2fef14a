import { z } from "zod";
import { type Buildspec, reportsSchema, runtimeVersions } from "../codebuild/buildspec";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import { checkArgs, repositoryPath } from "./args";
import { shellQuote } from "./shell";

/** Arguments of {@link integrationTests}. */
export interface IntegrationTestsArgs {
  /** Shell commands. The first that fails ends the build. */
  commands: string[];
  /** Versions by runtime, such as `python: "3.13"`. @default - nodejs: 22 */
  runtimes?: Record<string, string | number>;
  /** The working directory, relative to the root of the repository. @default - the root */
  directory?: string;
  /**
   * Report groups with the files that the commands write, in the form of a buildspec. The default format is JUnit XML.
   * Files are looked for in `directory` unless `base-directory` says otherwise.
   */
  reports?: Buildspec["reports"];
}

/** Schema of the arguments. */
export const integrationTestsArgs = allowedKeys({
  commands: z.array(nonEmptyText).min(1, { error: "has no command: give at least one" }),
  runtimes: runtimeVersions.optional(),
  directory: repositoryPath.optional(),
  reports: reportsSchema.optional(),
}) satisfies z.ZodType<IntegrationTestsArgs>;

/**
 * Runs tests of the repository against a deployment. A role that writes reports needs the statements of `writeReports`.
 *
 * @throws Error that names every invalid argument.
 */
export function integrationTests(args: IntegrationTestsArgs): Buildspec {
  const {
    commands,
    runtimes = { nodejs: 22 },
    directory,
    reports,
  } = checkArgs("integrationTests", integrationTestsArgs, args);
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": runtimes },
      build: {
        "on-failure": "ABORT",
        commands: [...(directory ? [`cd ${shellQuote(directory)} || exit 1`] : []), ...commands],
      },
    },
    ...(reports ? { reports: reportsIn(directory, reports) } : {}),
  };
}

/** CodeBuild looks for reports in the root of the source, and the commands write them where they run. */
function reportsIn(directory: string | undefined, reports: NonNullable<Buildspec["reports"]>): Buildspec["reports"] {
  return directory === undefined
    ? reports
    : Object.fromEntries(
        Object.entries(reports).map(([group, report]) => [group, { "base-directory": directory, ...report }]),
      );
}
