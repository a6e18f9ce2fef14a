/** Effect of a policy violation. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

const LEVELS: ReadonlyMap<string, Level> = new Map(
  (["advisory", "mandatory", "remediate", "disabled"] as const).map((level) => [level, level]),
);

/** The level of that name. */
export function levelNamed(name: unknown): Level | undefined {
  return typeof name === "string" ? LEVELS.get(name) : undefined;
}
