import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sentence, sentencesOfComments, sentencesOfMarkdown } from "./sentences";

const root = join(__dirname, "../..");
const mostWords = 25;

/** Finds the sentences of a file that a reader in a hurry must read twice. Each finding names file, line and reason. */
export function unclearSentences(file: string, text: string): string[] {
  const sentences = file.endsWith(".md") ? sentencesOfMarkdown(text) : sentencesOfComments(text, file);
  return sentences.flatMap((sentence) =>
    problemsOf(sentence.text).map((problem) => `${file}:${sentence.line}: ${problem}: ${excerpt(sentence)}`),
  );
}

function problemsOf(sentence: string): string[] {
  // A quotation, such as a message, is not the page's own sentence.
  const words = sentence
    .replace(/"[^"]+"/g, "quotation")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [, opening] = /^[^\p{L}\p{N}]*(what|whoever|that|which)\b/iu.exec(sentence) ?? [];
  return [
    ...(opening !== undefined && words.length > 1 ? [`starts with "${opening}"`] : []),
    ...(/^[^\p{L}\p{N}]*it(?:'s| is| was)\b[^,;:]*\bthat\b/iu.test(sentence) ? ['has the form "It is ... that"'] : []),
    ...(words.length > mostWords ? [`has ${words.length} words, of at most ${mostWords}`] : []),
  ];
}

function excerpt({ text }: Sentence): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** The pages and sources that git knows or would add, below the given paths. */
function filesIn(paths: readonly string[]): string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...paths];
  return execFileSync("git", list, { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(?:md|[cm]?[jt]s)$/.test(file) && existsSync(join(root, file)));
}

if (require.main === module) {
  const found = filesIn(process.argv.slice(2)).flatMap((file) =>
    unclearSentences(file, readFileSync(join(root, file), "utf8")),
  );
  process.stdout.write(found.map((finding) => `${finding}\n`).join(""));
  process.exitCode = found.length === 0 ? 0 : 1;
}
