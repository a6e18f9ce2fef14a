import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import { nearest } from "../schema/nearest";
import type { PackageSpec } from "./schema-types";

const schema = readSchemaFile(join(__dirname, "schema.json"));
const spec: PackageSpec = JSON.parse(schema);

/**
 * Constructs the components of this package for programs in other languages. Each component registers the same resources
 * as in a TypeScript program.
 */
export class ComponentProvider implements Provider {
  readonly version = spec.version;
  readonly #cancellation = new AbortController();
  readonly #canceled: Promise<never>;

  constructor() {
    const { signal } = this.#cancellation;
    this.#canceled = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    // Nobody may be waiting when the deployment is canceled.
    this.#canceled.catch(() => undefined);
  }

  getSchema(): Promise<string> {
    return Promise.resolve(schema);
  }

  async construct(
    name: string,
    type: string,
    inputs: Inputs,
    options: ComponentResourceOptions,
  ): Promise<ConstructResult> {
    this.#cancellation.signal.throwIfAborted();
    const component = spec.resources[type];
    if (component === undefined) {
      throw new RunError(unknownType(type));
    }
    // Loaded when needed: the SDK and AWS's classes take most of the time of a start.
    const { refuse }: typeof import("../schema/refuse") = require("../schema/refuse");
    const { readInputs }: typeof import("./inputs") = require("./inputs");
    const { createComponent }: typeof import("./components") = require("./components");
    const className = type.slice(type.lastIndexOf(":") + 1);
    const { value, problems } = await Promise.race([readInputs(spec, component, inputs), this.#canceled]);
    refuse(`${className} ${name}`, problems);
    this.#cancellation.signal.throwIfAborted();
    return createComponent(className, name, value, options, Object.keys(component.properties));
  }

  /** Ends constructs that wait for inputs, and refuses new ones. */
  cancel(): Promise<void> {
    this.#cancellation.abort(new RunError("The deployment was canceled."));
    return Promise.resolve();
  }
}

function unknownType(type: string): string {
  const types = Object.keys(spec.resources);
  const meant = nearest(type, types);
  return meant === undefined
    ? `${type} is no component of ${spec.name}. Its components are ${types.join(", ")}.`
    : `${type} is no component of ${spec.name}. Did you mean ${meant}?`;
}

/** Reads the text of a package schema. `npm run package` compresses the file, a third better than npm does. */
export function readSchemaFile(file: string): string {
  const text = existsSync(file) ? readFileSync(file) : brotliDecompressSync(readFileSync(`${file}.br`));
  return text.toString("utf8");
}
