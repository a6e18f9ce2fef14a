import type { TypeSpec } from "../../components/provider/schema-types";

/** Marks an argument or an output that other languages do not have. */
export const notAvailable = Symbol("not available");

/** A map that the component checks with its own schema. */
const freeMap: TypeSpec = {
  type: "object",
  additionalProperties: { $ref: "pulumi.json#/Any", plain: true },
  plain: true,
};
const textByName: TypeSpec = { type: "object", additionalProperties: { type: "string" } };

/** The types of a file's actions and of its stages with a plan, which other languages take too. */
export const fileTypes = {
  actions: { file: "components/delivery/inline-schema.ts", name: "InlineSettings" },
  stages: { file: "components/delivery/plan-stage.ts", name: "PlanStageSettings" },
};

/** Marks an argument that has the type of a file, and not that of TypeScript. */
export const asInFiles = Symbol("as in files");

/** An argument or an output of a component whose type differs in other languages. */
export interface Exception {
  /** The type in other languages. */
  readonly as: TypeSpec | typeof notAvailable | typeof asInFiles;
  /**
   * The name in other languages.
   * @default - the name in TypeScript
   */
  readonly name?: string;
  /**
   * The comment in other languages.
   * @default - the comment in TypeScript
   */
  readonly description?: string;
  readonly reason: string;
}

const buildspecKeys =
  "its keys are those of AWS's file, such as `on-failure`, and no names of properties; the component checks it";
const configurationKeys = "its keys depend on the provider; the schema of the provider checks them";
const roles = "a role cannot pass between languages; its ARN can";
const components = "a component cannot pass between languages; its name can";

/** Arguments and outputs that Pulumi's schema cannot hold as TypeScript has them, by type and property. `*` is any text. */
export const exceptions: Readonly<Record<string, Exception>> = {
  "BuildProjectArgs.buildspec": {
    as: { oneOf: [{ type: "string", plain: true }, freeMap], plain: true },
    reason: buildspecKeys,
  },
  "DeliveryEnvironmentBuildsItem.buildspec": { as: freeMap, reason: buildspecKeys },
  "*StagesActionsBuild.buildspec": { as: freeMap, reason: buildspecKeys },
  "*PullRequestChecks*.buildspec": { as: freeMap, reason: buildspecKeys },
  "DeploymentGroupArgs.appSpec": { as: freeMap, reason: "its keys are those of AWS's file; the component checks it" },
  "DeliveryEnvironmentDeployments.configuration": { as: freeMap, reason: configurationKeys },
  "Fleet*.config": { as: freeMap, reason: "its keys and values are those of the stacks' own settings" },
  "*StagesActions.build": { as: asInFiles, reason: "its permissions are grants, as in a delivery file" },
  "*StagesActions.notify": {
    as: asInFiles,
    reason: "an approval without `notify` has no topic, as in a delivery file",
  },
  "*StagesActions.stackRole": { as: asInFiles, reason: "a role is data here, as in a delivery file" },
  "*StagesActions.update": { as: notAvailable, reason: "give the stage a `plan`, as in a delivery file" },
  "*StagesActions.changeSet": { as: notAvailable, reason: "give the stage a `plan`, as in a delivery file" },
  "*StagesActions.trigger": { as: notAvailable, reason: "use `triggers` of the pipeline" },
  "*StagesActions.configuration": {
    as: freeMap,
    description: "The configuration of the action, with the keys of its provider.",
    reason: configurationKeys,
  },
  "*Rules.configuration": {
    as: freeMap,
    description: "The configuration of the rule, with the keys of its provider.",
    reason: configurationKeys,
  },
  "Delivery*Args.accounts": {
    as: { type: "object", additionalProperties: { type: "string", plain: true }, plain: true },
    description:
      "Other accounts that actions deploy to, each with the value `TargetAccount`. That component creates the roles there.",
    reason:
      "a provider cannot pass between languages: give `TargetAccount`, and create that component in the other account",
  },
  "TargetAccountArgs.environment": {
    as: freeMap,
    reason: "its keys are those of `DeliveryEnvironment`; the component checks them",
  },
  "*PipelineArgs.roles": {
    as: notAvailable,
    reason: "the pipeline attaches policies to these objects: name the roles by ARN, and grant what the preview prints",
  },
  "PipelineArgs.builds": {
    as: notAvailable,
    reason: "the pipeline changes roles of these objects: use `DeliveryPipeline` with builds inside its stages",
  },
  "BuildProject.role": { as: { type: "string" }, name: "roleArn", reason: roles },
  "Pipeline.role": { as: { type: "string" }, name: "roleArn", reason: roles },
  "Pipeline.actionRoles": { as: textByName, name: "actionRoleArns", reason: roles },
  "Pipeline.regionalStores": { as: textByName, name: "regionalBucketNames", reason: components },
  "PullRequestChecks.checks": { as: { type: "string" }, name: "checksName", reason: components },
  "PullRequestChecks.comments": { as: { type: "string" }, name: "commentsName", reason: components },
};
