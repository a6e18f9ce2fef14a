import { Document, isScalar, Scalar, visit } from "yaml";
import type { z } from "zod";
import { describeProblems } from "../schema/problem";
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
  const document = new Document(withoutEmptyPhases(buildspecSchema.parse(normalizeBuildspec(spec))), {
    version: "1.1",
    aliasDuplicateObjects: false,
  });
  visit(document, { Scalar: quoteWhatReadersDisagreeOn });
  return document.toString({ lineWidth: 0, directives: false });
}

/**
 * CodeBuild documents no YAML version: an octal of YAML 1.2 is text in 1.1. A block scalar loses spaces before the first
 * character.
 */
function quoteWhatReadersDisagreeOn(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "string" && /^([-+]?0o[0-7]+$|\s[\s\S]*\n)/.test(node.value)) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
}

/** A buildspec of a batch may have no phases. */
function withoutEmptyPhases(spec: z.output<typeof buildspecSchema>) {
  const { phases, ...others } = spec;
  return Object.keys(phases).length === 0 ? others : spec;
}
