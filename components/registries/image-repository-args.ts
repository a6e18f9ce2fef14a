import { z } from "zod";
import { imageRepositoryName } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const imageRepositorySchema = allowedKeys({
  repositoryName: imageRepositoryName,
  mutableTags: z
    .array(matching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, "give one tag: a pattern would make several tags mutable"))
    .max(5),
  untaggedExpireAfterDays: z.int().min(1),
  retainOnDelete: z.boolean(),
});

/** Lists every problem of the settings of an image repository. */
export function imageRepositoryProblems(settings: z.input<typeof imageRepositorySchema>): Problem[] {
  return schemaProblems(imageRepositorySchema, settings);
}
