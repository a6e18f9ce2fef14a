import { join } from "node:path";
import { z } from "zod";
import { applicationSettingsSchema } from "../../components/delivery/application-settings";
import { inlineSchema } from "../../components/delivery/inline-schema";
import { planStageSchema } from "../../components/delivery/plan-stage";
import { deliverySettingsSchema } from "../../components/delivery/settings";
import { fleetSchema } from "../../components/fleet/settings";
import { pipelineSchema } from "../../components/pipelines/definition/schema";
import { describeSchema, type SchemaNode } from "./describe-schema";

const components = join(__dirname, "../../components");
const draft = { $schema: "https://json-schema.org/draft/2020-12/schema" };

/** JSON Schema of the settings of an environment. */
export function settingsSchema(): SchemaNode {
  const { $schema, ...settings } = z.toJSONSchema(deliverySettingsSchema, { io: "input" });
  return describeSchema(settings, join(components, "delivery/settings.ts"), "DeliverySettings");
}

/** JSON Schema of the settings of an environment of any application. */
export function applicationSchema(): SchemaNode {
  const { $schema, ...settings } = z.toJSONSchema(applicationSettingsSchema, { io: "input" });
  return describeSchema(settings, join(components, "delivery/application-settings.ts"), "ApplicationSettings");
}

/** JSON Schema of the settings of either kind of environment: only the first kind has `deploy`, and it needs it. */
export function environmentSchema(settings: SchemaNode, application: SchemaNode): SchemaNode {
  return { anyOf: [settings, application] };
}

/** JSON Schema of a stack file. It describes our one object and accepts all keys of Pulumi. */
export function stackFileSchema(settings: SchemaNode): SchemaNode {
  return {
    ...draft,
    title: "The settings of one environment",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: { "aws-pipelines:environment": settings },
        required: ["aws-pipelines:environment"],
      },
    },
    required: ["config"],
  };
}

/** JSON Schema of the stack file of another project, whose settings have a key of their own. */
export function otherStackFileSchema(): SchemaNode {
  const settings = { $ref: "../stack.schema.json#/properties/config/properties/aws-pipelines:environment" };
  return {
    ...draft,
    title: "The settings of one environment, under <project>:environment",
    type: "object",
    properties: { config: { type: "object", patternProperties: { "^[^:]+:environment$": settings } } },
    required: ["config"],
  };
}

/** JSON Schema of a pipeline as data. */
export function pipelineFileSchema(): SchemaNode {
  const { $schema, ...pipeline } = z.toJSONSchema(pipelineSchema, { io: "input" });
  const described = describeSchema(pipeline, join(components, "pipelines/definition/schema.ts"), "PipelineDefinition");
  const editor = { $schema: { type: "string", description: "What an editor checks the file with: this schema." } };
  return { ...draft, title: "A pipeline", ...described, properties: { ...editor, ...described.properties } };
}

/** JSON Schema of the file of a fleet. */
export function fleetFileSchema(): SchemaNode {
  const { $schema, ...schema } = z.toJSONSchema(fleetSchema, { io: "input" });
  const fleet = describeSchema(schema, join(components, "fleet/settings.ts"), "FleetSettings");
  const editor = { $schema: { type: "string", description: "What an editor checks the file with: this schema." } };
  return {
    ...draft,
    title: "A fleet of environments",
    ...fleet,
    properties: { ...editor, ...fleet.properties },
    // Environments may stand in files of their own.
    required: ["waves"],
  };
}

/** JSON Schema of a delivery pipeline as data: a pipeline whose actions may hold `build`, `notify`, `target` and `stackRole`, and whose stages may hold `plan`. */
export function deliveryFileSchema({ properties = {}, required }: SchemaNode): SchemaNode {
  const { $schema, ...schema } = z.toJSONSchema(inlineSchema, { io: "input" });
  const inline = describeSchema(schema, join(components, "delivery/inline-schema.ts"), "InlineSettings");
  const { build, notify, target, stackRole } = inline.properties ?? {};
  const stage = properties.stages?.items ?? {};
  const inPipeline = (path: string) => ({ $ref: `pipeline.json#/properties/${path}` });
  const references = (keys: SchemaNode["properties"], path: string) =>
    Object.fromEntries(Object.keys(keys ?? {}).map((key) => [key, inPipeline(`${path}${key}`)]));
  const text = { type: "string" };
  const refused = { not: {} };
  const artifacts = { type: "array", items: text };
  const position = { name: text, namespace: text, runOrder: { type: "integer", minimum: 1, maximum: 999 } };
  const actions: SchemaNode[] = [
    {
      type: "object",
      properties: {
        ...position,
        provider: { const: "CodeBuild" },
        category: { enum: ["Build", "Test"] },
        inputArtifacts: artifacts,
        outputArtifacts: artifacts,
        ...(build && { build }),
      },
      required: ["name", "inputArtifacts", "build"],
      additionalProperties: false,
    },
    {
      type: "object",
      properties: { ...position, provider: { const: "Manual" }, ...(notify && { notify }), target: refused },
      required: ["name", "provider", "notify"],
    },
    {
      type: "object",
      properties: {
        ...position,
        provider: { const: "CloudFormation" },
        inputArtifacts: artifacts,
        ...(target && { target }),
        ...(stackRole && { stackRole }),
      },
      required: ["name", "provider", "stackRole"],
    },
    {
      type: "object",
      properties: {
        ...position,
        provider: { type: "string", not: { enum: ["CodeBuild", "Manual"] } },
        inputArtifacts: artifacts,
        ...(target && { target }),
        stackRole: refused,
      },
      required: ["name", "provider", "target"],
    },
    inPipeline("stages/items/properties/actions/items"),
  ];
  const ordinary: SchemaNode = {
    ...stage,
    properties: {
      ...references(stage.properties, "stages/items/properties/"),
      actions: { type: "array", items: { anyOf: actions } },
    },
  };
  const { $schema: draftOfPlan, ...plan } = z.toJSONSchema(planStageSchema, { io: "input" });
  const planned = describeSchema(plan, join(components, "delivery/plan-stage.ts"), "PlanStageSettings");
  const stages: SchemaNode = { type: "array", items: { anyOf: [ordinary, planned] } };
  return {
    ...draft,
    title: "A delivery pipeline",
    type: "object",
    properties: { ...references(properties, ""), stages },
    ...(required && { required }),
    additionalProperties: false,
  };
}
