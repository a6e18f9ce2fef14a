import { z } from "zod";
import { downloadArtifacts } from "../../iam/artifact-download";
import { writePipelineLogs } from "../../iam/pipeline-logs";
import type { Problem } from "../../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { deployToMachines } from "./instance-deployment";

/** A number of machines from the least on, or a part of them. */
function machines(least: 0 | 1) {
  const part = least === 0 ? /^(\d|[1-9]\d|100)%$/ : /^([1-9]\d?|100)%$/;
  return z.union([z.int().min(least), matching(part, "give a number of machines, or a part of them, such as 50%")]);
}

export const ec2DeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("EC2"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The key of a tag that the machines have. */
    InstanceTagKey: matching(
      /^[\p{L}\p{N}_.:/=+@ -]{1,128}$/u,
      "give the key of a tag, 1 to 128 letters, digits, spaces or the characters _ . : / = + @ -",
    ),
    /**
     * The value of that tag.
     * @default - any: every machine with the tag is deployed to
     */
    InstanceTagValue: matching(
      /^[\p{L}\p{N}_.:/=+@ -]{1,256}$/u,
      "give the value of a tag, 1 to 256 letters, digits, spaces or the characters _ . : / = + @ -",
    ).optional(),
    /** `EC2` for instances, `SSM_MANAGED_NODE` for whatever Systems Manager manages. All run Linux and the SSM agent. */
    InstanceType: z.enum(["EC2", "SSM_MANAGED_NODE"]),
    /** The absolute path of the directory on the machines that the artifact is put into. */
    TargetDirectory: matching(/^\/.*$/, "give an absolute path, such as /srv/shop").optional(),
    /** The path of the script in the artifact that is run after its files are in place. */
    PostScript: nonEmptyText.optional(),
    /**
     * The path of the script in the artifact that is run before.
     * @default - none
     */
    PreScript: nonEmptyText.optional(),
    /** The path of a file in the artifact that says all of that instead. */
    DeploySpec: nonEmptyText.optional(),
    /**
     * How many machines are deployed to at a time: a number, or a part, such as `50%`.
     * @default - AWS decides
     */
    MaxBatch: machines(1).optional(),
    /**
     * How many machines may fail: a number, 0 for none, or a part, such as `10%`.
     * @default - AWS decides
     */
    MaxError: machines(0).optional(),
    /**
     * The names of the target groups that machines leave while they are deployed to.
     * @default - none
     */
    TargetGroupNameList: distinct(
      z
        .array(
          matching(
            /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
            "give the name of a target group, 1 to 32 letters, digits or hyphens, with a hyphen neither first nor last",
          ),
        )
        .min(1),
    ).optional(),
  }),
});

type Configuration = z.output<typeof ec2DeploySchema>["configuration"];

/**
 * Puts an artifact on machines that have a tag, by commands of Systems Manager.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html
 */
export const ec2Deploy = actionType(ec2DeploySchema, {
  provider: "EC2",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: ({ configuration }) => problems(configuration),
  permissions: ({ configuration }, { scope, pipelineName }) => [
    ...deployToMachines(scope, {
      tagKey: configuration.InstanceTagKey,
      tagValue: configuration.InstanceTagValue,
      managedNodes: configuration.InstanceType === "SSM_MANAGED_NODE",
      targetGroups: configuration.TargetGroupNameList ?? [],
    }),
    writePipelineLogs(scope, pipelineName),
  ],
  asksOthers: (
    { configuration: { InstanceTagKey, InstanceTagValue } },
    { scope, pipelineAccount = scope.account },
    artifactBucket,
  ) => [
    {
      of: `the instance profile, or the role, of the machines with the tag ${InstanceTagKey}${InstanceTagValue === undefined ? "" : ` = ${InstanceTagValue}`}`,
      statements: downloadArtifacts({ ...scope, account: pipelineAccount }, artifactBucket),
      note: "The policy of the key that artifacts are encrypted under must let it decrypt, too; and the SSM agent needs what AmazonSSMManagedInstanceCore allows.",
    },
  ],
});

/** An action that puts an artifact on machines that have a tag. */
export function ec2DeployAction(
  action: Omit<z.input<typeof ec2DeploySchema>, "provider">,
): z.input<typeof ec2DeploySchema> {
  return { ...action, provider: "EC2" };
}

function problems(configuration: Configuration): Problem[] {
  const needed = ["TargetDirectory", "PostScript"] as const;
  const given = ([...needed, "PreScript"] as const).filter((key) => configuration[key] !== undefined);
  if (configuration.DeploySpec !== undefined) {
    const reason = "says what the file of DeploySpec says: remove one of them";
    return given.map((key) => ({ path: `configuration.${key}`, reason }));
  }
  const reason = "is missing: give TargetDirectory and PostScript, or DeploySpec";
  return needed
    .filter((key) => configuration[key] === undefined)
    .map((key) => ({ path: `configuration.${key}`, reason }));
}
