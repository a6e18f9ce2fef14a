import { join } from "node:path";
import { z } from "zod";
import { deliverySettingsSchema } from "../../components/model/delivery-settings";
import { describeSchema, type SchemaNode } from "./describe-schema";

const settingsFile = join(__dirname, "../../components/model/delivery-settings.ts");

/** The JSON Schema of an environment's settings. */
export function settingsSchema(): SchemaNode {
  const { $schema, ...settings } = z.toJSONSchema(deliverySettingsSchema, { io: "input" });
  return describeSchema(settings, settingsFile, "DeliverySettings");
}

/** The JSON Schema of a stack's file: Pulumi's own keys are left to Pulumi, and the one object of ours is spelled out. */
export function stackFileSchema(settings: SchemaNode): SchemaNode {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
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
