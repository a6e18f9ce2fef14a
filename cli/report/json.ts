import type { Diagnostic } from "../preview/base/diagnostics";
import { blinded, isUnknown, mapMembers, type PropertyMap } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import type { PreviewResult } from "../preview/result";

const NANOSECONDS_PER_MILLISECOND = 1_000_000;
const INDENT = 4;

/** Writes the document of `pulumi preview --json` with the policies and the unknown parts of the program added. */
export function jsonReport(result: PreviewResult): string {
  return JSON.stringify(documentOf(result), null, INDENT);
}

/** Writes the documents of many previews, each with its stack and exit status. */
export function jsonReports(results: readonly PreviewResult[]): string {
  const stacks = results.map((result) => ({
    ...{ project: result.project, stack: result.stack, status: result.status },
    ...(result.folder === undefined ? {} : { folder: result.folder }),
    ...documentOf(result),
  }));
  return JSON.stringify({ stacks }, null, INDENT);
}

function documentOf(result: PreviewResult) {
  return {
    config: result.config,
    // The CLI leaves out default providers too.
    steps: result.resources.filter(({ implicit }) => !implicit).map(step),
    diagnostics: result.diagnostics.map(diagnostic),
    duration: Math.round(result.duration * NANOSECONDS_PER_MILLISECOND),
    changeSummary: changeSummary(result.resources),
    maybeCorrupt: false,
    policies: result.packs,
    ...(result.gaps.length === 0 ? {} : { incomplete: result.gaps }),
  };
}

/** Number of resources for each operation. */
export function changeSummary(resources: readonly Resource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, implicit } of resources) {
    if (!implicit) {
      counts[operation] = (counts[operation] ?? 0) + 1;
    }
  }
  return counts;
}

function step(resource: Resource) {
  return {
    op: resource.operation,
    urn: resource.urn,
    ...text("provider", resource.provider),
    newState: {
      urn: resource.urn,
      custom: resource.custom,
      ...text("id", isUnknown(resource.id) ? "" : resource.id),
      type: resource.type,
      ...map("inputs", resource.inputs),
      ...map("outputs", resource.outputs),
      ...text("parent", resource.parent),
      ...flag("protect", resource.protect),
      ...flag("external", resource.operation === "read"),
      ...list("dependencies", resource.dependencies),
      ...text("provider", resource.provider),
      ...propertyDependencies(resource),
      ...list("additionalSecretOutputs", resource.additionalSecretOutputs),
      ...list("aliases", resource.aliases),
      ...(Object.keys(resource.timeouts).length === 0 ? {} : { customTimeouts: resource.timeouts }),
      ...text("importID", resource.operation === "import" ? resource.id : ""),
      ...flag("retainOnDelete", resource.retainOnDelete),
      ...text("deletedWith", resource.deletedWith),
      ...text("sourcePosition", resource.sourcePosition),
      ...list("ignoreChanges", resource.ignoreChanges),
      ...list("replaceOnChanges", resource.replaceOnChanges),
    },
    detailedDiff: null,
  };
}

function diagnostic({ urn, severity, message }: Diagnostic) {
  const prefix = severity === "error" || severity === "warning" ? `${severity}: ` : "";
  return { ...(urn === undefined ? {} : { urn }), message: `${prefix}${message}\n`, severity };
}

function propertyDependencies(resource: Resource) {
  const entries = Object.entries(resource.propertyDependencies);
  return entries.length === 0
    ? {}
    : {
        propertyDependencies: Object.fromEntries(entries.map(([key, urns]) => [key, urns.length === 0 ? null : urns])),
      };
}

// The engine's JSON leaves out empty members.
function text(key: string, value: string) {
  return value === "" ? {} : { [key]: value };
}

function flag(key: string, value: boolean | undefined) {
  return value === true ? { [key]: true } : {};
}

function list(key: string, values: readonly string[]) {
  return values.length === 0 ? {} : { [key]: values };
}

function map(key: string, values: PropertyMap) {
  return Object.keys(values).length === 0 ? {} : { [key]: mapMembers(values, blinded) };
}
