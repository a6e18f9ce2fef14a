/** Whether `text` matches an IAM pattern, in which `*` is any run of characters and `?` is any one. */
export function globMatches(pattern: string, text: string): boolean {
  return globExpression(pattern, "").test(text);
}

/** The same without regard to case, as AWS compares the names of actions. */
export function globMatchesIgnoringCase(pattern: string, text: string): boolean {
  return globExpression(pattern, "i").test(text);
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function globExpression(pattern: string, flags: string): RegExp {
  const body = pattern
    // A run of stars matches as one star does, and would make the expression backtrack for ever.
    .replace(/\*+/g, "*")
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${body}$`, `s${flags}`);
}
