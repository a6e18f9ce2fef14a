/** Several rules ask the same of a text. The texts of a stack are few, and a pack may judge many stacks. */
const mostTexts = 1000;

/** A function of a text that computes each result once, as long as the text is among the last thousand or so. */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) {
      return known;
    }
    const result = compute(text);
    if (results.size >= mostTexts) {
      results.clear();
    }
    results.set(text, result);
    return result;
  };
}
