import { nameWords } from "../facts/name-words";

const destroyWords = ["destroy", "teardown", "decommission"];
const previewWords = ["preview", "plan", "dry", "diff", "check", "verify", "list", "show"];

/** Whether names say that what bears them destroys, and not that it shows what would be destroyed. */
export function saysItDestroys(...names: readonly string[]): boolean {
  const words = names.flatMap(nameWords);
  return words.some(isDestroyWord) && !words.some((word) => previewWords.includes(word));
}

/** Whether a word is one for destroying. */
export function isDestroyWord(word: string): boolean {
  return destroyWords.includes(word);
}
