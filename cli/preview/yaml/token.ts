/** A type of a resource, as its package declares it. */
export interface ResourceType {
  /** The whole token, such as `aws:s3/bucket:Bucket`. */
  readonly token: string;
  readonly isComponent: boolean;
  /** Inputs by name; whether the package requires them. */
  readonly inputs: ReadonlyMap<string, boolean>;
  readonly outputs: ReadonlySet<string>;
  /** Inputs and outputs that are secret. */
  readonly secrets: ReadonlySet<string>;
  /** File of the SDK's class, and its name; absent for a type that only a schema declares. */
  readonly source?: Source;
}

/** A function of a provider, as its package declares it. */
export interface ProviderFunction {
  readonly token: string;
  readonly inputs: ReadonlySet<string>;
}

/** The types and functions of a package. */
export interface PackageTypes {
  resourceType(token: string): ResourceType | undefined;
  providerType(token: string): ResourceType | undefined;
  providerFunction(token: string): ProviderFunction | undefined;
  /** Tokens that a misspelt one may mean. */
  similar(token: string): readonly string[];
}

/** A file of an SDK and the name that it exports. */
export interface Source {
  readonly file: string;
  readonly name: string;
}

/** Whether a text has the form of a token, with or without a module. */
export function isToken(text: string): boolean {
  return /^[^:]+:[^:]+(?::[^:]+)?$/.test(text);
}

/**
 * The tokens that a short token may stand for, in the order in which Pulumi YAML tries them. `aws:s3:Bucket` stands for
 * `aws:s3/bucket:Bucket`, and `random:RandomPet` for `random:index/randompet:RandomPet`. The case does not matter.
 */
export function candidates(token: string): readonly string[] {
  const parts = token.split(":");
  const [packageName = "", module = "", name = ""] = parts.length === 2 ? [parts[0], "index", parts[1]] : parts;
  const full = `${packageName}:${module}:${name}`;
  return [...new Set([token, full, `${packageName}:${module}/${name.toLowerCase()}:${name}`])];
}

/** Whether two tokens are the same but for their case. */
export function sameToken(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
