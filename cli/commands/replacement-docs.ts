import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ReplacementDocs } from "../insight/differences";

const FORCES_NEW = /forces?\s+(?:a\s+)?(?:new|replacement)|forces? replacing/i;

/** Declarations by file: the stacks of a project share them. */
const texts = new Map<string, string>();

/**
 * Reads in the documentation of the program's own `@pulumi/aws` whether a change of a property forces a new resource.
 * A program without that package has no documentation to read.
 */
export function replacementDocs(root: string): ReplacementDocs {
  const folder = packageFolder(root);
  return (type, property) => {
    const [packageName, module = ""] = type.split(":");
    if (folder === undefined || packageName !== "aws") {
      return false;
    }
    const file = join(folder, `${module}.d.ts`);
    const text = texts.get(file) ?? declaration(file);
    texts.set(file, text);
    const args = text.slice(Math.max(0, text.lastIndexOf("Args {")));
    const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${property}\\??:`).exec(args)?.[1] ?? "";
    return FORCES_NEW.test(comment);
  };
}

function packageFolder(root: string): string | undefined {
  try {
    return dirname(createRequire(join(root, "package.json")).resolve("@pulumi/aws/package.json"));
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      return undefined;
    }
    throw error;
  }
}

function declaration(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      return "";
    }
    throw error;
  }
}
