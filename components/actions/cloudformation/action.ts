import { z } from "zod";
import { roleArnSchema, stackName } from "../../aws/names";
import { downloadArtifacts } from "../../iam/artifact-access";
import type { Problem } from "../../schema/problem";
import { referencePattern } from "../../schema/variable-references";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction, type Place, type RequiredGrant } from "../base/action-type";
import { artifactPath, artifactPathProblems } from "../base/artifact-path";
import { passedRoleProblems } from "../base/passed-role";
import { actionModes, keysWithoutEffect, modeProblems, stackPermissions } from "./modes";
import { parameterOverrideProblems, parameterOverrides } from "./parameter-overrides";
import { capabilities } from "./template-parameters";

const changeSetName = matching(
  new RegExp(`^[A-Za-z]([A-Za-z0-9-]|${referencePattern}){0,127}$`),
  "give a letter and up to 127 letters, digits, hyphens or references",
);

export const cloudFormationSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CloudFormation"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /**
     * The operation: `CREATE_UPDATE` creates or updates the stack, and `REPLACE_ON_FAILURE` also replaces a failed
     * stack. `DELETE_ONLY` deletes the stack. `CHANGE_SET_REPLACE` prepares a change set, and `CHANGE_SET_EXECUTE`
     * executes it.
     */
    ActionMode: z.enum(actionModes),
    /** The name of the stack: a letter and up to 127 letters, digits or hyphens. No references. */
    StackName: stackName,
    /**
     * The name of the change set, in its two modes only: a letter and up to 127 letters, digits, hyphens or references.
     * With `#{codepipeline.PipelineExecutionId}`, each execution has a change set of its own.
     * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
     */
    ChangeSetName: changeSetName.optional(),
    /**
     * The ARN of the role that CloudFormation assumes for the stack, of the account that the action runs in. Required
     * in every mode but `CHANGE_SET_EXECUTE`, which uses the role of the change set.
     */
    RoleArn: roleArnSchema.optional(),
    /**
     * The template in an input artifact, `<artifact>::<path>`, at most 1 MB. Required in the modes that create or
     * update a stack or prepare a change set, and refused in the others.
     */
    TemplatePath: artifactPath.optional(),
    /**
     * A file in an input artifact with values of parameters, tags and a stack policy, `<artifact>::<path>`.
     * @default - none
     */
    TemplateConfiguration: artifactPath.optional(),
    /**
     * The capabilities that you acknowledge for the template: IAM resources and macros.
     * @default - neither
     */
    Capabilities: distinct(z.array(z.enum(capabilities)).min(1)).optional(),
    /**
     * Values of the template's parameters, with precedence over `TemplateConfiguration`: texts, which may hold
     * references, or values of an input artifact. At most 1 KB of JSON.
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
 * Creates, updates or deletes a CloudFormation stack, or prepares or executes a change set.
 *
 * The variables of the action are the outputs of the stack, in every mode but `DELETE_ONLY`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export const cloudFormation = defineAction({
  schema: cloudFormationSchema,
  inputArtifacts: { min: 0, max: 10 },
  outputArtifacts: { min: 0, max: 1 },
  outputVariables: "decided at run time",
  ignoredKeys: keysWithoutEffect,
  validate: problems,
  permissions: ({ configuration }, context) => stackPermissions(configuration, context),
  // CloudFormation reads templates, code and parameters from the artifact store with the role that it is given.
  artifactReaders: (action) => {
    const { RoleArn } = action.configuration;
    return RoleArn !== undefined && readsArtifacts(action) ? [RoleArn] : [];
  },
  setsVariables: ({ configuration }) => configuration.ActionMode !== "DELETE_ONLY",
  requiredGrants,
});

/** Returns an action that works on a stack. */
export function cloudFormationAction(
  action: Omit<z.input<typeof cloudFormationSchema>, "provider">,
): z.input<typeof cloudFormationSchema> {
  return { ...action, provider: "CloudFormation" };
}

function readsArtifacts({ configuration: { ActionMode }, inputArtifacts }: Action): boolean {
  return inputArtifacts.length > 0 && ActionMode !== "DELETE_ONLY";
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

function requiredGrants(
  action: Action,
  { scope, pipelineAccount = scope.account }: ActionContext,
  artifactBucket: string,
): RequiredGrant[] {
  const { RoleArn, StackName } = action.configuration;
  if (RoleArn === undefined) {
    return [];
  }
  const note = `It must trust cloudformation.amazonaws.com. It needs permissions for everything that the template of the stack ${StackName} creates, changes and deletes.`;
  const statements = readsArtifacts(action)
    ? downloadArtifacts({ ...scope, account: pipelineAccount }, artifactBucket)
    : [];
  return [{ of: `the role ${RoleArn}`, statements, note }];
}
