import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import { nearest } from "../schema/nearest";
import { refuse } from "../schema/refuse";
import { readInputs } from "./inputs";
import schema from "./schema.json";
import type { PackageSpec } from "./schema-types";

const spec: PackageSpec = schema;

/**
 * Constructs the components of this package for programs in other languages. Each component registers the same resources
 * as in a TypeScript program.
 */
export class ComponentProvider implements Provider {
  readonly version = spec.version;
  readonly #cancellation = new AbortController();

  getSchema(): Promise<string> {
    return Promise.resolve(JSON.stringify(schema));
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    this.#cancellation.signal.throwIfAborted();
    const component = spec.resources[type];
    if (component === undefined) {
      throw new pulumi.RunError(unknownType(type));
    }
    // The components load AWS's classes, which GetSchema does not need.
    const { createComponent }: typeof import("./components") = require("./components");
    const className = type.slice(type.lastIndexOf(":") + 1);
    const { value, problems } = await this.#unlessCanceled(readInputs(spec, component, inputs));
    refuse(`${className} ${name}`, problems);
    this.#cancellation.signal.throwIfAborted();
    return createComponent(className, name, value, options, Object.keys(component.properties));
  }

  /** Ends constructs that wait for inputs, and refuses new ones. */
  cancel(): Promise<void> {
    this.#cancellation.abort(new pulumi.RunError("The deployment was canceled."));
    return Promise.resolve();
  }

  #unlessCanceled<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#cancellation;
    return Promise.race([
      work,
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    ]);
  }
}

function unknownType(type: string): string {
  const types = Object.keys(spec.resources);
  const meant = nearest(type, types);
  return meant === undefined
    ? `${type} is no component of ${spec.name}. Its components are ${types.join(", ")}.`
    : `${type} is no component of ${spec.name}. Did you mean ${meant}?`;
}
