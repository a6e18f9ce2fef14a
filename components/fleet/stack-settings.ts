import { type Document, parseDocument } from "yaml";
import type { PlannedEnvironment } from "./plan";

/** The settings of a stack that the fleet decides, by key. */
export function stackSettings({ account, region, config }: PlannedEnvironment): Readonly<Record<string, unknown>> {
  return {
    ...(region !== undefined && { "aws:region": region }),
    ...(account !== undefined && { "aws:allowedAccountIds": [account] }),
    ...config,
  };
}

/** The name of the settings file of a stack. */
export function stackFileName({ stack }: PlannedEnvironment): string {
  return `Pulumi.${stack}.yaml`;
}

/**
 * Lists the settings whose values differ in the file of the stack. Other keys of the file are the stack's own: secrets,
 * and settings that the fleet does not know.
 *
 * @param text - the file of the stack; undefined if there is none
 */
export function staleSettings(environment: PlannedEnvironment, text: string | undefined): string[] {
  return staleIn(documentOf(text), environment).map(([key]) => key);
}

/** Returns the file of a stack with the settings of the fleet. Comments and all other keys stay as they are. */
export function renderStackFile(environment: PlannedEnvironment, text: string | undefined): string {
  const document = documentOf(text);
  for (const [key, value] of staleIn(document, environment)) {
    document.setIn(["config", key], document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}

function documentOf(text = ""): Document {
  return parseDocument(text, { logLevel: "silent" });
}

/** The settings whose values differ in the document, with their values in the fleet. */
function staleIn(document: Document, environment: PlannedEnvironment): [key: string, value: unknown][] {
  const { config = {} } = Object(document.toJS());
  return Object.entries(stackSettings(environment)).filter(
    ([key, value]) => canonical(Object(config)[key]) !== canonical(value),
  );
}

/**
 * A text that two equal values share, whatever the order of their keys. Pulumi keeps a number and a boolean as text, and
 * writes it so into the file.
 */
function canonical(setting: unknown): string {
  const value = typeof setting === "number" || typeof setting === "boolean" ? String(setting) : setting;
  return (
    JSON.stringify(value, (_key, item) =>
      typeof item === "object" && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
        : item,
    ) ?? "absent"
  );
}
