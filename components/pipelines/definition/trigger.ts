import { z } from "zod";
import { pipelineName } from "../../aws/names";
import { allowedKeys, distinct } from "../../schema/vocabulary";

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const patterns = distinct(z.array(z.string().min(1).max(255)).min(1).max(8));

const filter = allowedKeys({
  /**
   * Glob patterns of which one must match, 1 to 8 of at most 255 characters.
   * @default - everything matches
   */
  includes: patterns.optional(),
  /**
   * Glob patterns of which none may match, 1 to 8 of at most 255 characters; they win over `includes`.
   * @default - nothing is excluded
   */
  excludes: patterns.optional(),
}).refine(({ includes, excludes }) => includes !== undefined || excludes !== undefined, {
  error: "says nothing: give includes or excludes",
});

const push = allowedKeys({
  /**
   * The branches that are pushed to. Not together with `tags`.
   * @default - any
   */
  branches: filter.optional(),
  /**
   * The tags that are pushed.
   * @default - pushes of tags start nothing
   */
  tags: filter.optional(),
  /**
   * The files that change; only together with `branches`. The first push of a new branch starts nothing then.
   * @default - any
   */
  filePaths: filter.optional(),
});

const pullRequest = allowedKeys({
  /**
   * The events of the pull request, each once: opened, updated, or closed (with most hosts, merged as well).
   * @default - all three
   */
  events: distinct(z.array(z.enum(["OPEN", "UPDATED", "CLOSED"])).min(1)).optional(),
  /** The branches that pull requests would be merged into. */
  branches: filter,
  /**
   * The files that change.
   * @default - any
   */
  filePaths: filter.optional(),
});

/**
 * A trigger that replaces a start at each push to the branch of a source action. All parts of a filter must match. One
 * matching filter is enough.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 */
export const triggerSchema = allowedKeys({
  /** The name of the source action, one that reads a repository through a connection. */
  sourceAction: pipelineName,
  /**
   * Pushes, 1 to 3 filters.
   * @default - pushes start nothing
   */
  push: z.array(push).min(1).max(3).optional(),
  /**
   * Pull requests, 1 to 3 filters.
   * @default - pull requests start nothing
   */
  pullRequest: z.array(pullRequest).min(1).max(3).optional(),
});

export type Trigger = z.output<typeof triggerSchema>;
