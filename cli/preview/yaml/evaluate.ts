import type * as pulumi from "@pulumi/pulumi";
import type { ResolvedTypes } from "./check";
import type { Problem } from "./document";
import type { Access, Expression, Invoke } from "./expression";
import { compute, type FunctionName, nameOfType } from "./functions";
import { goText } from "./go-text";

/** The SDK that runs the program. */
export type Sdk = typeof pulumi;

/** Ends the evaluation of one entry whose problem is reported. */
export class Refused extends Error {
  override readonly name = "Refused";
}

// The SDK takes an object with this member for an unknown value.
const UNKNOWN_MARK = "__pulumiUnknown";

/** Values that the expressions of a program refer to. */
export interface Scope {
  /** The value behind a name; undefined for an entry that has failed. */
  lookUp(name: string): { readonly value: unknown } | undefined;
  /** Members of resources that the SDK does not declare. */
  isLoose(resource: pulumi.Resource): boolean;
}

/** Evaluates the expressions of a program. Results are plain values, outputs and resources. */
export class Evaluator {
  private readonly stacks = new Map<string, pulumi.StackReference>();
  /** Whether the value of an output is being computed, when the program has gone on. */
  private isLate = false;

  /**
   * @param file - name of the program's file in messages
   * @param problems - receives problems of plain values; those of outputs end the program
   */
  constructor(
    private readonly sdk: Sdk,
    private readonly scope: Scope,
    private readonly functions: ResolvedTypes["functions"],
    private readonly file: string,
    private readonly problems: Problem[],
  ) {}

