import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/**
 * Takes the comments out of compiled JavaScript. Every line and column of code stays where it is, so that source maps
 * stay true. Editors read the documentation in the declarations.
 */
export function withoutComments(text: string): string {
  const source = ts.createSourceFile("file.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const ranges = new Map<number, ts.CommentRange>();
  const collect = (found: readonly ts.CommentRange[] | undefined) => {
    for (const range of found ?? []) {
      ranges.set(range.pos, range);
    }
  };
  const visit = (node: ts.Node) => {
    // Text of a template is no place for comments.
    if (node.kind < ts.SyntaxKind.FirstTemplateToken || node.kind > ts.SyntaxKind.LastTemplateToken) {
      collect(ts.getLeadingCommentRanges(text, node.getFullStart()));
    }
    collect(ts.getTrailingCommentRanges(text, node.getEnd()));
    for (const child of node.getChildren(source)) {
      visit(child);
    }
  };
  visit(source);
  let stripped = text;
  for (const { pos, end } of [...ranges.values()].sort((a, b) => b.pos - a.pos)) {
    const comment = text.slice(pos, end);
    if (!comment.startsWith("//#")) {
      const blank = comment.replace(/[^\n]/g, " ");
      stripped = stripped.slice(0, pos) + blank + stripped.slice(end);
    }
  }
  return stripped.replace(/[ \t]+$/gm, "");
}

/** Takes comments, empty lines outside of texts, and the link to a source map out of compiled JavaScript. */
export function compact(text: string): string {
  const stripped = withoutComments(text).replace(/\n\/\/# sourceMappingURL=.*/, "");
  return stripped.includes("`") ? stripped : stripped.replace(/\n{2,}/g, "\n");
}

/** Rewrites every JavaScript file below a folder. */
export function rewriteFolder(folder: string, rewrite: (text: string) => string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".js")) {
      const file = join(folder, name);
      writeFileSync(file, rewrite(readFileSync(file, "utf8")));
    }
  }
}
