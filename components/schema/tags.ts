import { z } from "zod";
import type { Problem } from "./problem";
import { isOutput, matching, shown } from "./vocabulary";

/** The tags of every resource of an environment. */
const ownTags = ["application", "environment", "aws-pipelines:gate"];

/**
 * Further tags of every resource of an environment. CodeBuild allows 127 characters for keys and 255 for values, one less
 * than other services.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const tagsSchema = z
  .record(
    matching(
      new RegExp(`^(?![aA][wW][sS]:|(${ownTags.join("|")})$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,127}$`, "u"),
      `name tags in 1 to 127 letters, digits, spaces or _ . : / = + @ -; aws: is reserved, and ${ownTags.join(", ")} are set for every resource`,
    ),
    matching(/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,255}$/u, "give at most 255 letters, digits, spaces or _ . : / = + @ -"),
  )
  .refine((tags) => Object.keys(tags).length <= 47, {
    error: "are more than 47: AWS takes 50, and three are set here",
  });

/** Limits of the tags of a service, in characters. */
export interface TagLimits {
  readonly key: number;
  readonly value: number;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Tag.html */
export const codeBuildTags: TagLimits = { key: 127, value: 255 };

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const otherTags: TagLimits = { key: 128, value: 256 };

/** Lists the problems of tags, as far as they are plain text. */
export function tagProblems(tags: unknown, limits: TagLimits): Problem[] {
  if (typeof tags !== "object" || tags === null || isOutput(tags)) {
    return [];
  }
  return Object.entries(tags).flatMap(([key, value]: [string, unknown]): Problem[] => {
    const path = `tags.${key}`;
    return [
      ...(isTagText(key) && key.length >= 1 && key.length <= limits.key && !/^aws:/i.test(key)
        ? []
        : [
            {
              path,
              reason: `is not the key of a tag: give 1 to ${limits.key} ${tagCharacters}, not starting with aws:`,
            },
          ]),
      ...(typeof value !== "string" || (isTagText(value) && value.length <= limits.value)
        ? []
        : [{ path, reason: `is ${shown(value)}: give at most ${limits.value} ${tagCharacters}` }]),
    ];
  });
}

const tagCharacters = "letters, digits, spaces or _ . : / = + @ -";

function isTagText(text: string): boolean {
  return /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(text);
}