  evaluate(expression: Expression): unknown {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "list":
        return expression.items.map((item) => this.evaluate(item));
      case "object":
        return this.object(expression.members, expression.line);
      case "symbol":
        return this.reference(expression.access, expression.line);
      case "text": {
        const parts = expression.parts.flatMap(({ text, access }) =>
          access === undefined ? [text] : [text, this.reference(access, expression.line)],
        );
        return this.lift(parts, (values) => values.map(this.textOf(expression.line)).join(""));
      }
      case "invoke":
        return this.invoke(expression);
      case "call":
        return this.call(expression.name, expression.args, expression.line);
      case "assets": {
        const members = [...expression.members].map(([key, member]) => [key, this.evaluate(member)] as const);
        return new this.sdk.asset.AssetArchive(Object.fromEntries(members) as pulumi.asset.AssetMap);
      }
    }
  }

  /**
   * Calls a provider's function.
   *
   * @param defaultProvider - the provider of a call that names none
   */
  invoke(invoke: Invoke, defaultProvider?: pulumi.Resource): unknown {
    const { token, args, options, returns, line } = invoke;
    const given = args === undefined ? {} : this.evaluate(args);
    const { parent, dependsOn, version, pluginDownloadURL } = options;
    const provider = options.provider === undefined ? defaultProvider : this.resource(options.provider);
    const passed = {
      ...(parent === undefined ? {} : { parent: this.resource(parent) }),
      ...(provider === undefined ? {} : { provider: provider as pulumi.ProviderResource }),
      ...(dependsOn === undefined ? {} : { dependsOn: this.resources(dependsOn) }),
      ...(version === undefined ? {} : { version }),
      ...(pluginDownloadURL === undefined ? {} : { pluginDownloadURL }),
    };
    // Called with the values of outputs: with outputs the SDK waits for the ids of their resources, unlike Pulumi YAML.
    const result = this.lift([given], ([known]) =>
      this.sdk.runtime.invokeOutput(this.functions.get(invoke)?.token ?? token, known as pulumi.Inputs, passed),
    );
    return this.member(result, returns === undefined ? [] : [returns], line);
  }

  /** Evaluates an expression whose value must be a resource. */
  resource(expression: Expression): pulumi.Resource {
    const value = this.evaluate(expression);
    return this.sdk.Resource.isInstance(value) ? value : this.refuse(expression.line, "give a reference to a resource");
  }

  /** Evaluates an expression whose value must be a list of resources. */
  resources(expression: Expression): pulumi.Resource[] {
    const value = this.evaluate(expression);
    return Array.isArray(value) && value.every((member) => this.sdk.Resource.isInstance(member))
      ? value
      : this.refuse(expression.line, "give a list of references to resources");
  }

  /** Reports a problem of a plain value, and ends the evaluation of the entry. */
  refuse(line: number, text: string): never {
    this.problems.push({ line, text });
    throw new Refused(text);
  }

  private object(members: Extract<Expression, { kind: "object" }>["members"], line: number): unknown {
    const keys = members.map(({ key }) => this.evaluate(key));
    const values = members.map(({ value }) => this.evaluate(value));
    return this.lift(keys, (names) =>
      Object.fromEntries(
        names.map((name, index) => [
          typeof name === "string" ? name : this.fail(line, `a key must be text, not ${nameOfType(name)}`),
          values[index],
        ]),
      ),
    );
  }

  private reference([root, ...members]: Access, line: number): unknown {
    const found = this.scope.lookUp(root);
    if (found === undefined) {
      throw new Refused(root);
    }
    return this.member(found.value, members, line);
  }

  /** The member of a value, an output or a resource. Members of unknown values are unknown. */
  private member(value: unknown, path: readonly (string | number)[], line: number): unknown {
    const [name, ...rest] = path;
    if (name === undefined) {
      return value;
    }
    if (this.sdk.Output.isInstance(value)) {
      const output = value as unknown as { apply(read: (value: unknown) => unknown, withUnknowns: boolean): unknown };
      return output.apply((known) => this.inOutput(() => this.member(known, path, line)), true);
    }
    if (this.sdk.Resource.isInstance(value)) {
      const own = (value as unknown as Readonly<Record<string, unknown>>)[name];
      return this.member(own === undefined || this.scope.isLoose(value) ? (own ?? this.unknown()) : own, rest, line);
    }
    if (isUnknown(value)) {
      return value;
    }
    if (Array.isArray(value)) {
      if (typeof name !== "number") {
        return this.fail(line, `a list has no member ${name}. Give an index, such as [0]`);
      }
      return name >= 0 && name < value.length
        ? this.member(value[name], rest, line)
        : this.fail(line, `index ${name} is outside of a list of ${value.length}`);
    }
    if (typeof value === "object" && value !== null) {
      if (typeof name === "number") {
        return this.fail(line, "an object has no index. Give the name of a member");
      }
      const own = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
      return own === undefined && Object.values(value).some(isUnknown)
        ? this.unknown()
        : this.member(own ?? null, rest, line);
    }
    return this.fail(line, `${nameOfType(value)} has no member ${name}`);
  }

  private call(name: FunctionName, expressions: readonly Expression[], line: number): unknown {
    const args = expressions.map((expression) => this.evaluate(expression));
    const [first, second] = args;
    switch (name) {
      case "secret":
        return this.sdk.secret(first);
      case "unsecret":
        return this.sdk.unsecret(this.sdk.output(first));
      case "stackReference":
        return this.stack(String(first)).getOutput(second as pulumi.Input<string>);
      case "pulumiResourceName":
      case "pulumiResourceType":
        return this.resourceFact(name, first, line);
      case "select":
        return this.lift([first], ([index]) =>
          typeof index === "number" && Number.isInteger(index) && index >= 0
            ? this.member(second, [index], line)
            : this.fail(line, `the index of fn::select must be a whole number from 0, not ${goText(index)}`),
        );
      default:
        return this.lift(args, (values) => compute(name, values, this.sdk.asset, (text) => this.fail(line, text)));
    }
  }

  private resourceFact(name: "pulumiResourceName" | "pulumiResourceType", value: unknown, line: number): string {
    if (!this.sdk.Resource.isInstance(value)) {
      return this.fail(line, `fn::${name} needs a reference to a resource`);
    }
    const { __name, __pulumiType } = value as unknown as { readonly __name: string; readonly __pulumiType: string };
    return name === "pulumiResourceName" ? __name : __pulumiType;
  }

  private stack(name: string): pulumi.StackReference {
    const known = this.stacks.get(name) ?? new this.sdk.StackReference(name, { name });
    this.stacks.set(name, known);
    return known;
  }

  private textOf(line: number): (value: unknown) => string {
    return (value) =>
      this.sdk.Resource.isInstance(value)
        ? this.fail(line, "a resource is no text. Give one of its outputs, such as its id")
        : goText(value);
  }

  /** Computes a value from others: at once, or when the outputs among them are known. */
  private lift(values: readonly unknown[], compute: (values: readonly unknown[]) => unknown): unknown {
    return values.some((value) => this.holdsOutput(value))
      ? this.sdk.all([...values]).apply((known) => this.inOutput(() => compute(known)))
      : compute(values);
  }

  private holdsOutput(value: unknown): boolean {
    if (this.sdk.Output.isInstance(value)) {
      return true;
    }
    return (
      (Array.isArray(value) || isPlainObject(value)) && Object.values(value).some((member) => this.holdsOutput(member))
    );
  }

  private inOutput<Result>(compute: () => Result): Result {
    this.isLate = true;
    try {
      return compute();
    } finally {
      this.isLate = false;
    }
  }

  private fail(line: number, text: string): never {
    if (this.isLate) {
      throw new this.sdk.RunError(`${this.file}:${line}: ${text}`);
    }
    return this.refuse(line, text);
  }

  private unknown(): unknown {
    return this.sdk.output({ [UNKNOWN_MARK]: true });
  }
}

function isUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null && UNKNOWN_MARK in value;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
