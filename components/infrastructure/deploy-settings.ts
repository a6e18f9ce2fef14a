import { z } from "zod";
import { runtimeVersions } from "../codebuild/buildspec";
import { environmentVariablesSchema } from "../codebuild/environment-variable";
import { grantSchema } from "../iam/grant";
import { repositoryPath } from "../recipes/args";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { pulumiProgram, terraformModule } from "./settings";

/** Keys of every deployment of infrastructure. */
export const deploymentShape = {
  /**
   * Permissions of the deployment, without wildcards in actions.
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
  allowedKeys({ ...pulumiProgram, ...deploymentShape }),
  allowedKeys({ ...terraformModule, ...deploymentShape }),
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
   * Versions by runtime, such as `python: "3.13"`, as the standard image of the machine has them.
   * @default - nodejs: 22
   */
  runtimes: runtimeVersions.optional(),
  /**
   * The files of test results in JUnit's format, by the name of the report.
   * @default - none
   */
  reports: z.record(reportName, z.array(nonEmptyText).min(1)).optional(),
  /**
   * Permissions of the tests.
   * @default - nothing
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * Variables of the tests: values, parameters or secrets.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.optional(),
});
