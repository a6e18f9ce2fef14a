import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type NamedDefinition, Pipeline, readPipelineDefinition } from "@platform/aws-pipelines";
import type { Place } from "./pipeline";

/** Reads pipeline.yaml, printed.json or template.yaml. */
export function definitionIn(file: string): NamedDefinition {
  return readPipelineDefinition(file, readFileSync(join(__dirname, file), "utf8"));
}

/** Creates the pipeline of a file. The program sets what differs between environments. */
export function createShop(environment: string, place: Place): Pipeline {
  return new Pipeline(`shop-${environment}`, {
    ...definitionIn("pipeline.yaml"),
    executionMode: environment === "prod" ? "QUEUED" : "SUPERSEDED",
    ...place,
  });
}
