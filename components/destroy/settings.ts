import { z } from "zod";
import { codeStarSourceConnectionSchema } from "../actions/codestar-source-connection";
import { roleArnSchema } from "../aws/names";
import { roleSettingsShape } from "../aws/role-settings";
import { environmentVariablesSchema } from "../codebuild/environment-variable";
import { machineSchema } from "../codebuild/machine-settings";
import { logRetentionInDays } from "../codebuild/project-schema";
import { grantSchema } from "../iam/grant";
import { infrastructureSchema } from "../infrastructure/settings";
import { stateSchema } from "../infrastructure/state-settings";
import { allowedKeys, distinct, matching } from "../schema/vocabulary";

/** The branch whose commits ask for a destroy. */
export const destroyBranch = "destroy-manual-trigger";

/** People who approve, and who are told that an approval waits. */
export const approverGroup = allowedKeys({
  /** The e-mail addresses of those who are told that an approval waits; AWS asks each to confirm once. */
  notify: distinct(z.array(z.email({ error: "is no e-mail address: give one such as release@example.com" })).min(1)),
  /**
   * The ARNs of the roles of this account that the approvers assume: each is granted this one approval. They exist, and
   * are of no pipeline.
   */
  principals: distinct(z.array(roleArnSchema).min(1).max(10)),
});

const approversSchema = allowedKeys({
  /** Who approves. */
  first: approverGroup,
  /**
   * Who approves after that: other roles than the first. Required where `protect` is true.
   * @default - one approval is enough
   */
  second: approverGroup.optional(),
});

/** The settings of a destroy, for an environment and for a pipeline of its own. */
export const gateShape = {
  /**
   * The target in the commit message: only `destroy <target>` starts the preview. At most 100 letters, digits or the
   * characters `_ . / -`.
   * @default - the name of the Pulumi stack without project and organization; with Terraform the name of the component
   */
  target: matching(
    /^[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}$/,
    "give at most 100 letters, digits or the characters _ . / -, such as dev",
  ).optional(),
  /** Who must approve before anything is destroyed. */
  approvers: approversSchema,
  /**
   * How long the pipeline waits for each approval, in minutes: 5 to 1440. The preview ages meanwhile.
   * @default 60
   */
  approvalTimeoutInMinutes: z.int().min(5).max(1440).optional(),
  /**
   * Permissions of the preview to read, beside the state. An action that may write, or that reads a secret, is refused.
   * Pulumi works from the state alone. Terraform reads every resource.
   * @default - nothing
   */
  previewPermissions: z.array(grantSchema).optional(),
  /**
   * Variables of the preview, beside the plain values of the build that destroys. The preview runs before anyone approves:
   * give it no secret that somebody who pushes to the branch must not know.
   * @default - none
   */
  previewEnvironmentVariables: environmentVariablesSchema.optional(),
  /**
   * Permissions of the build that destroys, without wildcards in actions.
   * @default - nothing
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * The ARN of the permissions boundary of the roles of the destroy pipeline: a policy of this account or an AWS managed
   * policy.
   * @default - the boundary of the environment, if any
   */
  permissionsBoundaryArn: roleSettingsShape.permissionsBoundaryArn,
  /**
   * How long destroying may take, in minutes: 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: z.int().min(5).max(2160).optional(),
};

const {
  ConnectionArn,
  FullRepositoryId,
  BranchName: branch,
} = codeStarSourceConnectionSchema.shape.configuration.shape;

/** How an environment's infrastructure is destroyed. */
export const destroySchema = allowedKeys({
  /**
   * The branch whose commits ask for it.
   * @default "destroy-manual-trigger"
   */
  branch: branch.optional(),
  ...gateShape,
  /**
   * Variables of the preview and of destroying: values, parameters or secrets.
   * @default - those of the deployment
   */
  environmentVariables: environmentVariablesSchema.optional(),
});

/** The settings of a destroy pipeline. */
export const destroyPipelineSchema = allowedKeys({
  /** The deployed infrastructure: its tool, and its place in the repository. */
  infrastructure: infrastructureSchema,
  /**
   * The machine of both builds.
   * @default - x86_64, the standard image, BUILD_GENERAL1_SMALL
   */
  builds: machineSchema.optional(),
  /** The repository of the infrastructure. */
  source: allowedKeys({
    /** The ARN of the connection to the host of the repository; a person must have completed it. */
    connectionArn: ConnectionArn,
    /** The owner and name of the repository, in the host's own upper and lower case: `acme/shop`. */
    repository: FullRepositoryId,
    /**
     * The branch whose commits ask for a destroy.
     * @default "destroy-manual-trigger"
     */
    branch: branch.optional(),
  }),
  /**
   * Where the state of the infrastructure is kept.
   * @default - where the module or the variables say
   */
  state: stateSchema.optional(),
  ...roleSettingsShape,
  ...gateShape,
  /**
   * Variables of the preview and of destroying: values, parameters or secrets. Terraform needs `IMAGE_REPOSITORY_URI`, as
   * its deployment does.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.optional(),
  /**
   * How long the logs of builds are kept, in days: one of the retentions that CloudWatch Logs knows.
   * @default 365
   */
  logRetentionInDays: logRetentionInDays.optional(),
  /**
   * Whether Pulumi refuses to delete the artifacts and their key, and two groups must approve.
   * @default false
   */
  protect: z.boolean().optional(),
  /**
   * Whether the artifacts and their key stay when the stack of the pipeline is destroyed.
   * @default - the value of `protect`
   */
  retainOnDelete: z.boolean().optional(),
});

/** The settings of a gate, of an environment or of a destroy pipeline. */
export type GateSettings = z.output<typeof destroySchema>;
export type DestroySettings = z.input<typeof destroyPipelineSchema>;
export type ApproverGroup = z.output<typeof approverGroup>;
