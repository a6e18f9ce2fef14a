import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Diagnostics } from "../diagnostics";
import {
  isMap,
  mapMembers,
  mapValue,
  type PropertyMap,
  Signature,
  secret,
  signatureOf,
  UNKNOWN,
} from "../property-value";
import { Callbacks } from "./callbacks";
import { createGoal, type Goal, readGoal } from "./goal";
import { Hooks } from "./hooks";
import {
  defaultProvider,
  inheritedProvider,
  isProviderType,
  Packages,
  type PluginRequest,
  providerReference,
  providerUrn,
  serves,
} from "./providers";
import type { Resource } from "./resource";
import { ShuttingDown } from "./rpc";
import { fromStruct } from "./struct";
import { applyTransforms, optionsOf, withDependencies } from "./transforms";
import { packageOf, STACK_TYPE } from "./urn";

/** What a deployment is about. */
export interface DeploymentContext {
  readonly project: string;
  readonly stack: string;
  readonly config: ReadonlyMap<string, string>;
  /** Whether unknown secrets went into the program as text, so that text may hold one. */
  readonly unknownText: boolean;
}

/**
 * Looks at each resource when its inputs are final, and may change them.
 *
 * @param provider - the provider that would manage it
 */
export type Inspect = (resource: Resource, provider: Resource | undefined) => Promise<void>;

/** The resources of a program, as they register: the heart of the engine's part in a first preview. */
export class Deployment {
  /** All resources, in the order of their registration. */
  readonly resources = new Map<string, Resource>();
  readonly callbacks = new Callbacks();
  readonly packages = new Packages();
  readonly hooks: Hooks;
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  /** URN of the stack itself, once registered. */
  root = "";
  /** Whether a registration was refused. */
  failed = false;
  private readonly providersOf = new Map<string, ReadonlyMap<string, string>>();
  private readonly transformsOf = new Map<string, readonly Callback[]>();
  private readonly defaults = new Map<string, Promise<string>>();

  constructor(
    readonly context: DeploymentContext,
    private readonly diagnostics: Diagnostics,
    private readonly inspect: Inspect,
  ) {
    this.hooks = new Hooks(this.callbacks, diagnostics);
  }

