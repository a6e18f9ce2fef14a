import { z } from "zod";
import type { Problem } from "./problem";
import { isRecord, schemaProblems } from "./vocabulary";

/** The readable parts of a value: any key may be absent, and a list keeps its positions. */
export type Lenient<T> = T extends readonly (infer Item)[]
  ? (Lenient<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Lenient<T[Key]> | undefined }
    : T;

/** Result of reading an input with a schema. */
export interface Reading<T> {
  /** The value with its defaults; absent if the schema refuses the input. */
  readonly value: T | undefined;
  /** The value, or its readable parts: one mistake does not hide another one elsewhere. */
  readonly parts: Lenient<T> | undefined;
  readonly problems: readonly Problem[];
}

/** How a reader treats text and numbers of the right type that break a pattern or a limit. */
export interface LenientOptions {
  /**
   * Whether such values are left out.
   * @default true
   */
  readonly constraints?: boolean;
}

/** Reads an input with a schema, once. */
export function readInput<S extends z.ZodType>(schema: S, input: unknown): Reading<z.output<S>> {
  const { success, data } = schema.safeParse(input);
  return success
    ? { value: data, parts: data as Lenient<z.output<S>>, problems: [] }
    : { value: undefined, parts: readLeniently(schema, input), problems: schemaProblems(schema, input) };
}

/** Drops problems at places that the schema refuses already: one problem a place is enough. */
export function unlessRefused(refused: readonly Problem[], problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ path }) => !refused.some((known) => isWithin(known.path, path) || isWithin(path, known.path)),
  );
}

/** Whether one path is another one, or lies inside it. */
export function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/**
 * Reads the parts of an input that fit a schema. Unknown keys, refused parts and rules between keys are passed over:
 * {@link schemaProblems} reports them.
 */
export function readLeniently<S extends z.ZodType>(
  schema: S,
  input: unknown,
  options: LenientOptions = {},
): Lenient<z.output<S>> | undefined {
  return read(schema, input, options) as Lenient<z.output<S>> | undefined;
}

type Schema = z.core.$ZodType;

function read(schema: Schema, input: unknown, options: LenientOptions): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return input === undefined ? undefined : read(schema.unwrap(), input, options);
  }
  if (schema instanceof z.ZodDefault) {
    return (input === undefined ? undefined : read(schema.unwrap(), input, options)) ?? schema.def.defaultValue;
  }
  if (schema instanceof z.ZodObject) {
    return readKeys(input, Object.entries<Schema>(schema.shape), options);
  }
  if (schema instanceof z.ZodRecord) {
    const keys = Object.keys(isRecord(input) ? input : {}).filter((key) => accepts(schema.keyType, key));
    return readKeys(
      input,
      keys.map((key) => [key, schema.valueType] as const),
      options,
    );
  }
  if (schema instanceof z.ZodArray) {
    return Array.isArray(input) ? input.map((item) => read(schema.element, item, options)) : undefined;
  }
  if (schema instanceof z.ZodUnion) {
    return readUnion(schema, input, options);
  }
  const leaf = options.constraints === false && schema instanceof z.ZodType ? unconstrained(schema) : schema;
  return z.safeParse(leaf, input).data;
}

function readKeys(input: unknown, schemas: readonly (readonly [string, Schema])[], options: LenientOptions) {
  if (!isRecord(input)) {
    return undefined;
  }
  const entries = schemas.map(([key, schema]) => [key, read(schema, Reflect.get(input, key), options)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Reads the member that the input means: the one that its discriminator names, or the one with the most readable keys. */
function readUnion(union: z.ZodUnion, input: unknown, options: LenientOptions): unknown {
  const key = union instanceof z.ZodDiscriminatedUnion ? union.def.discriminator : undefined;
  const meant = union.options.filter(
    ({ _zod: { propValues } }) =>
      key === undefined ||
      (isRecord(input) && propValues?.[key]?.has(Reflect.get(input, key) as z.core.util.Primitive)),
  );
  const readings = meant.map((member) => read(member, input, options)).filter((reading) => reading !== undefined);
  return readings.sort((one, other) => keyCount(other) - keyCount(one))[0];
}

function keyCount(value: unknown): number {
  return isRecord(value) ? Object.keys(value).length : 0;
}

function unconstrained(schema: z.ZodType): z.ZodType {
  return schema.clone({ ...schema.def, checks: [] });
}

function accepts(schema: Schema, input: unknown): boolean {
  return z.safeParse(schema, input).success;
}
