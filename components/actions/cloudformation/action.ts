import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { actionShape, roleArnSchema } from "../base/action-shape";
import { actionType, movesArtifacts, type Place, type RequiredGrant } from "../base/action-type";
import { artifactPath, artifactPathProblems } from "../base/artifact-path";
import { passedRoleProblems } from "../base/passed-role";
import { actionModes, keysWithoutEffect, modeProblems } from "./modes";
import { cloudFormationName } from "./name";
import { parameterOverrideProblems, parameterOverrides } from "./parameter-overrides";
import { stackPermissions } from "./permissions";
import { capabilities } from "./template-parameters";

export const cloudFormationSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormation"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /**
     * What is done: `CREATE_UPDATE` makes or updates the stack, `REPLACE_ON_FAILURE` replaces one that failed besides,
     * `DELETE_ONLY` deletes it, `CHANGE_SET_REPLACE` prepares a change set and `CHANGE_SET_EXECUTE` executes it.
     */
    ActionMode: z.enum(actionModes),
    /** The name of the stack: a letter and up to 127 letters, digits or hyphens. No references. */
    StackName: cloudFormationName,
    /** The name of the change set, in its two modes and no others: as that of a stack. */
    ChangeSetName: cloudFormationName.optional(),
    /**
     * The ARN of the role that CloudFormation works on the stack with, of the account that the action runs in. Required
     * in every mode but `CHANGE_SET_EXECUTE`, which uses the role that the change set was made with.
     */
    RoleArn: roleArnSchema.optional(),
    /**
     * The template in an input artifact, `<artifact>::<path>`, of 1 MB at most. Required in the modes that make or
     * update a stack or prepare a change set, and refused in the others.
     */
    TemplatePath: artifactPath.optional(),
    /**
     * A file in an input artifact with values of parameters, tags and a stack policy, `<artifact>::<path>`.
     * @default - none
     */
    TemplateConfiguration: artifactPath.optional(),
    /**
     * What the template may do that its writer must know about: make IAM resources, or be made of macros.
     * @default - neither
     */
    Capabilities: distinct(z.array(z.enum(capabilities)).min(1)).optional(),
    /**
     * Values of the template's parameters, before those of `TemplateConfiguration`: texts, which may hold references,
     * or values of an input artifact. 1 KB of JSON at most.
     * @default - none
     */
    ParameterOverrides: parameterOverrides.optional(),
    /**
     * The name of the JSON file with the stack's outputs in the one output artifact.
     * @default - none, and no output artifact
     */
    OutputFileName: matching(/^[\w.-]+$/, "give the name of a file, such as outputs.json").optional(),
  }),
});

type Action = z.output<typeof cloudFormationSchema>;

/**
 * Makes, updates or deletes a stack of CloudFormation, or prepares or executes a change set of one.
 *
 * Its variables are the outputs of the stack. `DELETE_ONLY` leaves none behind; AWS's page names all other modes.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export const cloudFormation = actionType(cloudFormationSchema, {
  provider: "CloudFormation",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 0, max: 10 },
  outputArtifacts: { min: 0, max: 1 },
  outputVariables: "decided at run time",
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  ignoredKeys: keysWithoutEffect,
  artifactUse: movesArtifacts,
  validate: problems,
  permissions: ({ configuration }, context) => stackPermissions(configuration, context),
  leavesVariables: ({ configuration }) => configuration.ActionMode !== "DELETE_ONLY",
  asksOthers,
});

/** An action that works on a stack. */
export function cloudFormationAction(
  action: Omit<z.input<typeof cloudFormationSchema>, "provider">,
): z.input<typeof cloudFormationSchema> {
  return { ...action, provider: "CloudFormation" };
}

function problems(action: Action, place: Place | undefined): Problem[] {
  const { ActionMode, RoleArn, TemplatePath, TemplateConfiguration, ParameterOverrides } = action.configuration;
  return [
    ...modeProblems(ActionMode, action.configuration),
    ...artifactPathProblems(action, "TemplatePath", TemplatePath),
    ...artifactPathProblems(action, "TemplateConfiguration", TemplateConfiguration),
    ...parameterOverrideProblems(action, ParameterOverrides),
    ...outputProblems(action),
    ...passedRoleProblems(action, "configuration.RoleArn", RoleArn, place),
  ];
}

function outputProblems({ configuration: { ActionMode, OutputFileName: file }, outputArtifacts }: Action): Problem[] {
  if ((file !== undefined) === outputArtifacts.length > 0) {
    return [];
  }
  const made = JSON.stringify(outputArtifacts);
  const fix = ActionMode === "DELETE_ONLY" ? "remove them" : "name the file in OutputFileName, or remove them";
  return [
    {
      path: "outputArtifacts",
      reason:
        file === undefined
          ? `are ${made}, and without OutputFileName the action makes none: ${fix}`
          : `are ${made}, and ${file} has no artifact to be in: name one`,
    },
  ];
}

function asksOthers({ configuration: { RoleArn, StackName } }: Action): RequiredGrant[] {
  if (RoleArn === undefined) {
    return [];
  }
  const note = `must trust cloudformation.amazonaws.com, and be allowed what the template of the stack ${StackName} makes, changes and deletes`;
  return [{ of: `the role ${RoleArn}`, statements: [], note }];
}
