import type { PropertyMap } from "../base/property-value";

/** What a first deployment would do with a resource. */
export type Operation = "create" | "read" | "import";

/** How long the provider may take, in seconds. */
export interface Timeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/** A resource as the program registered it, after transforms and remediation. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: Operation;
  /** Managed by a provider, rather than a component. */
  readonly custom: boolean;
  /** A component that a provider's plugin would make, with children nobody sees offline. */
  readonly remote: boolean;
  /** URN of the parent; empty for the stack itself and for default providers. */
  readonly parent: string;
  /** Known only for what exists already; empty otherwise. */
  readonly id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  /** The provider's `urn::id`; empty for components and providers. */
  readonly provider: string;
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly deletedWith: string;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly timeouts: Timeouts;
  /** Whether the engine made it by itself: a default provider. */
  readonly implicit: boolean;
}
