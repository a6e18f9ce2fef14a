import { status } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, ConstructRequest, GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { PropertyMap } from "../base/property-value";
import { call, connect } from "./rpc";
import { fromStruct, toStruct } from "./struct";
import type { Registration } from "./transforms";

/**
 * Starts the provider of a package in a folder of this machine, and returns its address; undefined for a package without
 * such a folder.
 */
export type StartComponentProvider = (packageName: string) => Promise<string> | undefined;

/** Surroundings of constructed components. */
export interface ComponentContext {
  readonly project: string;
  readonly stack: string;
  readonly config: ReadonlyMap<string, string>;
  /** Keys of the settings that are secret. */
  readonly secretKeys: readonly string[];
  /** Address of the resource monitor, at which providers register the children of components. */
  readonly monitorAddress: string;
  readonly startComponentProvider: StartComponentProvider;
}

/** A component whose provider refuses its inputs. The message names the component and its problems. */
export class RefusedInputs extends Error {
  override readonly name = "RefusedInputs";
}

/** Constructs remote components by the providers of the project's own packages. */
export class ComponentProviders {
  private readonly servers = new Map<string, Promise<ReturnType<typeof connect>> | undefined>();

  constructor(private readonly context: ComponentContext) {}

  /**
   * Constructs a component, whose provider registers it with its children.
   *
   * @param dependencies - URNs of the resources that each input depends on
   * @returns the URN and the outputs; undefined if no folder has the provider
   * @throws {RefusedInputs} when the provider lists problems of the inputs
   * @throws {Error} with the message of the provider
   */
  async construct(
    packageName: string,
    { type, name, parent, properties, options }: Registration,
    dependencies: Readonly<Record<string, readonly string[]>>,
  ): Promise<{ readonly urn: string; readonly outputs: PropertyMap } | undefined> {
    const server = this.server(packageName);
    if (server === undefined) {
      return undefined;
    }
    const { project, stack, config, secretKeys, monitorAddress } = this.context;
    const request = new ConstructRequest();
    request.setProject(project);
    request.setStack(stack);
    request.setDryrun(true);
    request.setParallel(16);
    request.setMonitorendpoint(monitorAddress);
    request.setType(type);
    request.setName(name);
    request.setParent(parent);
    request.setInputs(toStruct(properties));
    request.setDependenciesList(options.getDependsOnList());
    request.setAliasesList(options.getAliasesList());
    request.setIgnorechangesList(options.getIgnoreChangesList());
    request.setReplaceonchangesList(options.getReplaceOnChangesList());
    request.setConfigsecretkeysList([...secretKeys]);
    request.setAcceptsOutputValues(true);
    if (options.hasProtect()) {
      request.setProtect(options.getProtect() === true);
    }
    if (options.hasRetainOnDelete()) {
      request.setRetainondelete(options.getRetainOnDelete() === true);
    }
    for (const [key, urns] of Object.entries(dependencies)) {
      const dependency = new ConstructRequest.PropertyDependencies();
      dependency.setUrnsList([...urns]);
      request.getInputdependenciesMap().set(key, dependency);
    }
    for (const [key, provider] of options.getProvidersMap().entries()) {
      request.getProvidersMap().set(key, provider);
    }
    for (const [key, value] of config) {
      request.getConfigMap().set(key, value);
    }
    try {
      const response = await call(await server, ResourceProviderService.construct, request);
      return { urn: response.getUrn(), outputs: fromStruct(response.getState()) };
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      throw LISTS_PROBLEMS.test(error.details)
        ? new RefusedInputs(error.details)
        : new Error(`${type} resource '${name}' has a problem: ${error.details}`);
    }
  }

  /** The schema of a package, as its provider states it; undefined if no folder has the provider. */
  async schema(packageName: string): Promise<string | undefined> {
    const server = this.server(packageName);
    if (server === undefined) {
      return undefined;
    }
    const response = await call(await server, ResourceProviderService.getSchema, new GetSchemaRequest());
    return response.getSchema();
  }

  /** Closes the connections to the providers. */
  close(): void {
    for (const server of this.servers.values()) {
      server?.then(
        (client) => client.close(),
        () => undefined,
      );
    }
  }

  private server(packageName: string): Promise<ReturnType<typeof connect>> | undefined {
    if (!this.servers.has(packageName)) {
      this.servers.set(packageName, this.context.startComponentProvider(packageName)?.then(configured));
    }
    return this.servers.get(packageName);
  }
}

async function configured(address: string): Promise<ReturnType<typeof connect>> {
  const client = connect(address);
  const request = new ConfigureRequest();
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  await call(client, ResourceProviderService.configure, request);
  return client;
}

// A failure of the provider itself comes with the same code, and lists nothing.
const LISTS_PROBLEMS = /^.+ has (?:a problem|\d+ problems):\n/;

function isRefusal(error: unknown): error is { readonly details: string } {
  return error instanceof Error && "code" in error && error.code === status.UNKNOWN && "details" in error;
}
