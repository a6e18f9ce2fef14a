import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import {
  dependenciesOf,
  mapMembers,
  type PropertyMap,
  plainOutputs,
  plainReferences,
  secret,
  UNKNOWN,
} from "../base/property-value";
import { aliasUrns } from "./aliases";
import { isProviderType } from "./providers";
import type { Resource } from "./resource";
import { sourcePosition } from "./source-position";
import { readTimeouts } from "./timeouts";
import type { Registration } from "./transforms";
import { makeUrn } from "./urn";

/** A resource that is about to be added, with the hooks to run around that. */
export interface Goal extends Resource {
  readonly hooks?: { readonly beforeCreate: readonly string[]; readonly afterCreate: readonly string[] };
}

/** Options of a managed resource without any options. */
export const BARE_RESOURCE = {
  custom: true,
  remote: false,
  protect: undefined,
  retainOnDelete: undefined,
  deletedWith: "",
  deleteBeforeReplace: undefined,
  dependencies: [],
  propertyDependencies: {},
  aliases: [],
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  timeouts: {},
  implicit: false,
  sourcePosition: "",
} as const satisfies Partial<Resource>;

interface GoalParts {
  readonly context: { readonly stack: string; readonly project: string; readonly projectRoot: string };
  readonly request: RegisterResourceRequest;
  readonly registration: Registration;
  readonly provider: string;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly parentAliases: readonly string[];
}

/** Makes the resource that a registration, after its transforms, describes. */
export function createGoal({ context, request, registration, provider, dependencies, parentAliases }: GoalParts): Goal {
  const { type, name, parent, options, properties } = registration;
  const hooks = options.getHooks();
  const id = options.getImport();
  const propertyDependencies = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      unique([...(dependencies[key] ?? []), ...dependenciesOf(value)]),
    ]),
  );
  return {
    urn: makeUrn(context.stack, context.project, parent, type, name),
    type,
    name,
    operation: id === "" ? "create" : "import",
    custom: registration.custom,
    remote: request.getRemote(),
    parent,
    id: id === "" && isProviderType(type) ? UNKNOWN : id,
    inputs: {
      ...mapMembers(properties, (value) => {
        const plain = plainOutputs(value);
        // Providers of cloud resources accept no references: their Check returns IDs.
        return registration.custom ? plainReferences(plain) : plain;
      }),
      ...(isProviderType(type) && options.getVersion() !== "" ? { version: options.getVersion() } : {}),
      ...(isProviderType(type) && options.getPluginDownloadUrl() !== ""
        ? { pluginDownloadURL: options.getPluginDownloadUrl() }
        : {}),
    },
    outputs: {},
    // A plugin registers its components itself, and the engine gives components no provider.
    provider: registration.custom ? provider : "",
    protect: options.hasProtect() ? options.getProtect() : undefined,
    retainOnDelete: options.hasRetainOnDelete() ? options.getRetainOnDelete() : undefined,
    deletedWith: options.getDeletedWith(),
    deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
    dependencies: unique([...options.getDependsOnList(), ...Object.values(propertyDependencies).flat()]),
    propertyDependencies,
    aliases: aliasUrns(options.getAliasesList(), { ...context, type, name, parent, parentAliases }),
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    timeouts: readTimeouts(options.getCustomTimeouts()),
    implicit: false,
    sourcePosition: sourcePosition(request, context.projectRoot),
    ...(hooks === undefined
      ? {}
      : { hooks: { beforeCreate: hooks.getBeforeCreateList(), afterCreate: hooks.getAfterCreateList() } }),
  };
}

/** Makes the resource that a read describes: it exists under a known ID, and its state is unknown unless given. */
export function readGoal(
  context: GoalParts["context"],
  request: ReadResourceRequest,
  provider: string,
  properties: PropertyMap,
  state: PropertyMap | undefined,
): Resource {
  const stackReference = request.getType() === "pulumi:pulumi:StackReference";
  const secretOutputs = request.getAdditionalsecretoutputsList().map((key) => [key, secret(UNKNOWN)] as const);
  return {
    ...BARE_RESOURCE,
    urn: makeUrn(context.stack, context.project, request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    name: request.getName(),
    operation: "read",
    parent: request.getParent(),
    id: request.getId(),
    inputs: properties,
    outputs:
      state ??
      (stackReference
        ? { ...properties, outputs: UNKNOWN, secretOutputNames: UNKNOWN }
        : Object.fromEntries(secretOutputs)),
    provider,
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    sourcePosition: sourcePosition(request, context.projectRoot),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
