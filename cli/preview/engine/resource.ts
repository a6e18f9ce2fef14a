import type { PropertyMap } from "../base/property-value";

/** Operation of a first deployment on a resource. */
export type Operation = "create" | "read" | "import";

/** Timeouts of the provider, in seconds. */
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
  /** Whether a provider manages it; a component is not managed. */
  readonly custom: boolean;
  /** Whether it is a component that a provider's plugin makes. Its children are unknown offline. */
  readonly remote: boolean;
  /** URN of the parent; empty for the stack itself and for default providers. */
  readonly parent: string;
  /** ID of an existing resource; empty for a resource to create. */
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
  /** Place in the program: `project:///index.ts#12,3`; empty when the program does not tell. */
  readonly sourcePosition: string;
}
