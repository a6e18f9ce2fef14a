const namespacePattern = "[A-Za-z0-9@_-]+";
const variablePattern = "[^{}\\s]+";

/** What a reference looks like, as a part of regular expressions. */
export const referencePattern = `#\\{${namespacePattern}\\.${variablePattern}\\}`;

const references = new RegExp(`#\\{(${namespacePattern})\\.(${variablePattern})\\}`, "g");
const wholeReference = new RegExp(`^${referencePattern}$`);
const brokenReference = new RegExp(`(?!${referencePattern})#\\{[^{}\\r\\n]*\\}?`, "g");

/** One reference to a variable: where it stands, and what it names. */
export interface Reference {
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
}

/** Something that begins as a reference does, and is none: where it stands, and what is written there. */
export interface BrokenReference {
  readonly path: string;
  readonly written: string;
}

/** The references in a value, however deep, with their paths. */
export function referencesIn(value: unknown, path = ""): Reference[] {
  return textsIn(value, path).flatMap((text) =>
    [...text.value.matchAll(references)].map(([, namespace = "", name = ""]) => ({
      path: text.path,
      namespace,
      name,
    })),
  );
}

/** What begins as a reference does and is none, as {@link referencesIn} finds those that are. */
export function brokenReferencesIn(value: unknown, path = ""): BrokenReference[] {
  return textsIn(value, path).flatMap((text) =>
    [...text.value.matchAll(brokenReference)].map(([written]) => ({
      path: text.path,
      written,
    })),
  );
}

/** Whether a text is one reference and nothing besides. */
export function isReference(text: string): boolean {
  return wholeReference.test(text);
}

function textsIn(value: unknown, path: string): { readonly path: string; readonly value: string }[] {
  if (typeof value === "string") {
    return [{ path, value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => textsIn(item, path === "" ? key : `${path}.${key}`));
  }
  return [];
}

/** A text in which `*` stands for each reference, for documents about what only the execution knows. */
export function withoutReferences(text: string): string {
  return text.replace(/#\{[^{}]+\}/g, "*");
}
