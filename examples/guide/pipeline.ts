import { Pipeline, type PipelineArgs } from "@platform/aws-pipelines";
import { shop } from "./actions";

/** Arguments that a pipeline as data does not have: account, region and artifact store. */
export type Place = Pick<PipelineArgs, "account" | "region" | "artifactBucketName" | "encryptionKeyArn">;

export function createShop(place: Place): Pipeline {
  return new Pipeline("shop", { ...shop, ...place });
}
