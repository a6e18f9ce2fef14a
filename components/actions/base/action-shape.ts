import { z } from "zod";
import { pipelineName, regionName, roleArnSchema } from "../../aws/names";
import { type GrantSettings, grantSchema } from "../../iam/grant";
import { distinct, matching } from "../../schema/vocabulary";

export type ActionCategory = "Source" | "Build" | "Test" | "Deploy" | "Approval" | "Invoke" | "Compute";

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_OutputArtifact.html */
export const artifactName = matching(/^[A-Za-z0-9_-]{1,100}$/, "give 1 to 100 letters, digits or the characters - _");

/** The keys of every action. */
export const actionShape = {
  /** The name of the action, unique in its stage: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: pipelineName,
  /**
   * The owner of the provider.
   * @default - AWS, or the owner of the one provider of that name
   */
  owner: z.literal("AWS").optional(),
  /**
   * When the action runs in its stage, 1 to 999; actions of the same number run in parallel.
   * @default 1
   */
  runOrder: z.int().min(1).max(999).default(1),
  /**
   * The names of the input artifacts, each once.
   * @default - none
   */
  inputArtifacts: distinct(z.array(artifactName)).default([]),
  /**
   * The names of the output artifacts, each unique in its pipeline.
   * @default - none
   */
  outputArtifacts: z.array(artifactName).default([]),
  /**
   * The region that the action runs in. Each further region has its own artifact store.
   * @default - the region of the pipeline
   */
  region: regionName.optional(),
  /**
   * The ARN of an existing role for the action, in this account or another. The permissions and the trust that the role
   * needs are printed.
   * @default - a role is created with exactly the permissions of the action; none if the action needs none
   */
  roleArn: roleArnSchema.optional(),
  /**
   * The ARNs of further roles that read the input artifacts, such as the instance role of a deployment group. The
   * policies of artifact keys and buckets allow them. The preview prints the statements that the roles themselves need.
   * @default - none
   */
  artifactReaderArns: distinct(z.array(roleArnSchema)).optional(),
  /**
   * Further permissions of the action's role, beside those that the action needs. The preview prints them for an existing
   * role. AWS does not receive this key.
   * @default - none
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * The namespace of the action's variables, which later actions read as `#{<namespace>.<variable>}`: 1 to 100 letters,
   * digits or the characters `@ - _`.
   * @default - the action's name, if a reference uses it: with `_` for each dot, and after a reserved name and the name of
   * its own artifact
   */
  namespace: matching(
    /^(?!(codepipeline|variables)$)[A-Za-z0-9@_-]{1,100}$/,
    "give 1 to 100 letters, digits or the characters @ - _; codepipeline and variables are reserved",
  ).optional(),
};

/** An action of any provider, as its schema reads it. */
export interface BaseAction {
  readonly name: string;
  readonly provider: string;
  readonly category: ActionCategory;
  readonly owner?: string | undefined;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly artifactReaderArns?: readonly string[] | undefined;
  readonly permissions?: readonly GrantSettings[] | undefined;
  readonly namespace?: string | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The commands, for providers that run commands on CodePipeline's own compute. */
  readonly commands?: readonly string[] | undefined;
  /** The output variables of those commands. */
  readonly outputVariables?: readonly string[] | undefined;
  /** The files of the output artifact of those commands. */
  readonly outputFiles?: readonly string[] | undefined;
}
