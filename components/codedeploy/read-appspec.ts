import { log, RunError } from "@pulumi/pulumi";
import { fileText } from "../schema/file-text";
import { describeProblems } from "../schema/problem";
import type { AppSpec, ComputePlatform } from "./appspec";
import { parseAppSpec } from "./parse-appspec";

/**
 * Reads an AppSpec file, in YAML or JSON, of a deployment to EC2 and on-premises instances, to Lambda or to ECS.
 *
 * It accepts every spelling that CodeDeploy accepts: keys of Lambda and ECS in any case, and numbers in quotation
 * marks. It also accepts placeholders that a build replaces, such as `<TASK_DEFINITION>`.
 *
 * @param file - the name of the file, for messages
 * @param text - the content of the file, or its bytes in UTF-8 or UTF-16
 * @param platform - the platform of the deployment group; without it, the content tells the platform
 * @throws RunError listing every problem with its line.
 * @example
 * ```ts
 * const appSpec = readAppSpec("appspec.yml", readFileSync("appspec.yml", "utf8"));
 * ```
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html
 */
export function readAppSpec(file: string, text: string | Uint8Array, platform?: ComputePlatform): AppSpec {
  const { appSpec, problems, ignored } = parseAppSpec(fileText(text), platform);
  if (appSpec === undefined) {
    throw new RunError(describeProblems(file, problems));
  }
  for (const note of ignored) {
    log.info(`${file}: ${note}`);
  }
  return appSpec;
}