  /** Registers a resource, and answers when its inputs are final. */
  async register(request: RegisterResourceRequest): Promise<Resource> {
    const parent = request.getParent();
    const type = request.getType();
    const managed = request.getCustom() || request.getRemote();
    const inherited = this.inherit(request, this.resources.get(parent));
    const options = optionsOf(request, managed ? this.resolveProvider(request, inherited) : inherited);
    const ownTransforms = request.getTransformsList();
    const dependencies = Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, value]) => [key, value.getUrnsList()]),
    );
    const properties = this.received(fromStruct(request.getObject()));
    const transforms = [...ownTransforms, ...this.parentTransforms(parent), ...this.stackTransforms];
    const registration = await applyTransforms(
      {
        type,
        name: request.getName(),
        custom: request.getCustom(),
        parent,
        properties: ownTransforms.length > 0 ? withDependencies(properties, dependencies) : properties,
        options,
      },
      transforms,
      this.callbacks,
    );
    if (!request.getCustom()) {
      this.inheritProviders(parent, registration.options.getProvidersMap());
    }
    const provider =
      managed && !isProviderType(type) ? await this.providerFor(request, registration.options.getProvider()) : "";
    const resource = createGoal({
      context: this.context,
      request,
      registration,
      provider,
      dependencies: ownTransforms.length > 0 ? {} : dependencies,
      parentAliases: this.resources.get(parent)?.aliases ?? [],
    });
    await this.add(resource);
    this.transformsOf.set(resource.urn, ownTransforms);
    if (!resource.custom) {
      this.providersOf.set(resource.urn, new Map(registration.options.getProvidersMap().entries()));
    }
    return resource;
  }

  /** Takes in a resource that exists already; its state is unknown here. */
  async read(request: ReadResourceRequest): Promise<Resource> {
    const type = request.getType();
    const plugin = this.packages.plugin(request.getPackageref(), {
      package: packageOf(type),
      version: request.getVersion(),
      downloadUrl: request.getPlugindownloadurl(),
    });
    const provider = isProviderType(type) ? "" : request.getProvider() || (await this.defaultReference(plugin));
    const resource = readGoal(this.context, request, provider, this.received(fromStruct(request.getProperties())));
    await this.add(resource);
    return resource;
  }

  /** Attaches the outputs that a component, or the stack, registers at its end. */
  registerOutputs(urn: string, outputs: PropertyMap): void {
    const resource = this.resources.get(urn);
    if (resource === undefined) {
      throw new Error(`outputs registered for '${urn}', which is no resource`);
    }
    resource.outputs = this.received(outputs);
  }

  /** The reference of the provider that serves a request which names none. */
  defaultReference(plugin: PluginRequest): Promise<string> {
    const description = defaultProvider(this.context.stack, this.context.project, plugin, this.context.config);
    const known = this.defaults.get(description.urn) ?? this.addDefaultProvider(description);
    this.defaults.set(description.urn, known);
    return known;
  }

  /** The provider resource behind a reference. */
  provider(reference: string): Resource | undefined {
    return this.resources.get(providerUrn(reference));
  }

  private async addDefaultProvider(description: ReturnType<typeof defaultProvider>): Promise<string> {
    await this.add({
      ...description,
      operation: "create",
      custom: true,
      remote: false,
      parent: "",
      id: UNKNOWN,
      outputs: description.inputs,
      provider: "",
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
      implicit: true,
    });
    return providerReference(description.urn);
  }

  private async add(resource: Goal): Promise<void> {
    if (this.resources.has(resource.urn)) {
      this.refuse(`Duplicate resource URN '${resource.urn}'; try giving it a unique name`, resource.urn);
    }
    this.resources.set(resource.urn, resource);
    if (resource.type === STACK_TYPE) {
      this.root = resource.urn;
    }
    await this.hooks.run(resource.hooks?.beforeCreate ?? [], resource, false);
    await this.inspect(resource, this.provider(resource.provider));
    if (resource.custom && resource.operation !== "read") {
      resource.outputs = plannedOutputs(resource);
    }
    await this.hooks.run(resource.hooks?.afterCreate ?? [], resource, true);
  }

  private refuse(message: string, urn: string): never {
    this.failed = true;
    this.diagnostics.add("error", message, urn);
    throw new ShuttingDown(message);
  }

  // What the program did not say about a resource, its parent says.
  private inherit(request: RegisterResourceRequest, parent: Resource | undefined): string {
    if (parent === undefined) {
      return request.getProvider();
    }
    if (request.getDeletedwith() === "") {
      request.setDeletedwith(parent.deletedWith);
    }
    if (!request.hasProtect() && parent.protect !== undefined) {
      request.setProtect(parent.protect);
    }
    if (!request.hasRetainondelete() && parent.retainOnDelete !== undefined) {
      request.setRetainondelete(parent.retainOnDelete);
    }
    const local = !request.getRemote() && !request.getCustom();
    const inheritable = local || serves(parent.provider, packageOf(request.getType()));
    return request.getProvider() || (inheritable ? parent.provider : "");
  }

  private resolveProvider(request: RegisterResourceRequest, named: string): string {
    const packageName = packageOf(request.getType());
    const own = named || request.getProvidersMap().get(packageName);
    return own || inheritedProvider(request.getParent(), packageName, this.providersOf);
  }

  private inheritProviders(
    parent: string,
    providers: { has(key: string): boolean; set(key: string, value: string): unknown },
  ) {
    for (const [name, reference] of this.providersOf.get(parent) ?? []) {
      if (!providers.has(name)) {
        providers.set(name, reference);
      }
    }
  }

  private providerFor(request: RegisterResourceRequest, named: string): Promise<string> | string {
    if (named !== "") {
      return named;
    }
    return this.defaultReference(
      this.packages.plugin(request.getPackageref(), {
        package: packageOf(request.getType()),
        version: request.getVersion(),
        downloadUrl: request.getPlugindownloadurl(),
      }),
    );
  }

  private parentTransforms(parent: string): Callback[] {
    const found: Callback[] = [];
    for (let urn = parent; urn !== ""; urn = this.resources.get(urn)?.parent ?? "") {
      found.push(...(this.transformsOf.get(urn) ?? []));
    }
    return found;
  }

  private received(properties: PropertyMap): PropertyMap {
    if (!this.context.unknownText) {
      return properties;
    }
    return mapMembers(properties, (value) =>
      mapValue(value, (inner) => (typeof inner === "string" && inner.includes(UNKNOWN) ? UNKNOWN : inner)),
    );
  }
}

/**
 * What a provider plans for a new resource: its inputs, and everything else unknown (which the SDK makes of what is not
 * there).
 */
function plannedOutputs(resource: Resource): PropertyMap {
  const outputs: PropertyMap = { ...resource.inputs };
  for (const key of resource.additionalSecretOutputs) {
    const value = outputs[key] ?? UNKNOWN;
    outputs[key] = isMap(value) && signatureOf(value) === Signature.secret ? value : secret(value);
  }
  return outputs;
}
