import { Document, isScalar, Scalar, visit } from "yaml";
import { describeProblems } from "../schema/problem";
import { type Buildspec, buildspecSchema } from "./buildspec";
import { validateBuildspec } from "./validate-buildspec";

/**
 * Writes a buildspec as YAML: keys in AWS's order, one command a list item, long lines whole, so that two equal
 * buildspecs give equal text.
 *
 * @throws Error naming every problem, when {@link validateBuildspec} finds any.
 */
export function renderBuildspec(spec: Buildspec): string {
  const problems = validateBuildspec(spec);
  if (problems.length > 0) {
    throw new Error(describeProblems("The buildspec", problems));
  }
  const document = new Document(buildspecSchema.parse(spec), { version: "1.1", aliasDuplicateObjects: false });
  visit(document, { Scalar: quoteWhatReadersDisagreeOn });
  return document.toString({ lineWidth: 0, directives: false });
}

/** CodeBuild does not say which YAML version it reads: an octal of 1.2 is text in 1.1, so it is quoted. */
function quoteWhatReadersDisagreeOn(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "string" && /^[-+]?0o[0-7]+$/.test(node.value)) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
}
