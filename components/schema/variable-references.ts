const namespacePattern = "[A-Za-z0-9@_-]+";
const variablePattern = "[^{}\\s]+";

/** The pattern of a reference, as a part of regular expressions. */
export const referencePattern = `#\\{${namespacePattern}\\.${variablePattern}\\}`;

const references = new RegExp(`#\\{(${namespacePattern})\\.(${variablePattern})\\}`, "g");
const wholeReference = new RegExp(`^${referencePattern}$`);
const brokenReference = new RegExp(`(?!${referencePattern})#\\{[^{}\\r\\n]*\\}?`, "g");

/** One reference to a variable. */
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

/** Finds the references in a value, at any depth, with their paths. */
export function referencesIn(value: unknown, path = ""): Reference[] {
  return textsIn(value, path).flatMap((text) =>
    [...text.value.matchAll(references)].map(([, namespace = "", name = ""]) => ({
      path: text.path,
      namespace,
      name,
    })),
  );
}

/** Finds texts that start like a reference and are none, at any depth, with their paths. */
export function brokenReferencesIn(value: unknown, path = ""): BrokenReference[] {
  return textsIn(value, path).flatMap((text) =>
    [...text.value.matchAll(brokenReference)].map(([written]) => ({
      path: text.path,
      written,
    })),
  );
}

/** Whether a text is exactly one reference. */
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

/** Replaces each reference by `*`, for documents about values that are known at run time only. */
export function withoutReferences(text: string): string {
  return text.replace(/#\{[^{}]+\}/g, "*");
}
