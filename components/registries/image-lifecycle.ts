import type { ImageExpiry } from "./image-repository-args";

/** A count that no repository reaches: a rule with it expires nothing, and no later rule expires its images. */
const never = 100_000;

/** Tags of the images that run, and of the images before them. A deployment moves them, and no lifecycle expires them. */
export const deployedTags = "deployed-*";

/** Tags of the signatures of images, whose images may run: no lifecycle expires them. */
const signatureTags = "sha256-*.sig";

/**
 * The number of images to keep in a repository with signatures. ECR's page leaves open whether a rule counts images
 * that a rule of a higher priority selects. So each signature could take the place of an image.
 */
export function keptWithSignatures(keepImages: number | undefined): number | undefined {
  return keepImages === undefined ? undefined : Math.min(keepImages * 2, 10_000);
}

/** Further tags of images that never expire, unless the settings name others. `latest` is the newest image. */
const defaultProtectedTags = ["keep-*", "latest"];

/**
 * The lifecycle policy of a repository. ECR never expires an image that a rule of a higher priority selects, so the rules
 * of protected tags come first.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecyclePolicy(
  untaggedExpireAfterDays: number,
  { keepImages, expireImagesAfterDays, protectedTags = defaultProtectedTags }: ImageExpiry,
): string {
  const expires = keepImages !== undefined || expireImagesAfterDays !== undefined;
  const rules = [
    { description: "Untagged images", selection: { tagStatus: "untagged", ...olderThan(untaggedExpireAfterDays) } },
    ...(expires ? [...new Set([deployedTags, signatureTags, ...protectedTags])] : []).map((tag) => ({
      description: `Images with the tag ${tag} never expire`,
      selection: { ...tagged(tag), ...moreThan(never) },
    })),
    ...(keepImages === undefined
      ? []
      : [{ description: "Old images", selection: { ...tagged("*"), ...moreThan(keepImages) } }]),
    ...(expireImagesAfterDays === undefined
      ? []
      : [{ description: "Old images", selection: { ...tagged("*"), ...olderThan(expireImagesAfterDays) } }]),
  ];
  return JSON.stringify({
    rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule, action: { type: "expire" } })),
  });
}

function tagged(tag: string) {
  return { tagStatus: "tagged", tagPatternList: [tag] };
}

function olderThan(days: number) {
  return { countType: "sinceImagePushed", countUnit: "days", countNumber: days };
}

function moreThan(images: number) {
  return { countType: "imageCountMoreThan", countNumber: images };
}
