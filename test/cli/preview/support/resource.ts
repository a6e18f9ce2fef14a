import { BARE_RESOURCE } from "../../../../cli/preview/engine/goal";
import type { Resource } from "../../../../cli/preview/engine/resource";
import { makeUrn } from "../../../../cli/preview/engine/urn";
import type { PreviewResult } from "../../../../cli/preview/result";

/** URN of the stack that the resources here belong to. */
export const ROOT = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

/** A resource of which a test says only what it is about. */
export function resource(type: string, name: string, given: Partial<Resource> = {}): Resource {
  const parent = given.parent ?? ROOT;
  return {
    ...BARE_RESOURCE,
    urn: makeUrn("dev", "shop", parent, type, name),
    type,
    name,
    operation: "create",
    parent,
    id: "",
    inputs: {},
    outputs: {},
    provider: "",
    ...given,
  };
}

/** The resource of the stack itself. */
export const stackResource = resource("pulumi:pulumi:Stack", "shop-dev", { parent: "", custom: false, urn: ROOT });

/** A preview's result of which a test says only what it is about. */
export function result(given: Partial<PreviewResult> = {}): PreviewResult {
  return {
    project: "shop",
    stack: "dev",
    settings: { file: "Pulumi.dev.yaml", values: [] },
    config: {},
    resources: [stackResource],
    outputs: {},
    packs: [],
    diagnostics: [],
    gaps: [],
    maskSecrets: (text) => text,
    duration: 1234,
    status: 0,
    ...given,
  };
}
