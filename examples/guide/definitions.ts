import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Pipeline, type PipelineArgs, readPipelineDefinition } from "@platform/aws-pipelines";

/** The pipeline of a file: pipeline.yaml, printed.json or template.yaml. */
export function definitionIn(file: string) {
  return readPipelineDefinition(file, readFileSync(join(__dirname, file), "utf8"));
}

/** What a file never says: where the pipeline lives, and where it keeps its artifacts. */
export function createShop(
  place: Pick<PipelineArgs, "account" | "region" | "artifactBucketName" | "encryptionKeyArn">,
) {
  return new Pipeline("shop", { ...definitionIn("pipeline.yaml"), ...place });
}
