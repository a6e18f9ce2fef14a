/** Multiplies the runs of properties: 1 in `npm test`, more in `npm run test:full`. */
export const effort = Number(process.env.TEST_EFFORT ?? "1");

/** Number of runs of a property of long pipelines. Shrinking a counterexample stops after half a minute. */
export function runs(numRuns: number) {
  return { numRuns: numRuns * effort, interruptAfterTimeLimit: 30_000 * effort };
}
