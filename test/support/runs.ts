/** How often a property of long pipelines is tried. A counterexample shrinks for minutes, so that half of one is enough. */
export function runs(numRuns: number) {
  return { numRuns, interruptAfterTimeLimit: 30_000 };
}
