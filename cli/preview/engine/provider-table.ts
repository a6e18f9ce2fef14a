import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UNKNOWN } from "../base/property-value";
import { BARE_RESOURCE } from "./goal";
import { defaultProvider, isProviderType, Packages, type PluginRequest, providerReference } from "./providers";
import type { Resource } from "./resource";
import { packageOf } from "./urn";

/** A request that names its plugin by version, or by the reference of a package. */
interface PluginNaming {
  getPackageref(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
}

/** Assigns providers to resources and functions. */
export class ProviderTable {
  readonly packages = new Packages();
  private readonly components = new Map<string, ReadonlyMap<string, string>>();
  private readonly defaults = new Map<string, Promise<string>>();

  constructor(
    private readonly context: {
      readonly project: string;
      readonly stack: string;
      readonly config: ReadonlyMap<string, string>;
      readonly secretKeys: readonly string[];
    },
    private readonly add: (provider: Resource) => Promise<void>,
  ) {}

  /** The provider that a request names, itself or through its parents; empty for the default one. */
  named(request: RegisterResourceRequest): string {
    const packageName = packageOf(request.getType());
    return (
      request.getProvider() ||
      request.getProvidersMap().get(packageName) ||
      (this.components.get(request.getParent())?.get(packageName) ?? "")
    );
  }

  /** The reference of the provider that manages resources of a type, or answers a function; empty for a provider itself. */
  async serving(token: string, request: PluginNaming, named: string): Promise<string> {
    if (named !== "" || isProviderType(token)) {
      return isProviderType(token) ? "" : named;
    }
    return await this.default(
      this.packages.plugin(request.getPackageref(), {
        package: packageOf(token),
        version: request.getVersion(),
        downloadUrl: request.getPlugindownloadurl(),
      }),
    );
  }

  /** Remembers the providers of a component for its children: its own, and its parent's for other packages. */
  remember(component: string, parent: string, providers: Iterable<readonly [string, string]>): void {
    this.components.set(component, new Map([...(this.components.get(parent) ?? []), ...providers]));
  }

  private default(plugin: PluginRequest): Promise<string> {
    refuseDisabled(plugin.package, this.context.config);
    const description = defaultProvider(this.context, plugin);
    const known = this.defaults.get(description.urn) ?? this.addDefault(description);
    this.defaults.set(description.urn, known);
    return known;
  }

  private async addDefault(description: ReturnType<typeof defaultProvider>): Promise<string> {
    await this.add({
      ...BARE_RESOURCE,
      ...description,
      operation: "create",
      parent: "",
      id: UNKNOWN,
      outputs: description.inputs,
      provider: "",
      implicit: true,
    });
    return providerReference(description.urn);
  }
}

// https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers
function refuseDisabled(packageName: string, config: ReadonlyMap<string, string>): void {
  const disabled: unknown = JSON.parse(config.get("pulumi:disable-default-providers") ?? "[]");
  const concerned = Array.isArray(disabled) && (disabled.includes("*") || disabled.includes(packageName));
  if (concerned && packageName !== "pulumi") {
    throw new Error(`the default provider of package "${packageName}" is disabled: name an explicit provider`);
  }
}
