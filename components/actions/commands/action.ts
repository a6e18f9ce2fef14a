import { z } from "zod";
import { securityGroupIds, subnetIds, vpcId } from "../../aws/names";
import { writePipelineLogs } from "../../iam/build-access";
import { joinNetwork } from "../../iam/network-access";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { referencesIn } from "../../schema/variable-references";
import { allowedKeys, distinct, matching, refusedKey, shown } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction } from "../base/action-type";
import { commandLines, commandProblems } from "./command-lines";

const outputFile = z
  .string()
  .min(1)
  .max(128)
  .refine((file) => referencesIn(file).length === 0, {
    error: ({ input }) => `is ${shown(input)}: a reference is not resolved by AWS here, write the name or a pattern`,
  });

export const commandsSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Commands"),
  category: z.literal("Compute").default("Compute"),
  /** The commands, 1 to 50 single lines of 1 to 1000 characters. Everybody who can read the pipeline can read them. */
  commands: commandLines,
  /**
   * The names of the output variables of the commands, 1 to 15 of 1 to 128 characters.
   * @default - none
   */
  outputVariables: distinct(
    z.array(
      matching(/^[A-Za-z0-9@_-]{1,128}$/, "give the name of a variable, letters, digits or the characters @ - _"),
    ),
  )
    .min(1)
    .max(15)
    .optional(),
  /**
   * The files of the output artifact, 1 to 10 patterns of at most 128 characters, as in a buildspec. Required with an
   * output artifact. No references: AWS resolves them in configurations and commands only.
   * @default - none
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
   */
  outputFiles: z.array(outputFile).min(1).max(10).optional(),
  environmentVariables: refusedKey(
    "the AWS provider of Pulumi cannot say it. Set plain values in the commands, or use a CodeBuild action, whose variables may be parameters and secrets",
  ),
  configuration: allowedKeys({
    /**
     * The environment of the commands. Windows needs a ComputeType of MEDIUM or LARGE.
     * @default "LINUX_CONTAINER"
     */
    EnvironmentType: z.enum(["LINUX_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"]).optional(),
    /**
     * Memory and vCPUs of the compute.
     * @default "BUILD_GENERAL1_SMALL"
     */
    ComputeType: z.enum(["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"]).optional(),
    /**
     * The VPC of the commands, in the action's own account and region.
     * @default - none
     */
    VpcId: vpcId.optional(),
    /**
     * The subnets of the commands: private subnets with a NAT gateway or VPC endpoints.
     * @default - none, without a VpcId
     */
    Subnets: subnetIds.optional(),
    /**
     * The security groups of the commands.
     * @default - none, without a VpcId
     */
    SecurityGroupIds: securityGroupIds.optional(),
  }).prefault({}),
});

type Action = z.output<typeof commandsSchema>;

/**
 * Runs commands on CodePipeline's own compute, for at most 55 minutes.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html
 */
export const commands = defineAction({
  schema: commandsSchema,
  inputArtifacts: { min: 1, max: 10 },
  outputArtifacts: { min: 0, max: 1 },
  outputVariables: "listed by the action",
  pipelineTypes: ["V2"],
  validate: (action) => [...commandProblems(action.commands), ...outputProblems(action), ...machineProblems(action)],
  permissions,
});

/** Returns an action that runs commands. */
export function commandsAction(
  action: Omit<z.input<typeof commandsSchema>, "provider">,
): z.input<typeof commandsSchema> {
  return { ...action, provider: "Commands" };
}

function outputProblems({ outputArtifacts: [artifact], outputFiles }: Action): Problem[] {
  if ((artifact === undefined) === (outputFiles === undefined)) {
    return [];
  }
  const reason =
    artifact === undefined
      ? "are in no output artifact: name one in outputArtifacts, or remove them"
      : `is missing: say which files are in the output artifact ${artifact}, such as **/* for all`;
  return [{ path: "outputFiles", reason }];
}

function machineProblems({ configuration }: Action): Problem[] {
  const { EnvironmentType, ComputeType = "BUILD_GENERAL1_SMALL", ...network } = configuration;
  const found: Problem[] = [];
  if (EnvironmentType === "WINDOWS_SERVER_2022_CONTAINER" && ComputeType === "BUILD_GENERAL1_SMALL") {
    found.push({
      path: "configuration.ComputeType",
      reason: `is ${ComputeType}, and Windows does not run on it: give BUILD_GENERAL1_MEDIUM or BUILD_GENERAL1_LARGE`,
    });
  }
  const missing = (["VpcId", "Subnets", "SecurityGroupIds"] as const).filter((key) => network[key] === undefined);
  if (missing.length === 1 || missing.length === 2) {
    found.push(
      ...missing.map((key) => ({
        path: `configuration.${key}`,
        reason: "is missing: VpcId, Subnets and SecurityGroupIds go together, give all or none",
      })),
    );
  }
  return found;
}

// AWS's page names no permissions for a VPC. CodeBuild provides the compute, so these are CodeBuild's
// (docs/permissions.md).
function permissions({ configuration }: Action, { scope, pipelineName }: ActionContext): Statement[] {
  const { Subnets: subnets, SecurityGroupIds: groups } = configuration;
  const network = subnets && groups ? joinNetwork(scope, { subnets, securityGroupIds: groups }) : [];
  return [writePipelineLogs(scope, pipelineName), ...network];
}
