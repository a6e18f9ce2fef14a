/** Most levels of nested groups. A pattern with more counts as loose. */
const deepest = 50;

/**
 * Whether a regular expression holds only for whole texts: each of its alternatives starts with `^` and ends with `$`.
 * A `|` within a group belongs to the group. A group around a whole alternative is judged by its content.
 */
export function isAnchored(pattern: string): boolean {
  return isAnchoredAt(pattern, 0);
}

function isAnchoredAt(pattern: string, depth: number): boolean {
  return depth < deepest && alternatives(pattern).every((alternative) => isAnchoredAlternative(alternative, depth));
}

function isAnchoredAlternative(alternative: string, depth: number): boolean {
  const inner = insideGroup(alternative);
  return inner === undefined ? /^\^.*(?<!\\)(\\\\)*\$$/s.test(alternative) : isAnchoredAt(inner, depth + 1);
}

/** Splits at each `|` outside groups, character classes and escapes. */
function alternatives(pattern: string): string[] {
  const bars = topLevel(pattern).flatMap((isTop, at) => (isTop && pattern[at] === "|" ? [at] : []));
  return [...bars, pattern.length].map((end, index) =>
    pattern.slice(index === 0 ? 0 : (bars[index - 1] ?? 0) + 1, end),
  );
}

/** Returns the content of the group around a whole alternative. */
function insideGroup(alternative: string): string | undefined {
  const top = topLevel(alternative);
  const isOneGroup = alternative.startsWith("(") && alternative.endsWith(")") && !top.slice(1, -1).includes(true);
  return isOneGroup ? alternative.slice(1, -1).replace(/^\?:/, "") : undefined;
}

/** Tells for every character whether it is outside groups, character classes and escapes. Brackets are outside. */
function topLevel(pattern: string): boolean[] {
  let depth = 0;
  let inClass = false;
  let escaped = false;
  return Array.from({ length: pattern.length }, (_, at) => {
    const character = pattern[at];
    if (escaped) {
      escaped = false;
      return false;
    }
    if (character === "\\") {
      escaped = true;
      return false;
    }
    if (inClass) {
      inClass = character !== "]";
      return false;
    }
    inClass = character === "[";
    depth -= character === ")" ? 1 : 0;
    const isTop = depth <= 0 && !inClass;
    depth += character === "(" ? 1 : 0;
    return isTop;
  });
}
