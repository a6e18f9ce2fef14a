import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { asset } from "@pulumi/pulumi";
import { goJson } from "../project/go-json";

/** The functions of Pulumi YAML, with the number of their arguments. Functions of two arguments take a list. */
export const FUNCTIONS = {
  join: 2,
  split: 2,
  select: 2,
  stackReference: 2,
  toJSON: 1,
  toBase64: 1,
  fromBase64: 1,
  secret: 1,
  unsecret: 1,
  readFile: 1,
  filebase64: 1,
  filebase64sha256: 1,
  sha1: 1,
  length: 1,
  singleOrNone: 1,
  pulumiResourceName: 1,
  pulumiResourceType: 1,
  stringAsset: 1,
  fileAsset: 1,
  remoteAsset: 1,
  fileArchive: 1,
  remoteArchive: 1,
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** Functions whose result is an asset or an archive. */
export const ASSETS: ReadonlySet<string> = new Set([
  "stringAsset",
  "fileAsset",
  "remoteAsset",
  "fileArchive",
  "remoteArchive",
]);

/** Functions of plain values. The evaluator answers all others, which take outputs, resources or the stack. */
type ComputedFunction = Exclude<
  FunctionName,
  "secret" | "unsecret" | "stackReference" | "pulumiResourceName" | "pulumiResourceType" | "select"
>;

type Fail = (text: string) => never;

/**
 * Computes a function of Pulumi YAML.
 *
 * @param values - the arguments, without outputs
 * @param assets - the SDK's classes of assets and archives
 * @param fail - receives a sentence about arguments of the wrong form
 */
export function compute(
  name: ComputedFunction,
  [first, second]: readonly unknown[],
  assets: typeof asset,
  fail: Fail,
): unknown {
  const text = (value: unknown) =>
    typeof value === "string" ? value : fail(`fn::${name} needs text, not ${nameOfType(value)}`);
  switch (name) {
    case "join":
      return Array.isArray(second)
        ? second.map(text).join(first === null ? "" : text(first))
        : fail(`fn::join needs a list, not ${nameOfType(second)}`);
    case "split":
      return text(second).split(text(first));
    case "toJSON":
      return goJson(first);
    case "toBase64":
      return Buffer.from(text(first)).toString("base64");
    case "fromBase64":
      return decoded(text(first), fail);
    case "readFile":
      return fileContent(text(first), fail).toString();
    case "filebase64":
      return fileContent(text(first), fail).toString("base64");
    case "filebase64sha256":
      return createHash("sha256")
        .update(fileContent(text(first), fail))
        .digest("base64");
    case "sha1":
      return createHash("sha1").update(text(first)).digest("hex");
    case "length":
      return lengthOf(first, fail);
    case "singleOrNone":
      return Array.isArray(first) && first.length <= 1
        ? (first[0] ?? null)
        : fail("fn::singleOrNone needs a list of at most one value");
    case "stringAsset":
      return new assets.StringAsset(text(first));
    case "fileAsset":
      return new assets.FileAsset(text(first));
    case "remoteAsset":
      return new assets.RemoteAsset(text(first));
    case "fileArchive":
      return new assets.FileArchive(text(first));
    case "remoteArchive":
      return new assets.RemoteArchive(text(first));
  }
}

/** The type of a value in messages. */
export function nameOfType(value: unknown): string {
  return value === null || value === undefined
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "an object"
        : typeof value === "string"
          ? "text"
          : `the ${typeof value} ${value}`;
}

function decoded(text: string, fail: Fail): string {
  const bytes = Buffer.from(text, "base64");
  const decoded = bytes.toString();
  return bytes.toString("base64") === text && Buffer.from(decoded).equals(bytes)
    ? decoded
    : fail("fn::fromBase64 needs the Base64 form of a text");
}

function fileContent(path: string, fail: Fail): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    return fail(`${path}: cannot be read (${error instanceof Error && "code" in error ? error.code : error})`);
  }
}

function lengthOf(value: unknown, fail: Fail): number {
  if (typeof value === "string") {
    return [...new Intl.Segmenter().segment(value)].length;
  }
  return typeof value === "object" && value !== null
    ? Object.keys(value).length
    : fail(`fn::length needs a list, an object or text, not ${nameOfType(value)}`);
}
