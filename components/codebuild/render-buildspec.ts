import type { z } from "zod";
import { describeProblems } from "../schema/problem";
import { renderYaml } from "../schema/render-yaml";
import { type Buildspec, buildspecSchema } from "./buildspec";
import { normalizeBuildspec } from "./normalize-buildspec";
import { validateBuildspec } from "./validate-buildspec";

/**
 * Renders a buildspec as YAML: keys in the order of AWS's reference, one list item a command, no line folding. Equal
 * buildspecs render to equal text.
 *
 * @throws Error listing every problem that {@link validateBuildspec} finds.
 */
export function renderBuildspec(spec: Buildspec): string {
  const problems = validateBuildspec(spec);
  if (problems.length > 0) {
    throw new Error(describeProblems("The buildspec", problems));
  }
  return renderYaml(withoutEmptyPhases(buildspecSchema.parse(normalizeBuildspec(spec))));
}

/** A buildspec of a batch may have no phases. */
function withoutEmptyPhases(spec: z.output<typeof buildspecSchema>) {
  const { phases, ...others } = spec;
  return Object.keys(phases).length === 0 ? others : spec;
}
