import type { z } from "zod";
import { regionName, roleArnSchema, stackName } from "../aws/names";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys } from "../schema/vocabulary";
import { checkArgs } from "./args";
import { enterTarget } from "./build-target";
import { reportStackDrift } from "./drift-report";
import { createToolsFolder, removeTools } from "./pinned-tool";
import { strictCommand } from "./shell";

/** Arguments of {@link stackDrift}. */
export interface StackDriftArgs {
  /** The name of the stack. */
  stackName: string;
  /** The region of the stack. */
  region: string;
  /**
   * The ARN of a role in the account of the stack. The role must trust the role of the build, which may assume it.
   * @default - the stack is in the account of the build
   */
  roleArn?: string | undefined;
}

const stackDriftArgs = allowedKeys({
  stackName,
  region: regionName,
  roleArn: roleArnSchema.optional(),
}) satisfies z.ZodType<StackDriftArgs>;

const errorFile = '"$TOOLS_DIR/error"';
const statusFile = '"$TOOLS_DIR/status.json"';
const driftsFile = '"$TOOLS_DIR/drifts.json"';

/**
 * Lets CloudFormation compare a stack with its resources, and fails if a resource drifted. The log names each drifted
 * resource and its properties, and no values. The build reads no source: CloudFormation keeps the deployed template.
 *
 * CloudFormation compares the properties that the template states, of resource types that support it, and no nested
 * stack. A stack that does not exist yet, or that somebody updates, is not compared.
 *
 * Run it on a schedule, in a project with the source `NO_SOURCE`. The role needs {@link detectStackDrift}, and the
 * permissions to read the resources: CloudFormation reads them for the caller. With `roleArn`, that role needs both.
 *
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
 */
export function stackDrift(args: StackDriftArgs): Buildspec {
  const { stackName: stack, region, roleArn } = checkArgs("stackDrift", stackDriftArgs, args);
  const cloudformation = (command: string, ...options: string[]) =>
    ["aws cloudformation", command, `--region ${region}`, ...options].join(" ");
  const place = `--stack-name ${stack}`;
  const read = cloudformation(
    "describe-stacks",
    place,
    '--query "Stacks[0].StackStatus" --output text',
    `2> ${errorFile}`,
  );
  const detect = cloudformation("detect-stack-drift", place, "--query StackDriftDetectionId --output text");
  const poll = cloudformation(
    "describe-stack-drift-detection-status",
    '--stack-drift-detection-id "$detection" --output json',
  );
  const list = cloudformation(
    "describe-stack-resource-drifts",
    place,
    "--stack-resource-drift-status-filters MODIFIED DELETED --max-results 100 --output json",
  );
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs: 22 } },
      build: {
        "on-failure": "ABORT",
        commands: [
          createToolsFolder,
          ...(roleArn === undefined ? [] : [strictCommand(...enterTarget({ region, roleArn }))]),
          strictCommand(
            `if ! state="$(${read})"; then`,
            `  grep -q "does not exist" ${errorFile} || { cat ${errorFile} >&2; exit 1; }`,
            "  state=REVIEW_IN_PROGRESS",
            "fi",
            'case "$state" in',
            `  REVIEW_IN_PROGRESS) echo "Nothing was compared: the stack ${stack} does not exist yet" ;;`,
            `  *_IN_PROGRESS) echo "Nothing was compared: the stack ${stack} is changing ($state)" ;;`,
            "  *)",
            `    detection="$(${detect})"`,
            `    ${poll} > ${statusFile}`,
            `    while grep -q DETECTION_IN_PROGRESS ${statusFile}; do`,
            "      sleep 5",
            `      ${poll} > ${statusFile}`,
            "    done",
            `    ${list} > ${driftsFile}`,
            `    ${reportStackDrift(statusFile, driftsFile)}`,
            "    ;;",
            "esac",
          ),
        ],
        finally: [removeTools],
      },
    },
  };
}
