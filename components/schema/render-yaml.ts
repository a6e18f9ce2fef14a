import { Document, isScalar, Scalar, visit } from "yaml";

/**
 * Renders a value as YAML that every reader understands alike. It has no references, no line folding, and quotation
 * marks where readers of YAML 1.1 and 1.2 disagree.
 */
export function renderYaml(value: unknown): string {
  const document = new Document(value, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, { Scalar: quoteWhatReadersDisagreeOn });
  return document.toString({ lineWidth: 0, directives: false });
}

/**
 * AWS documents no YAML version: an octal of YAML 1.2 is text in 1.1. A block scalar loses spaces before the first
 * character.
 */
function quoteWhatReadersDisagreeOn(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "string" && /^([-+]?0o[0-7]+$|\s[\s\S]*\n)/.test(node.value)) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
}
