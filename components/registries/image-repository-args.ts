import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repositoryName = matching(
  /^(?=.{2,256}$)[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$/,
  "give 2 to 256 lower-case letters, digits or the characters . _ - in parts divided by slashes, such as shop/web",
);

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const imageRepositorySchema = allowedKeys({
  repositoryName,
  mutableTags: z
    .array(matching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, "give a tag; a pattern would let more tags move than one"))
    .max(5),
  untaggedExpireAfterDays: z.int().min(1),
  retainOnDelete: z.boolean(),
});

/** Every problem of an image repository's settings. */
export function imageRepositoryProblems(settings: z.input<typeof imageRepositorySchema>): Problem[] {
  return schemaProblems(imageRepositorySchema, settings);
}
