import { availableParallelism } from "node:os";
import { globMatches } from "../insight/path-glob";
import { PreviewError } from "../preview/base/error";
import type { PreviewOptions } from "../preview/options";
import { preview } from "../preview/preview";
import { allStacks, type StackPlace } from "../preview/project/all-stacks";
import { type PreviewResult, Status } from "../preview/result";
import { maskedResult } from "../report/masked-result";
import { Progress } from "../report/progress";
import type { Surroundings } from "./command";

/** The stacks to preview, and how many at once. */
export interface Selection {
  /** Glob over `project/stack`. @default - every stack */
  readonly filter?: string;
  /** Previews at the same time. @default - one for each processor */
  readonly concurrency?: number;
}

/** The preview of a stack with the folder of its project. */
export interface StackPreview {
  readonly place: StackPlace;
  readonly result: PreviewResult;
}

/**
 * Previews every stack of a project, or of every project below a folder, in the order of their names. A stack whose
 * preview cannot run has the reason as its result, so that the others are previewed too.
 *
 * @throws {PreviewError} when there is no stack, none fits the filter, or the command is interrupted
 */
export async function previewAll(
  options: PreviewOptions,
  { filter, concurrency = availableParallelism() }: Selection,
  { stderr, env, signal }: Surroundings,
): Promise<readonly StackPreview[]> {
  const places = selected(allStacks(options.cwd), filter);
  const results = new Map<StackPlace, PreviewResult>();
  const progress = new Progress(stderr, "Previewing:", "stack");
  const waiting = [...places];
  const { SharedPacks }: typeof import("../preview/shared-packs") = require("../preview/shared-packs");
  const sharedPacks = new SharedPacks(options);
  const work = async () => {
    for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
      const { cwd, stack } = place;
      const surroundings = { env, signal, onResource: () => undefined, sharedPacks };
      const result = await preview({ ...options, cwd, stack }, surroundings).catch((error: unknown) =>
        failure(place, error, signal),
      );
      results.set(place, maskedResult(result));
      progress.show(results.size);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, places.length) }, work));
  } finally {
    waiting.length = 0;
    progress.end();
    await sharedPacks.end();
  }
  return places.flatMap((place) => {
    const result = results.get(place);
    return result === undefined ? [] : [{ place, result }];
  });
}

/** The exit status of many previews: the worst. */
export function worstStatus(previews: readonly StackPreview[]): Status {
  return previews.reduce<Status>((worst, { result }) => (result.status > worst ? result.status : worst), Status.clean);
}

function selected(places: readonly StackPlace[], filter: string | undefined): readonly StackPlace[] {
  const chosen =
    filter === undefined ? places : places.filter(({ project, stack }) => globMatches(filter, `${project}/${stack}`));
  if (chosen.length === 0) {
    const names = places.map(({ project, stack }) => `${project}/${stack}`);
    throw new PreviewError(`--filter ${filter}: no stack fits. There are ${names.join(", ")}.`);
  }
  return chosen;
}

function failure({ project, stack }: StackPlace, error: unknown, signal: AbortSignal): PreviewResult {
  if (!(error instanceof PreviewError) || signal.aborted) {
    throw error;
  }
  return {
    settings: { file: `Pulumi.${stack}.yaml`, values: [] },
    ...{ project, stack, config: {}, resources: [], outputs: {}, packs: [], gaps: [], duration: 0 },
    diagnostics: [{ severity: "error", message: error.message }],
    maskSecrets: (text) => text,
    status: Status.failed,
  };
}
