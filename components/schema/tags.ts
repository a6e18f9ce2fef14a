import { z } from "zod";
import { matching } from "./vocabulary";

/** The tags of every resource of an environment. */
const ownTags = ["application", "environment"];

/**
 * Further tags of every resource of an environment.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const tagsSchema = z
  .record(
    matching(
      new RegExp(`^(?!aws:|(${ownTags.join("|")})$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$`, "u"),
      `name tags in 1 to 128 letters, digits, spaces or _ . : / = + @ -; aws: is reserved, and ${ownTags.join(" and ")} are set for every resource`,
    ),
    matching(/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u, "give at most 256 letters, digits, spaces or _ . : / = + @ -"),
  )
  .refine((tags) => Object.keys(tags).length <= 48, { error: "are more than 48: AWS takes 50, and two are set here" });
