import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRecord } from "./project/yaml-file";

/** The version of the package this file is part of. */
export function ownVersion(directory = __dirname): string {
  const content: unknown = readPackage(join(directory, "package.json"));
  if (isRecord(content) && typeof content.version === "string") {
    return content.version;
  }
  if (dirname(directory) === directory) {
    throw new Error("no package.json above the preview's own files");
  }
  return ownVersion(dirname(directory));
}

function readPackage(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
