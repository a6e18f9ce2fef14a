import { z } from "zod";
import { mapOf, readText } from "./aws-map";

/**
 * A configuration in the types of a schema, from one in AWS's: texts alone where its API speaks, anything where a
 * template does. A value that fits no type stays as it is, for the schema to refuse with its path.
 */
export function readConfiguration(schema: z.core.$ZodType, configuration: Readonly<Record<string, unknown>>) {
  const inner = bare(schema);
  const shape = inner instanceof z.ZodObject ? inner.shape : {};
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [key, readValue(bare(shape[key] ?? z.string()), value)]),
  );
}

function readValue(schema: z.core.$ZodType, written: unknown): unknown {
  const value = readText(written);
  if (typeof value !== "string") {
    return value;
  }
  if (schema instanceof z.ZodUnion) {
    const readings = schema.options.map((option) => readValue(bare(option), value));
    return readings.find((reading) => schema.safeParse(reading).success) ?? value;
  }
  if (schema instanceof z.ZodBoolean) {
    return /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
  }
  if (schema instanceof z.ZodNumber) {
    return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  }
  if (schema instanceof z.ZodArray && isText(bare(schema.element))) {
    return value.split(",").map((item) => item.trim());
  }
  return isText(schema) ? value : readJson(value);
}

/** A schema without what is said about its absence. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? bare(schema.unwrap())
    : schema;
}

function isText(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral;
}

/** A text that is no JSON is no answer either: the schema wants a list or a map there and says so. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The configuration of an action or a rule, which may be JSON in a text. */
export function configurationOf(keys: Readonly<Record<string, unknown>> | undefined) {
  const { configuration } = keys ?? {};
  return mapOf(typeof configuration === "string" ? readJson(configuration) : configuration);
}
