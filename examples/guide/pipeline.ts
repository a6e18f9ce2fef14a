import { Pipeline, type PipelineArgs } from "@platform/aws-pipelines";
import { shop } from "./actions";

/** What a pipeline as data never says: where it lives, and where it keeps its artifacts. */
export type Place = Pick<PipelineArgs, "account" | "region" | "artifactBucketName" | "encryptionKeyArn">;

export function createShop(place: Place): Pipeline {
  return new Pipeline("shop", { ...shop, ...place });
}
