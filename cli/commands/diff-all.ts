import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { PreviewOptions } from "../preview/options";
import { allStacks, type StackPlace } from "../preview/project/all-stacks";
import { Status } from "../preview/result";
import { markdownReports } from "../report/markdown";
import { hasFailed, nameOf } from "../report/overview";
import { type StackComparison, stackComparisonsReport } from "../report/stack-comparisons";
import type { Surroundings } from "./command";
import { compare, comparisonDocument, deployedSide, type FailOn, isRefused, type Side } from "./comparing";
import { failedPreview, previewPlaces, type StackPreview } from "./preview-all";
import { columnsOf, paintFor } from "./previewing";
import { replacementDocs } from "./replacement-docs";
import { writeReport } from "./report-files";
import { withCheckout } from "./revision";
import { fitting, type Selection, selected } from "./selection";

/** A comparison of many stacks. One of `state` and `against` is given. */
export interface AllDifferences {
  readonly options: PreviewOptions;
  readonly selection: Selection;
  /** Directory with exported states. */
  readonly state: string | undefined;
  /** Commit, branch or tag. */
  readonly against: string | undefined;
  readonly json: boolean;
  readonly failOn: ReadonlySet<FailOn>;
  readonly reports: readonly string[];
}

/** `aws-pipelines diff --all` */
export async function showAllDifferences(all: AllDifferences, surroundings: Surroundings): Promise<Status> {
  const { options, selection, json, failOn, reports } = all;
  const { stdout, env } = surroundings;
  const started = performance.now();
  const places = selected(allStacks(options.cwd), selection.filter);
  const comparisons = await (all.state === undefined
    ? againstRevision(places, { ...all, against: all.against ?? "" }, surroundings)
    : againstStates(places, { ...all, state: all.state }, surroundings));
  for (const file of reports) {
    writeReport(
      file,
      markdownReports(
        comparisons.map(({ result }) => result),
        comparisons.map(({ comparison, kind }) => comparison ?? kind),
      ),
    );
  }
  const duration = performance.now() - started;
  stdout.write(
    json
      ? `${JSON.stringify({ stacks: comparisons.map(documentOf) }, undefined, 2)}\n`
      : stackComparisonsReport(comparisons, duration, paintFor(stdout, env), columnsOf(stdout, env)),
  );
  return Math.max(...comparisons.map((one) => statusOf(one, failOn))) as Status;
}

/** Compares each stack with its exported state. */
async function againstStates(
  places: readonly StackPlace[],
  { options, selection, state }: AllDifferences & { readonly state: string },
  surroundings: Surroundings,
): Promise<readonly StackComparison[]> {
  const isOneProject = new Set(places.map(({ cwd }) => cwd)).size === 1;
  const after = await previewPlaces(places, options, selection, surroundings);
  return after.map((preview): StackComparison => {
    const { place, result } = preview;
    const inProject = join(state, place.project, `${place.stack}.json`);
    const wanted = isOneProject ? join(state, `${place.stack}.json`) : inProject;
    const file = [wanted, inProject].find((name) => existsSync(name));
    if (file === undefined) {
      const reason = `there is no ${wanted}. Write it with "pulumi stack export --stack ${place.stack} --file ${wanted}".`;
      return { result: failedPreview(place, reason), kind: "failed" };
    }
    return compared(preview, deployedSide(file, result));
  });
}

/** Compares each stack with the same stack of another commit, both previewed. */
async function againstRevision(
  places: readonly StackPlace[],
  { options, selection, against }: AllDifferences & { readonly against: string },
  surroundings: Surroundings,
): Promise<readonly StackComparison[]> {
  const after = await previewPlaces(places, options, selection, surroundings);
  const folders = [...new Set(places.map(({ cwd }) => cwd))];
  const earlier = await withCheckout(
    options.cwd,
    against,
    async (cwd) => {
      const there = existsSync(cwd) ? allStacks(cwd, []) : [];
      const wanted = fitting(there, selection.filter);
      const withoutPacks = { ...options, policyPacks: [], policyPackConfigs: [] };
      const previews = await previewPlaces(wanted, withoutPacks, selection, surroundings);
      return previews.map((preview) => ({ ...preview, file: fileIn(cwd, preview.place) }));
    },
    folders,
  );
  // A project may have moved to another folder, and another one may have taken its name.
  const byName = new Map(earlier.map((preview) => [nameOf(preview.place), preview]));
  const byFile = new Map(earlier.map((preview) => [preview.file, preview]));
  const olds = after.map(({ place }) => byName.get(nameOf(place)) ?? byFile.get(fileIn(options.cwd, place)));
  return [
    ...after.map((preview, index): StackComparison => {
      const old = olds[index];
      if (old === undefined) {
        return compared(preview, { resources: [], config: preview.result.config }, "new");
      }
      return hasFailed(old.result)
        ? { result: { ...old.result, status: Status.failed }, kind: "failed", isBefore: true }
        : compared(preview, old.result);
    }),
    ...earlier
      .filter((preview) => !olds.includes(preview))
      .map(({ result }): StackComparison => ({ result, kind: "removed" })),
  ];
}

/** The settings of a stack below a directory, as the same in another checkout. */
function fileIn(directory: string, { cwd, project, stack }: StackPlace): string {
  return join(relative(resolve(directory), cwd), `${project}/${stack}`);
}

function compared(
  { place, result }: StackPreview,
  before: Side,
  kind: "new" | "compared" = "compared",
): StackComparison {
  return hasFailed(result)
    ? { result, kind: "failed" }
    : { result, kind, comparison: compare(before, result, replacementDocs(place.cwd)) };
}

/** A stack that is gone is a difference, which `--fail-on any` and `delete` name. */
function statusOf({ result, kind, comparison }: StackComparison, failOn: ReadonlySet<FailOn>): Status {
  if (kind === "failed") {
    return result.status;
  }
  const isWrong = comparison === undefined ? failOn.has("any") || failOn.has("delete") : isRefused(comparison, failOn);
  return isWrong ? Status.violated : Status.clean;
}

function documentOf({ result: { project, stack, diagnostics }, kind, comparison }: StackComparison) {
  return {
    ...{ project, stack, kind },
    ...(comparison === undefined ? {} : comparisonDocument(comparison)),
    ...(kind === "failed" ? { errors: diagnostics.map(({ message }) => message) } : {}),
  };
}
