import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import {
  isMap,
  type PropertyMap,
  type PropertyValue,
  revealed,
  Signature,
  secret,
  signatureOf,
} from "../base/property-value";
import { call, connect } from "./rpc";
import { fromStruct, toStruct } from "./struct";

/** Starts the SDK's server of dynamic providers and returns its address. */
export type StartDynamicProvider = () => Promise<string>;

/** Type prefix of resources with a provider in the program's code. */
const DYNAMIC_TYPE = /^pulumi-nodejs:dynamic(?:\/|:)/;

/** Runs the `check` of dynamic providers, which is code of the program and runs in every preview. */
export class DynamicProviders {
  private server: Promise<ReturnType<typeof connect>> | undefined;

  /**
   * @param start - starts the server when the first dynamic resource registers
   * @param config - settings by `namespace:name`, which providers receive in `configure`
   */
  constructor(
    private readonly start: StartDynamicProvider,
    private readonly config: ReadonlyMap<string, string>,
  ) {}

  /**
   * The inputs that a resource's `check` returns; the given inputs for resources of other providers.
   *
   * @throws {Error} with every failure that `check` reports
   */
  async checked(resource: {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly inputs: PropertyMap;
  }): Promise<PropertyMap> {
    if (!DYNAMIC_TYPE.test(resource.type)) {
      return resource.inputs;
    }
    this.server ??= this.connected();
    const request = new CheckRequest();
    request.setUrn(resource.urn);
    request.setOlds(toStruct({}));
    request.setNews(toStruct(revealed(resource.inputs) as PropertyMap));
    const response = await call(await this.server, ResourceProviderService.check, request);
    const failures = response.getFailuresList();
    if (failures.length > 0) {
      const reasons = failures.map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
      throw new Error(`${resource.type} resource '${resource.name}' has invalid inputs: ${reasons.join("; ")}`);
    }
    return marked(fromStruct(response.getInputs()), resource.inputs) as PropertyMap;
  }

  /** Closes the connection to the server. */
  close(): void {
    this.server?.then(
      (client) => client.close(),
      () => undefined,
    );
  }

  private async connected(): Promise<ReturnType<typeof connect>> {
    const client = connect(await this.start());
    const request = new ConfigureRequest();
    request.setArgs(toStruct(Object.fromEntries(this.config)));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    await call(client, ResourceProviderService.configure, request);
    return client;
  }
}

/** Marks the parts of a checked value that were secret before. */
function marked(value: PropertyValue, before: PropertyValue | undefined): PropertyValue {
  if (isMap(before) && signatureOf(before) === Signature.secret) {
    return secret(value);
  }
  if (Array.isArray(value) && Array.isArray(before)) {
    return value.map((element, index) => marked(element, before[index]));
  }
  return isMap(value) && isMap(before)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, marked(member, before[key])]))
    : value;
}
