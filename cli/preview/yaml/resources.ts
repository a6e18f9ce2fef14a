import { resolve } from "node:path";
import { runInThisContext } from "node:vm";
import type * as pulumi from "@pulumi/pulumi";
import { servedPackage } from "../engine/providers";
import { isRecord } from "../project/yaml-file";
import type { Evaluator, Sdk } from "./evaluate";
import { type Expression, literalMembers } from "./expression";
import type { Property, ResourceDeclaration, ResourceOptions } from "./template";
import type { ResourceType } from "./token";

type Class = new (...args: never[]) => pulumi.Resource;

// The SDK takes the place of a resource from the stack frame that creates it: here a line of the program.
const CONSTRUCTION = "(function resource(type, args) { return (\nnew type(...args)); })";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** A resource to register. */
export interface Registration {
  readonly declaration: ResourceDeclaration;
  /** Undefined for a type whose package is unknown here. */
  readonly type: ResourceType | undefined;
  /** Outputs that the program refers to. */
  readonly referenced: ReadonlySet<string>;
  /** The default provider of the package, and its version. */
  readonly defaultProvider: pulumi.Resource | undefined;
  readonly defaultVersion: string | undefined;
}

/** Registers the resources of a program with the SDK, as the classes of the SDKs do. */
export class Resources {
  constructor(
    private readonly sdk: Sdk,
    private readonly evaluator: Evaluator,
    private readonly file: string,
    /** Loads the export of an SDK's file. */
    private readonly load: (file: string, name: string) => unknown,
  ) {}

  register({ declaration, type, referenced, defaultProvider, defaultVersion }: Registration): pulumi.Resource {
    const { name, get } = declaration;
    const token = type?.token ?? declaration.type;
    const properties = this.properties(get?.state ?? declaration.properties, type);
    const given = this.options(declaration.options);
    const provider = given.provider ?? defaultProvider;
    const options: pulumi.CustomResourceOptions = {
      ...given,
      // Without a version the engine chooses the provider, and not the class of the SDK.
      version: declaration.options.version ?? defaultVersion ?? "",
      ...(provider === undefined ? {} : { provider: provider as pulumi.ProviderResource }),
      ...(get === undefined ? {} : { id: this.evaluator.evaluate(get.id) as pulumi.Input<string> }),
    };
    const create = (made: Class, ...args: unknown[]): pulumi.Resource =>
      runInThisContext(CONSTRUCTION, { filename: resolve(this.file), lineOffset: declaration.line - 2 })(made, args);
    if (token === STACK_REFERENCE) {
      return create(this.sdk.StackReference, name, { name, ...properties }, options);
    }
    const served = servedPackage(token);
    if (served !== undefined) {
      return create(this.sdk.ProviderResource as unknown as Class, served, name, properties, options);
    }
    const custom = this.classOf(type);
    if (custom !== undefined) {
      return create(custom, name, properties, options);
    }
    // The SDK makes an output of each key, also of those without a value.
    const outputs = Object.fromEntries([...(type?.outputs ?? []), ...referenced].map((output) => [output, undefined]));
    return type?.isComponent === true
      ? create(class extends this.sdk.ComponentResource {}, token, name, { ...outputs, ...properties }, options, true)
      : create(class extends this.sdk.CustomResource {}, token, name, { ...outputs, ...properties }, options);
  }

  private classOf(type: ResourceType | undefined): Class | undefined {
    const found = type?.source === undefined ? undefined : this.load(type.source.file, type.source.name);
    // A class beside another copy of the SDK would not reach this engine.
    return typeof found === "function" && found.prototype instanceof this.sdk.Resource ? (found as Class) : undefined;
  }

