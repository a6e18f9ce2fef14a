import { globMatches } from "../insight/path-glob";
import { PreviewError } from "../preview/base/error";
import type { StackPlace } from "../preview/project/all-stacks";
import { stackTags } from "../preview/project/stack-tags";
import { nameOf } from "../report/overview";
import { listOf } from "../report/wrap";

/** The stacks to preview, and how many at once. */
export interface Selection {
  /** Glob over `project/stack`, or `key=value` with globs over the tags of a stack. @default - every stack */
  readonly filter?: string;
  /** Previews at the same time. @default - one for each processor */
  readonly concurrency?: number;
}

/** Options of every command that previews all stacks. */
export const SELECTION_OPTIONS = {
  all: { type: "boolean" },
  filter: { type: "string" },
  concurrency: { type: "string" },
} as const;

/** The lines of `--help` about {@link SELECTION_OPTIONS}. */
export const SELECTION_OPTIONS_HELP = `\
  --all                      preview every stack of the project, or of every project below the folder
  --filter GLOB              with --all: only stacks whose project/stack fits, as "*/prod" (** crosses the slash), or
                             whose tag fits, as "team=payments": tags of the stack (pulumi:tags) or of its environment
  --concurrency N            with --all: previews at the same time (default: one for each processor)`;

/**
 * Reads which stacks `--all` previews; undefined for one stack.
 *
 * @param ofOne - further options that concern one stack
 * @throws {PreviewError} for an option that concerns one stack, or many, where the other is wanted
 */
export function readSelection(
  values: Readonly<Record<string, unknown>> & { readonly filter?: string; readonly concurrency?: string },
  ofOne: readonly string[] = [],
): Selection | undefined {
  const isAll = values.all === true;
  const misplaced = (isAll ? ["stack", ...ofOne] : ["filter", "concurrency"]).filter(
    (name) => values[name] !== undefined,
  );
  if (misplaced.length > 0) {
    const names = misplaced.map((name) => `--${name}`).join(", ");
    const fix = misplaced.includes("stack") ? `. "npm start" gives --stack: run "npx aws-pipelines preview --all"` : "";
    throw new PreviewError(
      isAll ? `--all previews every stack, so ${names} cannot apply${fix}` : `${names} needs --all`,
    );
  }
  const { filter, concurrency } = values;
  if (concurrency !== undefined && !/^[1-9]\d*$/.test(concurrency)) {
    throw new PreviewError(`--concurrency: "${concurrency}" is no number of 1 or more`);
  }
  return isAll
    ? {
        ...(filter === undefined ? {} : { filter }),
        ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
      }
    : undefined;
}

/**
 * The stacks that a filter selects.
 *
 * @throws {PreviewError} when no stack fits
 */
export function selected(places: readonly StackPlace[], filter: string | undefined): readonly StackPlace[] {
  const chosen = fitting(places, filter);
  if (chosen.length === 0) {
    throw new PreviewError(`--filter ${filter}: no stack fits. There are ${listOf(places.map(nameOf))}.`);
  }
  return chosen;
}

/** The stacks that fit a filter; none if no stack fits. */
export function fitting(places: readonly StackPlace[], filter: string | undefined): readonly StackPlace[] {
  if (filter === undefined) {
    return places;
  }
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(filter) ?? [];
  return key === undefined || value === undefined
    ? places.filter(({ project, stack }) => globMatches(filter, `${project}/${stack}`))
    : places.filter((place) => hasTag(place, key, value));
}

/** A stack with a wrong file is previewed, because the preview tells what is wrong. */
function hasTag(place: StackPlace, key: string, value: string): boolean {
  const tags = stackTags(place);
  return tags === undefined || [...tags].some(([name, text]) => globMatches(key, name) && globMatches(value, text));
}
