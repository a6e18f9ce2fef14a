import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Diagnostics } from "../base/diagnostics";
import { readablePlaceholders } from "../base/placeholder";
import { mapMembers, normalReferences, type PropertyMap, withoutPlaceholders } from "../base/property-value";
import type { Gap } from "../gap";
import { withAssetHashes } from "./assets";
import { AutoNames } from "./auto-names";
import { Callbacks } from "./callbacks";
import { ComponentProviders, RefusedInputs, type StartComponentProvider } from "./component-provider";
import { DynamicProviders, type StartDynamicProvider } from "./dynamic-provider";
import { createGoal, type Goal, readGoal } from "./goal";
import { Hooks } from "./hooks";
import { inheritOptions } from "./inheritance";
import { plannedOutputs } from "./planned-outputs";
import { ProviderTable } from "./provider-table";
import { isProviderType, providerUrn } from "./providers";
import type { Resource } from "./resource";
import { ShuttingDown } from "./rpc";
import { type Placed, sourcePlace } from "./source-position";
import { fromStruct } from "./struct";
import { applyTransforms, optionsOf, type Registration, withDependencies } from "./transforms";
import { makeUrn, packageOf, STACK_TYPE } from "./urn";

const REMOTE = "remote component: the provider's plugin makes its children, so this preview does not show them";
const EXISTING = "existing resource: its provider knows its state, so its outputs are unknown here";
// Components of the Kubernetes SDK that ask the provider for the resources to make.
const RENDERED = /^kubernetes:(?:helm\.sh|yaml|kustomize)/;

/** Parent, type and name, as every request for a resource states them. */
interface ResourceNaming extends Placed {
  getParent(): string;
  getType(): string;
  getName(): string;
}

/** Subject of a refusal: the inputs of a component, which its user can correct, or another registration. */
export type Refusal = "inputs" | "registration";

/** State of existing resources, as the user supplied it. */
export type StateOf = (type: string, id: string) => PropertyMap | undefined;

/** Stack and program of a deployment. */
export interface DeploymentContext {
  readonly project: string;
  readonly stack: string;
  readonly config: ReadonlyMap<string, string>;
  /** Keys of the settings that are secret. */
  readonly secretKeys: readonly string[];
  /** Directory of the project file. */
  readonly projectRoot: string;
  /** Directory that the program runs in. */
  readonly programDirectory: string;
  readonly stateOf: StateOf;
  readonly startDynamicProvider: StartDynamicProvider;
  readonly startComponentProvider: StartComponentProvider;
  /** Address of the resource monitor. */
  readonly monitorAddress: string;
}

/**
 * Receives each resource when its inputs are final, and may change them.
 *
 * @param provider - the provider that would manage it
 */
export type Inspect = (resource: Resource, provider: Resource | undefined) => Promise<void>;

/** The resources of a program, in the order of their registration: the core of the engine in a first preview. */
export class Deployment {
  /** All resources, in the order of their registration. */
  readonly resources = new Map<string, Resource>();
  readonly callbacks = new Callbacks();
  readonly hooks: Hooks;
  readonly providers: ProviderTable;
  readonly dynamicProviders: DynamicProviders;
  readonly componentProviders: ComponentProviders;
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  /** URN of the stack itself, once registered. */
  root = "";
  /** The subject of all refusals; undefined without one. */
  refusal: Refusal | undefined;
  private readonly transformsOf = new Map<string, readonly Callback[]>();
  private readonly autoNames: AutoNames;

  constructor(
    readonly context: DeploymentContext,
    private readonly diagnostics: Diagnostics,
    private readonly inspect: Inspect,
  ) {
    this.hooks = new Hooks(this.callbacks, diagnostics);
    this.providers = new ProviderTable(context, (provider) => this.add(provider));
    this.dynamicProviders = new DynamicProviders(context.startDynamicProvider, context.config);
    this.componentProviders = new ComponentProviders(context);
    this.autoNames = new AutoNames(context.programDirectory, autonamingMode(context.config));
  }

  /** Registers a resource. Settles when its inputs are final. */
  register(request: RegisterResourceRequest): Promise<Resource> {
    request.setName(readablePlaceholders(request.getName()));
    return this.attempt(request, async () => {
      inheritOptions(request, this.resources.get(request.getParent()));
      const managed = request.getCustom() || request.getRemote();
      const dependencies = propertyDependencies(request);
      const registration = await this.transformed(request, dependencies, managed ? this.providers.named(request) : "");
      const provider = managed
        ? await this.providers.serving(registration.type, request, registration.options.getProvider())
        : "";
      const constructed = request.getRemote() ? await this.constructed(registration, dependencies) : undefined;
      if (constructed !== undefined) {
        return constructed;
      }
      const resource = createGoal({
        context: this.context,
        request,
        registration,
        provider,
        // Transforms receive properties that name their dependencies themselves.
        dependencies: request.getTransformsList().length > 0 ? {} : dependencies,
        parentAliases: this.resources.get(registration.parent)?.aliases ?? [],
      });
      if (resource.custom && resource.operation === "create" && !isProviderType(resource.type)) {
        resource.inputs = this.autoNames.filled(resource, await this.dynamicProviders.checked(resource));
      }
      await this.add(resource);
      this.transformsOf.set(resource.urn, request.getTransformsList());
      if (!resource.custom) {
        this.providers.remember(resource.urn, resource.parent, registration.options.getProvidersMap().entries());
      }
      if (resource.remote) {
        this.diagnostics.add("info", REMOTE, resource.urn);
      }
      return resource;
    });
  }

