/**
 * Whether `text` matches an IAM pattern, in which `*` is any run of characters and `?` is any one. Linear in
 * practice for any pattern: an expression made from a pattern with many stars would backtrack for ever.
 */
export function globMatches(pattern: string, text: string): boolean {
  let textAt = 0;
  let patternAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (textAt < text.length) {
    if (pattern[patternAt] === "*") {
      starAt = patternAt++;
      resumeAt = textAt;
    } else if (pattern[patternAt] === "?" || pattern[patternAt] === text[textAt]) {
      patternAt++;
      textAt++;
    } else if (starAt >= 0) {
      patternAt = starAt + 1;
      textAt = ++resumeAt;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternAt));
}

/** The same without regard to case, as AWS compares the names of actions. */
export function globMatchesIgnoringCase(pattern: string, text: string): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase());
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Text that no name contains, long enough for any sane run of `?`: what matches it matches anything. */
export const anything = "\u0001".repeat(40);

/** Whether some text matches both of two patterns. */
export function globsOverlap(one: string, other: string): boolean {
  // Row by row: whether what is left of one pattern and of the other can be the same text.
  let below = Array.from({ length: other.length + 1 }, (_, at) => /^\**$/.test(other.slice(at)));
  for (let from = one.length - 1; from >= 0; from--) {
    const row = [...below];
    const star = one[from] === "*";
    row[other.length] = star && below[other.length] === true;
    for (let at = other.length - 1; at >= 0; at--) {
      const skipsOne = below[at] === true;
      const skipsOther = row[at + 1] === true;
      row[at] =
        star || other[at] === "*" ? skipsOne || skipsOther : matchesOne(one[from], other[at]) && below[at + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

function matchesOne(one: string | undefined, other: string | undefined): boolean {
  return one === other || one === "?" || other === "?";
}
