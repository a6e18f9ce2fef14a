/** One reference to a variable: where it stands, and what it names. */
export interface Reference {
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
}

/** The references in a value, however deep, with their paths. */
export function referencesIn(value: unknown, path = ""): Reference[] {
  if (typeof value === "string") {
    return [...value.matchAll(/#\{([A-Za-z0-9@_-]+)\.([^{}\s]+)\}/g)].map(([, namespace = "", name = ""]) => ({
      path,
      namespace,
      name,
    }));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => referencesIn(item, `${path}[${index}]`));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => referencesIn(item, path === "" ? key : `${path}.${key}`));
  }
  return [];
}

/** A text in which `*` stands for each reference, for documents about what only the execution knows. */
export function withoutReferences(text: string): string {
  return text.replace(/#\{[^{}]+\}/g, "*");
}
