import { z } from "zod";
import { imageRepositoryName } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, schemaProblems, shown } from "../schema/vocabulary";

/** Settings that decide which tagged images expire. */
export const imageExpiryShape = {
  /**
   * The number of tagged images to keep, 1 to 10000. Older images expire.
   * @default - every image
   */
  keepImages: z.int().min(1).max(10_000).optional(),
  /**
   * Days until a tagged image expires, 1 to 3650.
   * @default - images never expire
   */
  expireImagesAfterDays: z.int().min(1).max(3650).optional(),
  /**
   * Further tags of images that never expire, such as `prod-*`: at most 20, each with at most 4 `*`. Images with a tag
   * `deployed-*` never expire: a deployment gives that tag to its image.
   * @default ["keep-*", "latest"]
   */
  protectedTags: distinct(
    z
      .array(
        matching(
          /^(?!(.*\*){5})[A-Za-z0-9_*][A-Za-z0-9._*-]{0,127}$/,
          "give a tag, such as prod-*, with at most 4 asterisks",
        ),
      )
      .max(20),
  ).optional(),
};

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const imageRepositorySchema = allowedKeys({
  ...imageExpiryShape,
  repositoryName: imageRepositoryName,
  mutableTags: z
    .array(
      matching(
        /^(deployed-\*|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/,
        "give one tag, or deployed-*: another pattern would make several tags mutable",
      ),
    )
    .max(5),
  untaggedExpireAfterDays: z.int().min(1),
  retainOnDelete: z.boolean(),
});

type ImageRepositoryModel = z.input<typeof imageRepositorySchema>;

/** Settings of an image repository, without its key and its place. */
export type ImageRepositorySettings = {
  readonly [K in keyof ImageRepositoryModel]?: ImageRepositoryModel[K] | undefined;
};

/** The settings of an image repository with its defaults. */
export function imageRepositoryModel(
  name: string,
  {
    repositoryName = name,
    mutableTags = [],
    untaggedExpireAfterDays = 14,
    retainOnDelete = false,
    ...others
  }: ImageRepositorySettings,
): ImageRepositoryModel {
  return { ...others, repositoryName, mutableTags, untaggedExpireAfterDays, retainOnDelete };
}

/** Lists every problem of the settings of an image repository. */
export function imageRepositoryProblems(settings: ImageRepositoryModel): Problem[] {
  return [...schemaProblems(imageRepositorySchema, settings), ...imageExpiryProblems(settings)];
}

/** Settings that decide which tagged images expire. */
export type ImageExpiry = z.input<z.ZodObject<typeof imageExpiryShape>>;

/** Refuses two limits at once: ECR takes one rule for each set of tags. */
export function imageExpiryProblems({ keepImages, expireImagesAfterDays, protectedTags }: ImageExpiry): Problem[] {
  if (keepImages !== undefined && expireImagesAfterDays !== undefined) {
    const reason = `is ${shown(expireImagesAfterDays)}, but keepImages limits the images already: remove one of them`;
    return [{ path: "expireImagesAfterDays", reason }];
  }
  if (protectedTags !== undefined && keepImages === undefined && expireImagesAfterDays === undefined) {
    const reason =
      "has no effect, because no tagged image expires: add keepImages or expireImagesAfterDays, or remove it";
    return [{ path: "protectedTags", reason }];
  }
  return [];
}
