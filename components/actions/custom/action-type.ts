import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../../schema/vocabulary";
import { customCategories, customProvider, customVersion } from "./action";

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html */
const propertySchema = allowedKeys({
  /**
   * Whether every action must give the property a value.
   * @default false
   */
  required: z.boolean().default(false),
  /**
   * Whether the property identifies the object of the action.
   * @default false
   */
  key: z.boolean().default(false),
  /**
   * Whether AWS hides the value from everybody but the worker. Pulumi's state and the program still hold the value.
   * @default false
   */
  secret: z.boolean().default(false),
  /**
   * Whether a worker may poll for jobs of one value only. At most one property, required and not secret; its values
   * have at most 20 letters, digits, hyphens or underscores.
   * @default false
   */
  queryable: z.boolean().default(false),
  /**
   * The type of the value.
   * @default "String"
   */
  type: z.enum(["String", "Number", "Boolean"]).default("String"),
  /**
   * The description of the property, 1 to 160 characters.
   * @default - nothing
   */
  description: z.string().min(1).max(160).optional(),
});

const count = z.int().min(0).max(5);
const artifactCounts = allowedKeys({
  /** The fewest artifacts, 0 to 5. */
  min: count,
  /** The most artifacts, 0 to 5. */
  max: count,
});

const address = matching(
  /^(?=.{1,2048}$)https?:\/\/\S+$/,
  "give an http or https address of at most 2048 characters",
).optional();

/** A custom action type of an account. */
export const customActionTypeSchema = allowedKeys({
  /**
   * The provider name that pipelines use: 1 to 35 letters, digits, hyphens or underscores.
   * @default - the name of the component
   */
  providerName: customProvider,
  /** The category of the action. */
  category: z.enum(customCategories),
  /**
   * The version, 1 to 9 letters, digits, hyphens or underscores. AWS changes no version in place and never accepts a
   * deleted version again: give each change of the properties a new version.
   * @default "1"
   */
  version: customVersion.default("1"),
  /**
   * The configuration properties of the action, at most 10, by name of 1 to 50 characters.
   * @default - nothing
   */
  configurationProperties: z.record(z.string().min(1).max(50), propertySchema).default({}),
  /**
   * How many artifacts the action takes, 0 to 5.
   * @default - 0 to 5
   */
  inputArtifacts: artifactCounts.default({ min: 0, max: 5 }),
  /**
   * How many artifacts the action produces, 0 to 5.
   * @default - 0 to 5
   */
  outputArtifacts: artifactCounts.default({ min: 0, max: 5 }),
  /**
   * The address of the object of the action. `{Config:<property>}` is the value of a property that is required and not
   * secret.
   * @default - none
   */
  entityUrlTemplate: address,
  /**
   * The address of one execution: `{ExternalExecutionId}` is the worker's id of the execution.
   * @default - none
   */
  executionUrlTemplate: address,
  /**
   * The address of the configuration page of the action.
   * @default - none
   */
  revisionUrlTemplate: address,
  /**
   * The address of the sign-up page of the service.
   * @default - none
   */
  thirdPartyConfigurationUrl: address,
});

export type CustomActionTypeSettings = z.input<typeof customActionTypeSchema>;
export type CustomActionTypeModel = z.output<typeof customActionTypeSchema>;

/** Returns every problem of a custom action type. */
export function customActionTypeProblems(settings: unknown): Problem[] {
  const { data: model } = customActionTypeSchema.safeParse(settings);
  return [
    ...schemaProblems(customActionTypeSchema, settings),
    ...(model ? [...propertyProblems(model), ...countProblems(model), ...templateProblems(model)] : []),
  ];
}

function propertyProblems({ configurationProperties }: CustomActionTypeModel): Problem[] {
  const properties = Object.entries(configurationProperties);
  const queryable = properties.filter(([, property]) => property.queryable);
  const found: Problem[] = [];
  if (properties.length > 10) {
    found.push({
      path: "configurationProperties",
      reason: `are ${properties.length}, and AWS takes 10: put several into one`,
    });
  }
  for (const [name, { required, secret }] of queryable) {
    if (!required || secret) {
      found.push({
        path: `configurationProperties.${name}.queryable`,
        reason: "is true, and only a property that is required and not secret can be polled for: change it or these",
      });
    }
  }
  for (const [name] of queryable.slice(1)) {
    found.push({
      path: `configurationProperties.${name}.queryable`,
      reason: `is true, and jobs are polled for by ${queryable[0]?.[0]} already: let one property at most be queryable`,
    });
  }
  return found;
}

function countProblems(model: CustomActionTypeModel): Problem[] {
  return (["inputArtifacts", "outputArtifacts"] as const)
    .filter((key) => model[key].min > model[key].max)
    .map((key) => ({
      path: `${key}.min`,
      reason: `is ${model[key].min}, more than the max of ${model[key].max}: give no more than that`,
    }));
}

function templateProblems({ configurationProperties: properties, ...model }: CustomActionTypeModel): Problem[] {
  const shown = Object.keys(properties).filter((name) => properties[name]?.required && !properties[name]?.secret);
  return (["entityUrlTemplate", "executionUrlTemplate", "revisionUrlTemplate"] as const).flatMap((path) =>
    [...(model[path] ?? "").matchAll(/\{Config:([^}]*)\}/g)]
      .filter(([, name = ""]) => !shown.includes(name))
      .map(([placeholder]) => ({
        path,
        reason: `holds ${placeholder}, and no property of that name is required and not secret: ${shown.length > 0 ? `name one of ${shown.join(", ")}` : "remove it"}`,
      })),
  );
}