  private properties(
    properties: readonly Property[] | Expression,
    type: ResourceType | undefined,
  ): Record<string, unknown> {
    const marked = (key: string, value: unknown) =>
      type?.secrets.has(key) === true && value !== undefined ? this.sdk.secret(value) : value;
    if (!("kind" in properties)) {
      return Object.fromEntries(
        properties.map(({ key, value }) => [key, marked(key, this.evaluator.evaluate(value))] as const),
      );
    }
    const all = this.evaluator.evaluate(properties);
    if (this.sdk.Output.isInstance(all)) {
      const members = this.sdk.output(all as pulumi.Output<Readonly<Record<string, unknown>>>);
      return Object.fromEntries(
        [...(type?.inputs.keys() ?? [])].map((key) => [
          key,
          marked(
            key,
            members.apply((value) => value[key]),
          ),
        ]),
      );
    }
    if (!isRecord(all)) {
      return this.evaluator.refuse(properties.line, "properties must be an object");
    }
    return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, marked(key, value)]));
  }

  private options(options: ResourceOptions): pulumi.CustomResourceOptions & pulumi.ComponentResourceOptions {
    const { aliases, customTimeouts, dependsOn, deletedWith, parent, protect, provider, providers } = options;
    const { replaceWith, replacementTrigger, envVarMappings } = options;
    const one = (name: string, expression: Expression | undefined) =>
      expression === undefined ? {} : { [name]: this.evaluator.resource(expression) };
    const many = (name: string, expression: Expression | undefined) =>
      expression === undefined ? {} : { [name]: this.evaluator.resources(expression) };
    return {
      ...copy(options, [
        "additionalSecretOutputs",
        "deleteBeforeReplace",
        "hideDiffs",
        "ignoreChanges",
        "import",
        "pluginDownloadURL",
        "replaceOnChanges",
        "retainOnDelete",
      ]),
      ...one("parent", parent),
      ...one("provider", provider),
      ...one("deletedWith", deletedWith),
      ...many("dependsOn", dependsOn),
      ...many("providers", providers),
      ...many("replaceWith", replaceWith),
      ...(protect === undefined ? {} : { protect: this.flag("protect", protect) }),
      ...(aliases === undefined ? {} : { aliases: this.aliases(aliases) }),
      ...(customTimeouts === undefined ? {} : { customTimeouts: this.texts("customTimeouts", customTimeouts) }),
      ...(replacementTrigger === undefined ? {} : { replacementTrigger: this.evaluator.evaluate(replacementTrigger) }),
      ...(envVarMappings?.kind === "object"
        ? { envVarMappings: this.texts("envVarMappings", Object.fromEntries(literalMembers(envVarMappings))) }
        : {}),
    };
  }

  private aliases(expression: Expression): (pulumi.Alias | string)[] {
    if (expression.kind !== "list") {
      return this.evaluator.refuse(expression.line, "aliases must be a list");
    }
    return expression.items.map((item) => {
      if (item.kind !== "object") {
        return this.text("an alias", item);
      }
      const fields = new Map(literalMembers(item));
      const urn = fields.get("urn");
      if (urn !== undefined) {
        return this.text("urn", urn);
      }
      const texts = ["name", "type", "stack", "project"].flatMap((name) => {
        const value = fields.get(name);
        return value === undefined ? [] : [[name, this.evaluator.evaluate(value)] as const];
      });
      const parent = fields.get("parent");
      const none = fields.get("noParent");
      return {
        ...Object.fromEntries(texts),
        ...(parent === undefined ? {} : { parent: this.evaluator.evaluate(parent) as pulumi.Resource }),
        ...(none !== undefined && this.flag("noParent", none) ? { parent: this.sdk.rootStackResource } : {}),
      };
    });
  }

  private texts(name: string, fields: Readonly<Record<string, Expression>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(fields).map(([key, expression]) => [key, this.text(`${name}.${key}`, expression)]),
    );
  }

  private text(name: string, expression: Expression): string {
    const value = this.evaluator.evaluate(expression);
    return typeof value === "string" ? value : this.evaluator.refuse(expression.line, `${name} must be text`);
  }

  private flag(name: string, expression: Expression): boolean {
    const value = this.evaluator.evaluate(expression);
    return typeof value === "boolean"
      ? value
      : this.evaluator.refuse(expression.line, `${name} must be true or false, and no output`);
  }
}

function copy(options: ResourceOptions, names: readonly (keyof ResourceOptions)[]): object {
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const])),
  );
}
