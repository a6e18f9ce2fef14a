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
