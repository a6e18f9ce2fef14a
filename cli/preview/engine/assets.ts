import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isMap, mapValue, type PropertyMap, type PropertyValue, Signature, signatureOf } from "../base/property-value";
import { archiveHash } from "./archives";

const SHOWN = ["path", "text", "uri", "assets"] as const;

/**
 * Puts assets and archives into the engine's form: their source, and the SHA-256 of their content where it is on this
 * machine.
 *
 * @param directory - start of relative paths
 * @throws {Error} when a file is unreadable
 */
export function withAssetHashes(value: PropertyValue, directory: string): PropertyValue {
  return mapValue(value, (inner) => {
    const signature = signatureOf(inner);
    if (!isMap(inner) || (signature !== Signature.asset && signature !== Signature.archive)) {
      return inner;
    }
    const hash = signature === Signature.asset ? assetHash(inner, directory) : archiveHash(inner, directory);
    const kept = Object.entries(inner).filter(
      ([key, member]) => member === signature || SHOWN.some((name) => name === key),
    );
    return { ...Object.fromEntries(kept), ...(hash === undefined ? {} : { hash }) };
  });
}

function assetHash(asset: PropertyMap, directory: string): string | undefined {
  if (typeof asset.text === "string") {
    return sha256(asset.text);
  }
  return typeof asset.path === "string" ? sha256(readAsset(asset.path, directory)) : undefined;
}

function readAsset(path: string, directory: string): Buffer {
  try {
    return readFileSync(resolve(directory, path));
  } catch (error) {
    throw new Error(`asset ${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
