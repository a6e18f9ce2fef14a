import { z } from "zod";
import { alexa } from "./alexa";
import { appConfig } from "./app-config";
import type { ActionType } from "./base/action-type";
import { cloudFormation } from "./cloudformation/action";
import { stackInstances } from "./cloudformation/stack-instances";
import { stackSet } from "./cloudformation/stack-set";
import { codeCommit } from "./code-commit";
import { codeBuild } from "./codebuild/action";
import { codeDeploy } from "./codedeploy/action";
import { codeDeployToEcs } from "./codedeploy/to-ecs";
import { codeStarSourceConnection } from "./codestar-source-connection";
import { commands } from "./commands/action";
import { customActionSchema, customActionType } from "./custom/action";
import { deviceFarm } from "./device-farm";
import { ec2Deploy } from "./ec2";
import { ecrBuildAndPublish } from "./ecr/build-and-publish";
import { ecr } from "./ecr/source";
import { ecs } from "./ecs/action";
import { eks } from "./eks";
import { elasticBeanstalk } from "./elastic-beanstalk/action";
import { gitHub } from "./github";
import { inspectorScan } from "./inspector-scan";
import { lambdaDeploy } from "./lambda/deploy";
import { lambdaInvoke } from "./lambda/invoke";
import { manualApproval } from "./manual-approval";
import { pipelineInvoke } from "./pipeline-invoke";
import { s3Deploy } from "./s3/deploy";
import { s3Source } from "./s3/source";
import { serviceCatalog } from "./service-catalog";
import { stepFunctions } from "./step-functions";

/** Every provider of AWS and its partners. A new provider is a file beside this one and a line here. */
const types = [
  codeStarSourceConnection,
  codeCommit,
  s3Source,
  ecr,
  gitHub,
  codeBuild,
  commands,
  ecrBuildAndPublish,
  deviceFarm,
  cloudFormation,
  stackSet,
  stackInstances,
  codeDeploy,
  codeDeployToEcs,
  ecs,
  eks,
  ec2Deploy,
  lambdaDeploy,
  s3Deploy,
  elasticBeanstalk,
  appConfig,
  serviceCatalog,
  alexa,
  lambdaInvoke,
  stepFunctions,
  pipelineInvoke,
  inspectorScan,
  manualApproval,
] as const;

type Type = (typeof types)[number];

export const catalogue: readonly ActionType[] = types;

/** An action as a user writes it. */
export type ActionInput = z.input<Type["schema"] | typeof customActionSchema>;

/** An action with every default in place. */
export type Action = z.output<Type["schema"] | typeof customActionSchema>;

/** The name of an output variable of an action; any name, if the action decides it at run time. */
export type OutputVariable<A extends ActionInput> = VariableOf<TypeOf<Type, A>>;

/** The facts about an action: of two providers of one name, the one of its category. */
type TypeOf<T, A extends ActionInput> = T extends { readonly provider: A["provider"]; readonly schema: infer Schema }
  ? A extends { readonly category: infer Category }
    ? Schema extends z.ZodType<{ readonly category: Category }>
      ? T
      : never
    : T
  : never;

type VariableOf<T> = [T] extends [{ readonly outputVariables: readonly (infer Name)[] }] ? Name : string;

/** Reads an action of any provider. */
export const actionSchema = z.discriminatedUnion("owner", [providers(), customActionSchema]) as z.ZodType<
  Action,
  ActionInput
>;

/** The keys that identify a provider. */
export interface ActionTypeId {
  readonly provider: string;
  readonly category?: string | undefined;
  readonly owner?: string | undefined;
}

/** Finds the facts about a provider: of several providers of one name, the one of the category. */
export function findActionType({ provider, category, owner }: ActionTypeId): ActionType | undefined {
  if (owner === customActionType.owner) {
    return customActionType;
  }
  const named = catalogue.filter((type) => type.provider === provider);
  return named.find(({ categories }) => categories.some((known) => known === category)) ?? named[0];
}

/** The schema of the configuration of a provider's actions; `undefined` for an unknown provider. */
export function configurationSchemaOf(id: ActionTypeId): z.core.$ZodType | undefined {
  const type = findActionType(id);
  return [...types, customActionType].find((known) => known === type)?.schema.shape.configuration;
}

/** The facts about the provider of an action. */
export function actionTypeOf(action: Action): ActionType {
  const type = findActionType(action);
  if (!type) {
    throw new Error(`The catalogue has no type for ${action.provider}, although a schema of it read an action.`);
  }
  return type;
}

type Discriminable = z.core.$ZodTypeDiscriminable;

/**
 * Finds the schema of an action by its provider, and of two providers of one name by the category. The compiler cannot
 * infer the types of the groups, so they are stated above.
 */
function providers() {
  const named = new Map<string, Discriminable>();
  for (const { schema } of types) {
    const provider = schema.shape.provider.value;
    const other = named.get(provider);
    named.set(provider, other ? z.discriminatedUnion("category", [other, schema]) : schema);
  }
  return z.discriminatedUnion("provider", [...named.values()] as [Discriminable, ...Discriminable[]]);
}
