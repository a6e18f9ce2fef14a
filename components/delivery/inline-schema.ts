import { z } from "zod";
import { reportsSchema } from "../codebuild/buildspec";
import { ownSourceShape } from "../codebuild/own-source";
import { buildShape } from "../codebuild/project-schema";
import { grantSchema } from "../iam/grant";
import { allowedKeys, anyValues, distinct, nonEmptyText } from "../schema/vocabulary";
import { stackRoleSchema, targetSchema } from "./targets";

const { projectName, batch, logRetentionInDays, ...projectShape } = buildShape;

/** The project of a build action in a file. */
export const inlineBuildSchema = allowedKeys({
  /**
   * Commands of the build phase. Give either `commands` or `buildspec`.
   * @default - the commands of the buildspec
   */
  commands: z.array(nonEmptyText).min(1).optional(),
  /**
   * Versions of runtimes in the build image, such as `nodejs: 22`. Only with `commands`.
   * @default - the versions of the image
   */
  runtime: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /**
   * Test and coverage reports by report group. Only with `commands`.
   * @default - none
   */
  reports: reportsSchema.optional(),
  /**
   * Files of the output artifact. The artifact has the name of the action unless `outputArtifacts` names it. Only with
   * `commands`; a buildspec states its own `artifacts`.
   * @default - no output artifact
   */
  files: z.array(nonEmptyText).min(1).optional(),
  /**
   * Names of variables that later actions may read as `#{<action>.<variable>}`. Only with `commands`.
   * @default - none
   */
  exportedVariables: z.array(nonEmptyText).min(1).optional(),
  /**
   * The buildspec, with the keys of AWS.
   * @default - made of `commands`
   */
  buildspec: z.looseObject({}).optional(),
  /**
   * Permissions of the build role, beside those for logs, artifacts, reports and variables.
   * @default - none
   */
  permissions: z.array(grantSchema).optional(),
  ...projectShape,
});

/** The keys of a build action of a program: those of a file, and a source of its own. */
export const programBuildKeys = anyValues({ ...inlineBuildSchema.shape, ...ownSourceShape });

const emailsSchema = z.array(z.email({ error: "is no e-mail address: give one such as release@example.com" }));

/** The people that an approval in a file notifies. */
export const notifySchema = distinct(emailsSchema.min(1));

/** The people that an approval of a program notifies. An empty list notifies nobody. */
export const recipientsSchema = distinct(emailsSchema);

/** The keys that an action of a file may have instead of a resource of its own. */
export const inlineSchema = allowedKeys({
  /** The project of a CodeBuild action. The pipeline creates it. */
  build: inlineBuildSchema.optional(),
  /** Email addresses that an approval notifies. The pipeline creates the topic. */
  notify: notifySchema.optional(),
  /** The account and region of an action that deploys. The pipeline creates its role there. */
  target: targetSchema.optional(),
  /** The role that CloudFormation assumes for the stack of an action. The pipeline creates it. */
  stackRole: stackRoleSchema.optional(),
});

export type InlineSettings = z.input<typeof inlineSchema>;
