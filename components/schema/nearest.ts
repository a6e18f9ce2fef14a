/**
 * Finds the candidate that a misspelt word most likely means; undefined when none is close.
 *
 * Case, hyphens and underscores do not count. A word of 3 or more characters may differ in a third of them, at
 * least in one, or be the start of the candidate.
 *
 * @param maximumEdits - the most characters that may differ; the start of the candidate is no match then
 */
export function nearest(word: string, candidates: readonly string[], maximumEdits?: number): string | undefined {
  const written = plain(word);
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(written, plain(candidate)) }))
    .sort((one, other) => one.distance - other.distance);
  const allowed = written.length < 3 ? 0 : Math.max(1, Math.floor(written.length / 3));
  if (best !== undefined && best.distance <= Math.min(allowed, maximumEdits ?? allowed)) {
    return best.candidate;
  }
  const mayBeStart = written.length >= 3 && maximumEdits === undefined;
  return mayBeStart ? candidates.find((candidate) => plain(candidate).startsWith(written)) : undefined;
}

/** Ends a message by the allowed values, and names the text that a misspelt one most likely means. */
export function withAllowed(before: string, value: unknown, allowed: readonly unknown[]): string {
  const texts = allowed.filter((one) => typeof one === "string");
  const meant = typeof value === "string" ? nearest(value, texts) : undefined;
  const list = allowed.map(String).join(", ");
  return meant === undefined
    ? `${before}: allowed are ${list}`
    : `${before}. Did you mean ${meant}? Allowed are ${list}`;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, "");
}

/** Counts the characters to insert, delete, replace or swap between two words. */
function editDistance(one: string, other: string): number {
  const distances: number[][] = [];
  const between = (i: number, j: number) => (i === 0 ? j : j === 0 ? i : (distances[i]?.[j] ?? 0));
  for (let i = 1; i <= one.length; i++) {
    const row: number[] = [];
    distances[i] = row;
    for (let j = 1; j <= other.length; j++) {
      const [here, there] = [one[i - 1], other[j - 1]];
      const isSwapped = i > 1 && j > 1 && here === other[j - 2] && one[i - 2] === there;
      const steps = [between(i - 1, j) + 1, between(i, j - 1) + 1, between(i - 1, j - 1) + (here === there ? 0 : 1)];
      row[j] = Math.min(...steps, ...(isSwapped ? [between(i - 2, j - 2) + 1] : []));
    }
  }
  return between(one.length, other.length);
}
