import { randomUUID } from "node:crypto";
import type { RegisterPackageRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type PropertyMap, secret, UNKNOWN, withoutPlaceholders } from "../base/property-value";
import { makeUrn, parseUrn } from "./urn";

/** Plugin that a resource or invoke requests. */
export interface PluginRequest {
  readonly package: string;
  /** Version; empty for any. */
  readonly version: string;
  readonly downloadUrl: string;
}

const DYNAMIC_PACKAGES: ReadonlySet<string> = new Set(["pulumi-nodejs", "pulumi-python"]);
const PROVIDER_TYPE_PREFIX = "pulumi:providers:";

/** Whether the type is a provider's. */
export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_TYPE_PREFIX);
}

/** The package that a provider's type serves; undefined for the type of another resource. */
export function servedPackage(type: string): string | undefined {
  return isProviderType(type) ? type.slice(PROVIDER_TYPE_PREFIX.length) : undefined;
}

/** The URN in a provider reference, `urn::id`; empty for no reference. */
export function providerUrn(reference: string): string {
  return reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
}

/** How resources refer to a provider that does not exist yet. */
export function providerReference(urn: string): string {
  return `${urn}::${UNKNOWN}`;
}

/** The provider that the engine makes for a package when the program names none. */
export interface DefaultProvider {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: PropertyMap;
}

/** Stack and settings of default providers. */
export interface ProviderSettings {
  readonly project: string;
  readonly stack: string;
  readonly config: ReadonlyMap<string, string>;
  /** Keys of the settings that are secret. */
  readonly secretKeys: readonly string[];
}

/** Describes the default provider of a plugin: one per package and version, with the stack's settings as its inputs. */
export function defaultProvider(
  { stack, project, config, secretKeys }: ProviderSettings,
  plugin: PluginRequest,
): DefaultProvider {
  const type = `${PROVIDER_TYPE_PREFIX}${plugin.package}`;
  const version = plugin.version === "" ? "" : `_${plugin.version.replace(/[.+-]/g, "_")}`;
  const name = `default${version}${plugin.downloadUrl === "" ? "" : `_${qualifiedName(plugin.downloadUrl)}`}`;
  // Dynamic providers receive every setting under its full key.
  const prefix = DYNAMIC_PACKAGES.has(plugin.package) ? "" : `${plugin.package}:`;
  const settings = [...config].filter(([key]) => key.startsWith(prefix));
  return {
    urn: makeUrn(stack, project, "", type, name),
    type,
    name,
    inputs: {
      ...Object.fromEntries(
        settings.map(([key, value]) => [
          key.slice(prefix.length),
          secretKeys.includes(key) ? secret(withoutPlaceholders(value)) : withoutPlaceholders(value),
        ]),
      ),
      ...(plugin.version === "" ? {} : { version: plugin.version }),
      ...(plugin.downloadUrl === "" ? {} : { pluginDownloadURL: plugin.downloadUrl }),
    },
  };
}

// As the engine makes a qualified name of a URL.
function qualifiedName(text: string): string {
  return text
    .split("/")
    .filter((part) => part !== "")
    .map((part) => part.replace(/^[^A-Za-z0-9_.-]/, "_").replace(/[^A-Za-z0-9_.-]/g, "_"))
    .join("/");
}

/** Packages that the program registered by reference rather than by name and version. */
export class Packages {
  private readonly references = new Map<string, string>();
  private readonly requests = new Map<string, PluginRequest>();

  /** Registers a package; the same package always has the same reference. */
  register(request: RegisterPackageRequest): string {
    const parameterization = request.getParameterization();
    const plugin: PluginRequest = {
      package: parameterization?.getName() ?? request.getName(),
      version: parameterization?.getVersion() ?? request.getVersion(),
      downloadUrl: request.getDownloadUrl(),
    };
    const key = JSON.stringify(plugin);
    const reference = this.references.get(key) ?? randomUUID();
    this.references.set(key, reference);
    this.requests.set(reference, plugin);
    return reference;
  }

  /** The plugin of a reference, or the plugin that token and version name without one. */
  plugin(reference: string, named: PluginRequest): PluginRequest {
    if (reference === "") {
      return named;
    }
    const plugin = this.requests.get(reference);
    if (plugin === undefined) {
      throw new Error(`unknown provider package '${reference}'`);
    }
    return plugin;
  }
}

/** Whether a provider reference serves a package. */
export function serves(reference: string, packageName: string): boolean {
  return reference !== "" && parseUrn(providerUrn(reference)).type === `${PROVIDER_TYPE_PREFIX}${packageName}`;
}
