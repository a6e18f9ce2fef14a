import * as ts from "typescript";

/** A sentence of prose, with the line of the file where it starts. */
export interface Sentence {
  readonly line: number;
  readonly text: string;
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/** Lines that read as one paragraph: a list item, a heading and a table cell are each a paragraph of their own. */
type Paragraph = Line[];

/** Reads the sentences of a Markdown page. Code, HTML comments and front matter hold none. */
export function sentencesOfMarkdown(page: string): Sentence[] {
  const blank = (match: string) => match.replace(/[^\n]/g, "");
  const prose = page.replace(/^---\n.*?^---$/ms, blank).replace(/<!--.*?-->/gs, blank);
  return paragraphsOf(linesOf(prose, 1)).flatMap(sentencesOf);
}

/** Reads the sentences of the comments of a TypeScript or JavaScript file. Examples and code in them hold none. */
export function sentencesOfComments(source: string, file: string): Sentence[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  return commentsOf(parsed)
    .flatMap((comment) => paragraphsOf(comment))
    .flatMap(sentencesOf);
}

/** The lines of each comment without its marks. Line comments right below each other are one comment. */
function commentsOf(parsed: ts.SourceFile): Line[][] {
  const source = parsed.text;
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    for (const range of [
      ...(ts.getLeadingCommentRanges(source, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(source, node.end) ?? []),
    ]) {
      ranges.set(range.pos, range);
    }
    node.getChildren(parsed).forEach(visit);
  };
  visit(parsed);

  const comments: Line[][] = [];
  let below = -1;
  for (const { pos, end, kind } of [...ranges.values()].sort((a, b) => a.pos - b.pos)) {
    const line = parsed.getLineAndCharacterOfPosition(pos).line + 1;
    const text = source.slice(pos, end);
    if (kind === ts.SyntaxKind.MultiLineCommentTrivia) {
      const inner = text.replace(/^\/\*+/, "").replace(/\*+\/$/, "");
      comments.push(withoutExamples(linesOf(inner, line, /^\s*\* ?/)));
    } else {
      const comment = { line, text: text.replace(/^\/\/+ ?/, "") };
      const above = comments.at(-1);
      const isAlone = /(?:^|\n)[ \t]*$/.test(source.slice(0, pos));
      if (isAlone && line === below && above !== undefined) {
        above.push(comment);
      } else {
        comments.push([comment]);
      }
      below = isAlone ? line + 1 : -1;
    }
  }
  return comments;
}

function linesOf(text: string, first: number, mark = /^(?!)/): Line[] {
  return text.split("\n").map((line, index) => ({ line: first + index, text: line.replace(mark, "") }));
}

/** Drops each `@example` with its code. Every other tag starts a paragraph, without the name that it is about. */
function withoutExamples(lines: readonly Line[]): Line[] {
  const kept: Line[] = [];
  let isExample = false;
  for (const { line, text } of lines) {
    const [, tag, rest = ""] = /^\s*@(\w+)\s*(.*)$/.exec(text) ?? [];
    if (tag !== undefined) {
      isExample = tag === "example";
      const about = /^(param|typeParam|property)$/.test(tag) ? /^[\w.]+\s*(-\s*)?/ : /^(?!)/;
      kept.push({ line, text: "" }, { line, text: isExample ? "" : rest.replace(about, "") });
    } else if (!isExample) {
      kept.push({ line, text });
    }
  }
  return kept;
}

function paragraphsOf(lines: readonly Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [[]];
  let fence = "";
  for (const { line, text } of lines) {
    const [, mark = ""] = /^\s*(`{3,}|~{3,})/.exec(text) ?? [];
    const isNew = paragraphs.at(-1)?.length === 0;
    if (fence !== "" || mark !== "") {
      fence = fence === "" ? mark : text.trim() === fence ? "" : fence;
      paragraphs.push([]);
    } else if (text.trim() === "" || (isNew && /^(?: {4}|\t)/.test(text))) {
      paragraphs.push([]);
    } else if (/^\s*\|/.test(text)) {
      const cells = text.split(/(?<!\\)\|/).slice(1, -1);
      paragraphs.push(...cells.flatMap((cell) => phrasesOf(cell, line)), []);
    } else if (/^- \*\*[^*]+\*\*:/.test(text)) {
      paragraphs.push(...phrasesOf(text.replace(/^- /, ""), line), []);
    } else if (/^#+ /.test(text)) {
      paragraphs.push([{ line, text: text.replace(/^#+ /, "") }], []);
    } else {
      const item = text.replace(/^\s*(?:>|[-*+]|\d+[.)])\s+/, "");
      if (item !== text) {
        paragraphs.push([]);
      }
      paragraphs.at(-1)?.push({ line, text: item });
    }
  }
  return paragraphs.filter(({ length }) => length > 0);
}

/** A table cell, or a list item with a label, is a list of phrases. */
function phrasesOf(text: string, line: number): Paragraph[] {
  return text.split(/;\s/).map((phrase) => [{ line, text: phrase }]);
}

/** Code, links and addresses read as one word, so that their punctuation ends no sentence. */
function prose(text: string): string {
  const word = (match: string) => `Code${match.replace(/[^\n]/g, "")}`;
  return text
    .replace(/(`+)(?!`).*?\1/gs, word)
    .replace(/\{@\w+\s[^}]*\}/g, word)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\bhttps?:\/\/[^\s)]+/g, word)
    .replace(/\*\*|__/g, "");
}

// A point after one of these ends no sentence.
const abbreviation = /\b(?:e\.g|i\.e|vs|cf|approx)$/i;

function sentencesOf(paragraph: Paragraph): Sentence[] {
  const text = prose(paragraph.map((line) => line.text).join("\n"));
  const lineAt = (position: number) => {
    const passed = text.slice(0, position).split("\n").length - 1;
    return paragraph[passed]?.line ?? 0;
  };
  const sentences: Sentence[] = [];
  let start = 0;
  const end = (position: number) => {
    const sentence = text.slice(start, position);
    const first = start + sentence.length - sentence.trimStart().length;
    if (/[\p{L}\p{N}]/u.test(sentence)) {
      sentences.push({ line: lineAt(first), text: sentence.trim().replace(/\s+/g, " ") });
    }
    start = position;
  };
  for (const { 0: stop, index } of text.matchAll(/[.!?]["')\]]*(?=\s+["'([]*[\p{Lu}\p{N}])/gu)) {
    if (!abbreviation.test(text.slice(start, index))) {
      end(index + stop.length);
    }
  }
  end(text.length);
  return sentences;
}
