import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isMap, mapValue, type PropertyMap, type PropertyValue, Signature, signatureOf } from "../base/property-value";

const SHOWN = ["path", "text", "uri", "assets"] as const;

/**
 * Puts assets and archives into the engine's form: what they hold, and for an asset at hand the SHA-256 of its content.
 * Archives are not opened.
 *
 * @param directory - where relative paths start
 * @throws {Error} when an asset's file cannot be read
 */
export function withAssetHashes(value: PropertyValue, directory: string): PropertyValue {
  return mapValue(value, (inner) => {
    const signature = signatureOf(inner);
    if (!isMap(inner) || (signature !== Signature.asset && signature !== Signature.archive)) {
      return inner;
    }
    const hash = signature === Signature.asset ? hashOf(inner, directory) : undefined;
    const kept = Object.entries(inner).filter(
      ([key, member]) => member === signature || SHOWN.some((name) => name === key),
    );
    return { ...Object.fromEntries(kept), ...(hash === undefined ? {} : { hash }) };
  });
}

function hashOf(asset: PropertyMap, directory: string): string | undefined {
  if (typeof asset.text === "string") {
    return sha256(asset.text);
  }
  return typeof asset.path === "string" ? sha256(readAsset(asset.path, directory)) : undefined;
}

function readAsset(path: string, directory: string): Buffer {
  try {
    return readFileSync(resolve(directory, path));
  } catch (error) {
    throw new Error(
      `the asset's file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
