/** The place in a pipeline that a sample moves to. */
export interface Surroundings {
  /** Artifacts of the place, by their names in the sample. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** Reference to a variable of the place. */
  readonly reference: string;
  /** Account and region of the place. */
  readonly account: string;
  readonly region: string;
}

/** Keys whose text may hold references although no sample has one there. */
const readers = ["CustomData", "UserParameters", "Description", "CacheControl", "BuildspecOverride", "Revision"];

/** Rewrites a value of a sample with the artifacts, variables and roles of another place. */
export function rewire(value: unknown, place: Surroundings): unknown {
  if (typeof value === "string") {
    const [artifact = "", ...path] = value.split("::");
    return [place.artifacts.get(artifact) ?? artifact, ...path]
      .join("::")
      .replace(/#\{[^{}]+\}/g, () => place.reference)
      .replace(/(?<=^arn:aws:iam::)\d{12}(?=:role\/)/, place.account)
      .replace(/(?<=^arn:aws:(states|kms):)[\w-]+:\d{12}(?=:)/, `${place.region}:${place.account}`);
  }
  if (Array.isArray(value)) {
    return value.map((item) => rewire(item, place));
  }
  return typeof value === "object" && value !== null ? rewireAll(value, place) : value;
}

/** Rewrites a configuration for another place. Texts that may hold references read a variable. */
export function rewireAll(values: object, place: Surroundings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const rewired = rewire(value, place);
      return [key, readers.includes(key) && !String(value).includes("#{") ? `${rewired} ${place.reference}` : rewired];
    }),
  );
}
