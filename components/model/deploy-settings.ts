import { z } from "zod";
import { repositoryPath, sha256, toolVersion } from "../recipes/args";
import { pulumiUpArgs } from "../recipes/pulumi-up";
import { environmentVariablesSchema } from "./environment-variable";
import { grantSchema } from "./grant";
import { allowedKeys, matching, nonEmptyText } from "./schema";

const shared = {
  /** The version of the tool, x.y.z. */
  version: toolVersion,
  /** The SHA-256 of the tool's download for 64-bit Linux, as its publisher lists it. */
  sha256,
  /**
   * The directory of the infrastructure in the repository.
   * @default "deploy"
   */
  directory: repositoryPath.optional(),
  /**
   * What the deployment may do, and nothing else: no wildcard in an action.
   * @default - nothing
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * Variables of the deployment: values, parameters or secrets.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.optional(),
  /**
   * How long the deployment may take, in minutes: 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: z.int().min(5).max(2160).optional(),
};

/** How the infrastructure in the repository is applied. */
export const deploySchema = z.discriminatedUnion("tool", [
  allowedKeys({
    /** What applies the infrastructure. */
    tool: z.literal("pulumi"),
    /** The stack that is updated; it must exist. */
    stack: pulumiUpArgs.shape.stack,
    /**
     * The major version of Node.js that runs the program: 20, 22 or 24.
     * @default 22
     */
    nodejs: pulumiUpArgs.shape.nodejs,
    ...shared,
  }),
  allowedKeys({
    /** What applies the infrastructure. */
    tool: z.literal("terraform"),
    ...shared,
  }),
]);

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/report-group-naming.html */
const reportName = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{1,127}$/,
  "give a name of 2 to 128 letters, digits, - or _, starting with a letter or digit, such as integration",
);

/** How what was deployed is tested. */
export const testSchema = allowedKeys({
  /** The commands, in their order; the first that fails ends the tests. */
  commands: z.array(nonEmptyText).min(1),
  /**
   * Where the commands run, in the repository.
   * @default - the root of the repository
   */
  directory: repositoryPath.optional(),
  /**
   * The files of test results in JUnit's format, by the name of the report.
   * @default - none
   */
  reports: z.record(reportName, z.array(nonEmptyText).min(1)).optional(),
  /**
   * What the tests may do.
   * @default - nothing
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * Variables of the tests: values, parameters or secrets.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.optional(),
});
