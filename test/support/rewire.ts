/** What a sample finds where it comes to stand. */
export interface Surroundings {
  /** The artifacts that are there, by the names that the sample has for them. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** A reference to a variable that is there. */
  readonly reference: string;
  /** The account and region that it works in. */
  readonly account: string;
  readonly region: string;
}

/** Keys whose text may hold references, beside those whose samples do. */
const readers = ["CustomData", "UserParameters", "Description", "CacheControl", "BuildspecOverride", "Revision"];

/** A value of a sample as it is somewhere else: with the artifacts, the variables and the roles of that place. */
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

/** A configuration as it is somewhere else, where texts that may do so read a variable. */
export function rewireAll(values: object, place: Surroundings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const rewired = rewire(value, place);
      return [key, readers.includes(key) && !String(value).includes("#{") ? `${rewired} ${place.reference}` : rewired];
    }),
  );
}
