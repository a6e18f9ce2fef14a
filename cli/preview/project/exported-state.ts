import { PreviewError } from "../base/error";
import type { PropertyMap } from "../base/property-value";
import { BARE_RESOURCE } from "../engine/goal";
import type { Resource } from "../engine/resource";
import { parseUrn } from "../engine/urn";
import { readJsonFile } from "./json-file";
import { isRecord } from "./yaml-file";

/**
 * Reads the resources of a file that `pulumi stack export` wrote. Secrets stay encrypted: their values are never read.
 *
 * @throws {PreviewError} when the file is no exported stack
 */
export function readExportedState(file: string): readonly Resource[] {
  const content = readJsonFile(file);
  const deployment = isRecord(content) ? content.deployment : undefined;
  if (!isRecord(deployment)) {
    throw new PreviewError(`${file}: no exported stack. Write it with "pulumi stack export --file ${file}".`);
  }
  const entries = Array.isArray(deployment.resources) ? deployment.resources : [];
  return entries.filter(isRecord).flatMap((entry) => {
    const { urn, type } = entry;
    // A resource that is pending deletion has a newer entry with the same URN.
    return typeof urn !== "string" || typeof type !== "string" || entry.delete === true
      ? []
      : [resourceOf(urn, type, entry)];
  });
}

function resourceOf(urn: string, type: string, entry: Readonly<Record<string, unknown>>): Resource {
  const text = (key: string) => (typeof entry[key] === "string" ? entry[key] : "");
  const dependencies = isRecord(entry.propertyDependencies) ? entry.propertyDependencies : {};
  return {
    ...BARE_RESOURCE,
    ...{ urn, type, name: parseUrn(urn).name },
    operation: entry.external === true ? "read" : "create",
    custom: entry.custom === true,
    parent: text("parent"),
    id: text("id"),
    provider: text("provider"),
    inputs: propertiesOf(entry.inputs),
    outputs: propertiesOf(entry.outputs),
    protect: entry.protect === true ? true : undefined,
    propertyDependencies: Object.fromEntries(
      Object.entries(dependencies).map(([key, urns]) => [key, Array.isArray(urns) ? urns.map(String) : []]),
    ),
  };
}

function propertiesOf(value: unknown): PropertyMap {
  // JSON of a state is made of property values.
  return isRecord(value) ? JSON.parse(JSON.stringify(value)) : {};
}
