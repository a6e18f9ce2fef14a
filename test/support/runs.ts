/** Number of runs of a property of long pipelines. Shrinking a counterexample stops after half a minute. */
export function runs(numRuns: number) {
  return { numRuns, interruptAfterTimeLimit: 30_000 };
}
