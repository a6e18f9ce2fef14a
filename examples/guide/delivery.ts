import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryPipeline, readDeliveryDefinition } from "@platform/aws-pipelines";

/** Creates the pipeline of delivery.yaml, with its projects and its topic. */
export function createLibrary(): DeliveryPipeline {
  const text = readFileSync(join(__dirname, "delivery.yaml"), "utf8");
  return new DeliveryPipeline("lib", readDeliveryDefinition("delivery.yaml", text));
}
