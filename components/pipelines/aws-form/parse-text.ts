import { type Document, isScalar, parseDocument, visit } from "yaml";
import type { Problem } from "../../schema/problem";
import { cloudFormationTags } from "./cloud-formation-tags";

/** What stands in a text, or what is wrong with the text itself. */
export interface ParsedText {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** Parses YAML, or JSON, which is YAML too. */
export function parseText(text: string): ParsedText {
  const document = parseDocument(text, { customTags: cloudFormationTags, logLevel: "error", prettyErrors: true });
  const broken = [...document.errors, ...document.warnings].map(({ code, message }) => textProblem(code, message));
  const reasons = [...broken, ...aliasProblems(document)];
  if (reasons.length > 0) {
    return refused(reasons);
  }
  visit(document, { Scalar: asWritten });
  try {
    return { value: document.toJS(), problems: [] };
  } catch (error) {
    if (error instanceof ReferenceError) {
      return refused([`${error.message}: write the values`]);
    }
    throw error;
  }
}

function refused(reasons: readonly string[]): ParsedText {
  return { value: undefined, problems: reasons.map((reason) => ({ path: "", reason })) };
}

/** A number that would be written otherwise, such as a version 1.10 or an account 012345678901, was meant as text. */
function asWritten(_key: unknown, node: unknown): void {
  if (isScalar(node) && typeof node.value === "number" && node.source !== String(node.value)) {
    node.value = node.source;
  }
}

function aliasProblems(document: Document.Parsed): string[] {
  const found: string[] = [];
  visit(document, {
    Alias(_key, alias, around) {
      const meant = alias.resolve(document);
      if (meant === undefined) {
        found.push(`The alias *${alias.source} has no anchor before it: write the value`);
      } else if (around.includes(meant)) {
        found.push(`The alias *${alias.source} stands inside of what it means: write the value`);
      }
    },
  });
  return found;
}

/** What is wrong with the text itself, in one line: where, and what to do. */
function textProblem(code: string, message: string): string {
  const [first = message] = message.split("\n");
  const said = first.replace(/:$/, "");
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return `${said}: the short forms of CloudFormation's functions are known, and no other tags; write the value`;
    case "MULTIPLE_DOCS":
      return "holds several documents: give a file for each";
    default:
      return `${said}: give YAML or JSON`;
  }
}
