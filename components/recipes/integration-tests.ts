import { z } from "zod";
import { checked, repositoryPath } from "./args";
import { type Buildspec, reportsSchema } from "./buildspec";
import { allowedKeys, nonEmptyText } from "./schema";
import { shellQuote } from "./shell";

export interface IntegrationTestsArgs {
  /** The commands, as they stand; the first that fails ends the build. */
  commands: string[];
  /** Where the commands run, relative to the root of the repository. @default - the root */
  directory?: string;
  /** Report groups with the files that the commands write (JUnit XML unless said otherwise), in AWS's shape. */
  reports?: Buildspec["reports"];
}

/** What the role needs on `arn:…:report-group/<project>-<group>` when there are reports. */
export const testReportPermissions = [
  "codebuild:BatchPutCodeCoverages",
  "codebuild:BatchPutTestCases",
  "codebuild:CreateReport",
  "codebuild:CreateReportGroup",
  "codebuild:UpdateReport",
] as const;

const schema: z.ZodType<IntegrationTestsArgs> = allowedKeys({
  commands: z.array(nonEmptyText).min(1, { error: "has no command: give at least one" }),
  directory: repositoryPath.optional(),
  reports: reportsSchema.optional(),
});

/**
 * Runs the repository's own tests against what was deployed.
 *
 * @throws Error naming every argument that is wrong.
 */
export function integrationTests(args: IntegrationTestsArgs): Buildspec {
  const { commands, directory, reports } = checked("integrationTests", schema, args);
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
