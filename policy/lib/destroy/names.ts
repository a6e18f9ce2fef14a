import { nameWords } from "../facts/name-words";

const destroyWords = ["destroy", "teardown", "decommission"];
const previewWords = ["preview", "plan", "dry", "diff", "check", "verify", "list", "show"];

/** Whether names say that their owner destroys, and not that it previews a destroy. */
export function saysItDestroys(...names: readonly string[]): boolean {
  const words = names.flatMap(nameWords);
  return words.some(isDestroyWord) && !words.some((word) => previewWords.includes(word));
}

/** Whether a word means destroying. */
export function isDestroyWord(word: string): boolean {
  return destroyWords.includes(word);
}
