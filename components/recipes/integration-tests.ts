import { z } from "zod";
import { type Buildspec, reportsSchema } from "../codebuild/buildspec";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import { checked, repositoryPath } from "./args";
import { shellQuote } from "./shell";

export interface IntegrationTestsArgs {
  /** The commands, as they stand; the first that fails ends the build. */
  commands: string[];
  /** Where the commands run, relative to the root of the repository. @default - the root */
  directory?: string;
  /** Report groups with the files that the commands write (JUnit XML unless said otherwise), in AWS's shape. */
  reports?: Buildspec["reports"];
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const integrationTestsArgs = allowedKeys({
  commands: z.array(nonEmptyText).min(1, { error: "has no command: give at least one" }),
  directory: repositoryPath.optional(),
  reports: reportsSchema.optional(),
}) satisfies z.ZodType<IntegrationTestsArgs>;

/**
 * Runs the repository's own tests against what was deployed. Reports need a role that may write them (`writeReports`
 * in `components/iam`, for the groups that `newReportGroups` lists).
 *
 * @throws Error naming every argument that is wrong.
 */
export function integrationTests(args: IntegrationTestsArgs): Buildspec {
  const { commands, directory, reports } = checked("integrationTests", integrationTestsArgs, args);
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [...(directory ? [`cd ${shellQuote(directory)}`] : []), ...commands],
      },
    },
    ...(reports ? { reports } : {}),
  };
}
