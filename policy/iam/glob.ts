/**
 * Whether a text matches an IAM pattern, where `*` is any run of characters and `?` is any one character. It does not
 * backtrack as a regular expression would, so that many stars cost little.
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

/** Whether a text matches a pattern in any case, as AWS compares the names of actions. */
export function globMatchesIgnoringCase(pattern: string, text: string): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase());
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** A text that no name contains, long enough for any sane run of `?`. A pattern that matches it matches anything. */
export const anything = "\u0001".repeat(40);

/** Whether some text matches both of two patterns. */
export function globsOverlap(one: string, other: string): boolean {
  if (!hasWildcard(other)) {
    return hasWildcard(one) ? globMatches(one, other) : one === other;
  }
  if (!hasWildcard(one)) {
    return globMatches(other, one);
  }
  // Each row tells whether the rests of both patterns can be the same text.
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
