import { globMatches } from "../insight/path-glob";
import { PreviewError } from "../preview/base/error";
import type { StackPlace } from "../preview/project/all-stacks";
import { nameOf } from "../report/overview";

/** The stacks to preview, and how many at once. */
export interface Selection {
  /** Glob over `project/stack`. @default - every stack */
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
  --all                      preview every stack of the project, or of every project below the directory
  --filter GLOB              with --all: only stacks whose project/stack fits, as "*/prod" (** crosses the slash)
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
    throw new PreviewError(`--filter ${filter}: no stack fits. There are ${places.map(nameOf).join(", ")}.`);
  }
  return chosen;
}

/** The stacks that fit a filter; none if no stack fits. */
export function fitting(places: readonly StackPlace[], filter: string | undefined): readonly StackPlace[] {
  return filter === undefined ? places : places.filter((place) => globMatches(filter, nameOf(place)));
}