  /** Has a remote component made by its provider, which registers it with its children. */
  private async constructed(
    registration: Registration,
    dependencies: Readonly<Record<string, readonly string[]>>,
  ): Promise<Resource | undefined> {
    const made = await this.componentProviders.construct(packageOf(registration.type), registration, dependencies);
    if (made === undefined) {
      return undefined;
    }
    const resource = this.resources.get(made.urn);
    if (resource === undefined) {
      throw new Error(`the provider of ${registration.type} returned ${made.urn}, which it has not registered`);
    }
    resource.outputs = this.received(made.outputs);
    return resource;
  }

  /** Adds an existing resource. Its state is unknown unless the user supplied it. */
  read(request: ReadResourceRequest): Promise<Resource> {
    request.setName(readablePlaceholders(request.getName()));
    request.setId(readablePlaceholders(request.getId()));
    return this.attempt(request, async () => {
      const provider = await this.providers.serving(request.getType(), request, request.getProvider());
      const state = this.context.stateOf(request.getType(), request.getId());
      const properties = this.received(fromStruct(request.getProperties()));
      const resource = readGoal(this.context, request, provider, properties, state);
      await this.add(resource);
      if (state === undefined) {
        this.diagnostics.add("info", EXISTING, resource.urn);
      }
      return resource;
    });
  }

  /** Sets the outputs that a component or the stack registers at its end. */
  registerOutputs(urn: string, outputs: PropertyMap): void {
    const resource = this.resources.get(urn);
    if (resource === undefined) {
      throw new Error(`outputs registered for '${urn}', which is no resource`);
    }
    resource.outputs = this.received(outputs);
  }

  /** Components with children that only the real engine knows. */
  gaps(): Gap[] {
    const parents = new Set([...this.resources.values()].map(({ parent }) => parent));
    return [...this.resources.values()]
      .filter(({ remote, type, urn }) => remote || (RENDERED.test(type) && !parents.has(urn)))
      .map(({ type, name, urn }) => ({ kind: "component", what: `${type} (${name})`, urn }));
  }

  /** The provider resource behind a reference. */
  provider(reference: string): Resource | undefined {
    return this.resources.get(providerUrn(reference));
  }

  private transformed(
    request: RegisterResourceRequest,
    dependencies: Readonly<Record<string, readonly string[]>>,
    provider: string,
  ): Promise<Registration> {
    const own = request.getTransformsList();
    const properties = this.received(fromStruct(request.getObject()));
    return applyTransforms(
      {
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        parent: request.getParent(),
        properties: own.length > 0 ? withDependencies(properties, dependencies) : properties,
        options: optionsOf(request, provider),
      },
      [...own, ...this.parentTransforms(request.getParent()), ...this.stackTransforms],
      this.callbacks,
    );
  }

  private async add(resource: Goal): Promise<void> {
    if (this.resources.has(resource.urn)) {
      throw new Error(`Duplicate resource URN '${resource.urn}'; try giving it a unique name`);
    }
    this.resources.set(resource.urn, resource);
    if (resource.type === STACK_TYPE) {
      this.root = resource.urn;
    }
    await this.hooks.run(resource.hooks?.beforeCreate ?? [], resource, false);
    await this.inspect(resource, this.provider(resource.provider));
    if (resource.custom && resource.operation !== "read") {
      resource.outputs = plannedOutputs(resource, (type) => this.autoNames.inputsOf(type));
    }
    await this.hooks.run(resource.hooks?.afterCreate ?? [], resource, true);
  }

  // A refused resource ends the preview with its own message, and the program ends as the engine's clients do.
  private async attempt(named: ResourceNaming, work: () => Promise<Resource>): Promise<Resource> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ShuttingDown) {
        throw error;
      }
      const isOfInputs = error instanceof RefusedInputs;
      this.refusal = isOfInputs && this.refusal !== "registration" ? "inputs" : "registration";
      const { stack, project, projectRoot } = this.context;
      const urn = makeUrn(stack, project, named.getParent(), named.getType(), named.getName());
      const reason = error instanceof Error && "details" in error ? error.details : error;
      const place = isOfInputs ? sourcePlace(named, projectRoot) : undefined;
      const message = reason instanceof Error ? reason.message : String(reason);
      this.diagnostics.add("error", place === undefined ? message : `${place}: ${message}`, urn);
      throw new ShuttingDown(`${urn} was refused`);
    }
  }

  private parentTransforms(parent: string): Callback[] {
    const found: Callback[] = [];
    for (let urn = parent; urn !== ""; urn = this.resources.get(urn)?.parent ?? "") {
      found.push(...(this.transformsOf.get(urn) ?? []));
    }
    return found;
  }

  private received(properties: PropertyMap): PropertyMap {
    return mapMembers(properties, (value) =>
      normalReferences(withAssetHashes(withoutPlaceholders(value), this.context.programDirectory)),
    );
  }
}

// https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
function autonamingMode(config: ReadonlyMap<string, string>): string | undefined {
  const setting: unknown = JSON.parse(config.get("pulumi:autonaming") ?? "{}");
  if (typeof setting !== "object" || setting === null) {
    return undefined;
  }
  return "pattern" in setting || "providers" in setting
    ? "pattern"
    : "mode" in setting
      ? String(setting.mode)
      : undefined;
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries = [...request.getPropertydependenciesMap().entries()];
  return Object.fromEntries(entries.map(([key, value]) => [key, value.getUrnsList()]));
}
