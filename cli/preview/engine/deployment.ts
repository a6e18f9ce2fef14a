import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Diagnostics } from "../base/diagnostics";
import { mapMembers, mapValue, type PropertyMap, type PropertyValue, UNKNOWN } from "../base/property-value";
import { withAssetHashes } from "./assets";
import { Callbacks } from "./callbacks";
import { createGoal, type Goal, readGoal } from "./goal";
import { Hooks } from "./hooks";
import { inheritOptions } from "./inheritance";
import { plannedOutputs } from "./planned-outputs";
import { ProviderTable } from "./provider-table";
import { providerUrn } from "./providers";
import type { Resource } from "./resource";
import { ShuttingDown } from "./rpc";
import { fromStruct } from "./struct";
import { applyTransforms, optionsOf, type Registration, withDependencies } from "./transforms";
import { makeUrn, STACK_TYPE } from "./urn";

const REMOTE = "a remote component: its provider's plugin would make its children, so only the real engine knows them";
const EXISTING = "exists already: its state is read from its provider, so only the real engine knows it";

/** What every request for a resource says. */
interface ResourceNaming {
  getParent(): string;
  getType(): string;
  getName(): string;
}

/** What a deployment is about. */
export interface DeploymentContext {
  readonly project: string;
  readonly stack: string;
  readonly config: ReadonlyMap<string, string>;
  /** Where the program runs. */
  readonly programDirectory: string;
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
  readonly hooks: Hooks;
  readonly providers: ProviderTable;
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  /** URN of the stack itself, once registered. */
  root = "";
  /** Whether a registration was refused. */
  failed = false;
  private readonly transformsOf = new Map<string, readonly Callback[]>();

  constructor(
    readonly context: DeploymentContext,
    private readonly diagnostics: Diagnostics,
    private readonly inspect: Inspect,
  ) {
    this.hooks = new Hooks(this.callbacks, diagnostics);
    this.providers = new ProviderTable(context, (provider) => this.add(provider));
  }

  /** Registers a resource, and answers when its inputs are final. */
  register(request: RegisterResourceRequest): Promise<Resource> {
    return this.attempt(request, async () => {
      inheritOptions(request, this.resources.get(request.getParent()));
      const managed = request.getCustom() || request.getRemote();
      const dependencies = propertyDependencies(request);
      const registration = await this.transformed(request, dependencies, managed ? this.providers.named(request) : "");
      const provider = managed
        ? await this.providers.serving(registration.type, request, registration.options.getProvider())
        : "";
      const resource = createGoal({
        context: this.context,
        request,
        registration,
        provider,
        // The properties name them by then.
        dependencies: request.getTransformsList().length > 0 ? {} : dependencies,
        parentAliases: this.resources.get(registration.parent)?.aliases ?? [],
      });
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

  /** Takes in a resource that exists already; its state is unknown here. */
  read(request: ReadResourceRequest): Promise<Resource> {
    return this.attempt(request, async () => {
      const provider = await this.providers.serving(request.getType(), request, request.getProvider());
      const resource = readGoal(this.context, request, provider, this.received(fromStruct(request.getProperties())));
      await this.add(resource);
      this.diagnostics.add("info", EXISTING, resource.urn);
      return resource;
    });
  }

  /** Attaches the outputs that a component, or the stack, registers at its end. */
  registerOutputs(urn: string, outputs: PropertyMap): void {
    const resource = this.resources.get(urn);
    if (resource === undefined) {
      throw new Error(`outputs registered for '${urn}', which is no resource`);
    }
    resource.outputs = this.received(outputs);
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
      resource.outputs = plannedOutputs(resource);
    }
    await this.hooks.run(resource.hooks?.afterCreate ?? [], resource, true);
  }

  // A refused resource ends the preview with a message of its own; the program, which cannot help it, is sent home.
  private async attempt(named: ResourceNaming, work: () => Promise<Resource>): Promise<Resource> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ShuttingDown) {
        throw error;
      }
      this.failed = true;
      const { stack, project } = this.context;
      const urn = makeUrn(stack, project, named.getParent(), named.getType(), named.getName());
      const reason = error instanceof Error && "details" in error ? error.details : error;
      this.diagnostics.add("error", reason instanceof Error ? reason.message : String(reason), urn);
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
    const { unknownText, programDirectory } = this.context;
    return mapMembers(properties, (value) =>
      withAssetHashes(unknownText ? withoutUnknownText(value) : value, programDirectory),
    );
  }
}

// Text that was put together from an unknown secret is unknown too.
function withoutUnknownText(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => (typeof inner === "string" && inner.includes(UNKNOWN) ? UNKNOWN : inner));
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries = [...request.getPropertydependenciesMap().entries()];
  return Object.fromEntries(entries.map(([key, value]) => [key, value.getUrnsList()]));
}
