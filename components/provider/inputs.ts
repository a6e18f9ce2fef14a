import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, outputReason, schemaProblems } from "../schema/vocabulary";
import type { ComponentSpec, ObjectSpec, PackageSpec, TypeSpec } from "./schema-types";

/** The inputs of a component with its problems. */
export interface InputReading {
  readonly value: pulumi.Inputs;
  readonly problems: readonly Problem[];
}

/**
 * Reads the inputs that the engine sends. Plain arguments decide which resources exist, so their values must be known;
 * all other arguments stay outputs. Refuses unknown keys and values of other types, which a compiler refuses elsewhere.
 */
export async function readInputs(
  spec: PackageSpec,
  component: ComponentSpec,
  inputs: pulumi.Inputs,
): Promise<InputReading> {
  const reader = new InputReader(spec);
  const value = await reader.readObject(
    { properties: component.inputProperties, required: component.requiredInputs ?? [] },
    inputs,
    "",
  );
  return { value: Object(value), problems: reader.problems };
}

/** Schemas whose messages say which kind of value a type takes. */
const kinds: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  integer: z.int(),
  number: z.number(),
  boolean: z.boolean(),
  array: z.array(z.unknown()),
  object: z.record(z.string(), z.unknown()),
};

class InputReader {
  readonly problems: Problem[] = [];
  readonly #spec: PackageSpec;

  constructor(spec: PackageSpec) {
    this.#spec = spec;
  }

  read(type: TypeSpec, input: unknown, path: string): Promise<unknown> {
    if (pulumi.Output.isInstance(input)) {
      return type.plain === true ? this.#readOutput(type, input, path) : Promise.resolve(input);
    }
    if (pulumi.isUnknown(input)) {
      return type.plain === true ? this.#refuse(path, outputReason) : Promise.resolve(pulumi.output(input));
    }
    if (type.$ref === anyValue) {
      return this.#readAny(input, path);
    }
    const kind = this.#kindOf(type, input);
    const problems = schemaProblems(
      kinds[kind.$ref === undefined ? (kind.type ?? "object") : "object"] ?? z.unknown(),
      input,
    );
    if (problems.length > 0) {
      return this.#refuse(path, problems.map(({ reason }) => reason).join("; "));
    }
    if (Array.isArray(input)) {
      return Promise.all(input.map((item, index) => this.read(kind.items ?? {}, item, `${path}[${index}]`)));
    }
    if (typeof input === "object" && input !== null) {
      const object = kind.$ref && this.#spec.types[kind.$ref.replace("#/types/", "")];
      return object
        ? this.readObject(object, input, path)
        : this.#readMap(kind.additionalProperties ?? {}, input, path);
    }
    return Promise.resolve(input);
  }

  async readObject({ properties, required = [] }: ObjectSpec, input: object, path: string): Promise<object> {
    const given = Object.fromEntries(
      Object.entries(input).filter(([, value]) => value !== undefined && value !== null),
    );
    const keys = allowedKeys(Object.fromEntries(Object.keys(properties).map((key) => [key, z.unknown().optional()])));
    this.problems.push(...within(path, schemaProblems(keys, given)));
    const entries = Object.entries(properties).map(async ([key, property]) => {
      const isRead = key in given || required.includes(key);
      return isRead ? [[key, await this.read(property, given[key], joined(path, key))] as const] : [];
    });
    return Object.fromEntries((await Promise.all(entries)).flat());
  }

  async #readMap(type: TypeSpec, input: object, path: string): Promise<object> {
    const entries = Object.entries(input).map(
      async ([key, value]) => [key, await this.read(type, value, joined(path, key))] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Reads a value that the component checks with its own schema. */
  #readAny(input: unknown, path: string): Promise<unknown> {
    const any: TypeSpec = { $ref: anyValue, plain: true };
    if (Array.isArray(input)) {
      return Promise.all(input.map((item, index) => this.read(any, item, `${path}[${index}]`)));
    }
    return typeof input === "object" && input !== null ? this.#readMap(any, input, path) : Promise.resolve(input);
  }

  async #readOutput(type: TypeSpec, output: pulumi.Output<unknown>, path: string): Promise<unknown> {
    const { value, isSecret } = await settle(output);
    return isSecret ? this.#refuse(path, secretReason) : this.read(type, value, path);
  }

  /** The member of a union that takes a value of this kind. */
  #kindOf(type: TypeSpec, input: unknown): TypeSpec {
    const { oneOf } = type;
    return oneOf?.find((member) => this.#takes(member, input)) ?? oneOf?.[0] ?? type;
  }

  #takes({ type = "object" }: TypeSpec, input: unknown): boolean {
    return kinds[type]?.safeParse(input).success === true;
  }

  #refuse(path: string, reason: string): Promise<undefined> {
    this.problems.push({ path, reason });
    return Promise.resolve(undefined);
  }
}

const anyValue = "pulumi.json#/Any";

const secretReason =
  "is a secret, and it would be shown in plain text. Give the name of a parameter or a secret of AWS, or a value that is no secret";

interface Settled {
  readonly value: unknown;
  readonly isSecret: boolean;
}

/** Waits for an output. Unknown parts of its value stay unknown. */
async function settle(output: pulumi.Output<unknown>): Promise<Settled> {
  const sent = await pulumi.runtime.serializeProperty("input", output);
  const isSecret = pulumi.runtime.isRpcSecret(sent);
  return {
    value:
      sent === undefined
        ? undefined
        : pulumi.runtime.deserializeProperty(isSecret ? pulumi.runtime.unwrapRpcSecret(sent) : sent, true),
    isSecret,
  };
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** The resources that an input is an output of. */
export async function resourcesOf(input: unknown): Promise<pulumi.Resource[]> {
  const resources = new Set<pulumi.Resource>();
  await pulumi.runtime.serializeProperty("input", input, resources);
  return [...resources];
}
