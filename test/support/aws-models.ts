import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pages, requests } from "./aws-requests";
import { type Recorded, unknown } from "./recorder";

/** One shape of a model of AWS: a structure, a list, a map or a scalar. */
interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

interface Model {
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Lists the inputs of recorded resources that AWS's own models refuse. */
export function modelProblems(recorded: readonly Recorded[]): string[] {
  return recorded.flatMap(({ type, name, inputs }) => {
    const found = (requests[type]?.(inputs) ?? []).flatMap(({ service, operation, input }) => {
      const model = modelOf(service);
      return shapeProblems(model, model.inputs[operation] ?? "", input, operation);
    });
    const named = Object.entries(pages[type] ?? {}).flatMap(([input, pattern]) => {
      const value = inputs[input];
      return typeof value === "string" && value !== unknown && !pattern.test(value)
        ? [`${input} is ${show(value)}`]
        : [];
    });
    return [...found, ...named, ...tagProblems(inputs.tags)].map((problem) => `${type} ${name}: ${problem}`);
  });
}

/** The types of resources that {@link modelProblems} judges. */
export const judgedTypes: ReadonlySet<string> = new Set([...Object.keys(requests), ...Object.keys(pages)]);

/** Tags by the strictest services. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
function tagProblems(tags: unknown): string[] {
  return Object.entries(typeof tags === "object" && tags !== null ? tags : {})
    .filter(([key, value]) => !/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(key) || String(value).length > 256)
    .map(([key, value]) => `the tag ${show(key)} is ${show(value)}`);
}

const models = new Map<string, Model>();

function modelOf(service: string): Model {
  const known = models.get(service);
  if (known) {
    return known;
  }
  const model = JSON.parse(readFileSync(join(__dirname, `../fixtures/aws-models/${service}.json`), "utf8")) as Model;
  models.set(service, model);
  return model;
}

function shapeProblems(model: Model, shapeName: string, value: unknown, at: string): string[] {
  const shape = model.shapes[shapeName];
  if (shape === undefined || value === undefined || value === null || value === unknown) {
    return [];
  }
  const size = typeof value === "number" ? value : Array.isArray(value) || typeof value === "string" ? value.length : 0;
  const bounded = ["string", "list", "integer", "long", "blob"].includes(shape.type);
  const own = [
    ...(bounded && shape.min !== undefined && size < shape.min ? [`${at} is ${show(value)}, under ${shape.min}`] : []),
    ...(bounded && shape.max !== undefined && size > shape.max ? [`${at} is ${show(value)}, over ${shape.max}`] : []),
    ...(typeof value === "string" && shape.pattern !== undefined && !matches(shape.pattern, value)
      ? [`${at} is ${show(value)}, and not ${shape.pattern}`]
      : []),
    ...(typeof value === "string" && shape.enum !== undefined && !shape.enum.includes(value)
      ? [`${at} is ${show(value)}, and not one of ${shape.enum.join(", ")}`]
      : []),
  ];
  return [...own, ...partProblems(model, shape, value, at)];
}

function partProblems(model: Model, shape: Shape, value: unknown, at: string): string[] {
  if (Array.isArray(value) && shape.member !== undefined) {
    const { member } = shape;
    return value.flatMap((item, index) => shapeProblems(model, member, item, `${at}[${index}]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  const given = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  const { members = {}, required = [], key: keyShape, value: valueShape } = shape;
  const missing = required
    .filter((name) => (given.get(name.toLowerCase()) ?? undefined) === undefined)
    .map((name) => `${at}.${name} is missing`);
  const ofMembers = Object.entries(members).flatMap(([name, member]) =>
    shapeProblems(model, member, given.get(name.toLowerCase()), `${at}.${name}`),
  );
  const ofMap =
    keyShape === undefined || valueShape === undefined
      ? []
      : Object.entries(value).flatMap(([key, item]) => [
          ...shapeProblems(model, keyShape, key, `${at} key`),
          ...shapeProblems(model, valueShape, item, `${at}.${key}`),
        ]);
  return [...missing, ...ofMembers, ...ofMap];
}

/** Compares by characters, not by code units. Java takes escapes that this refuses, such as `\\_`. */
function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern.replace(/\\([_\-=!])/g, (_, character) => `\\x${hex(character)}`)})$`, "su").test(
    value,
  );
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}
