import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sharedFolder } from "./root-hooks";

/**
 * Makes a value once for all processes of a test run: the first process that asks makes it, the others wait for it.
 * The value must survive JSON. Without a shared folder every call makes it.
 *
 * @throws {unknown} the error of `make`, in the process that makes the value; the next one that asks tries again
 */
export async function once<Value>(key: string, make: () => Promise<Value>, folder = sharedFolder()): Promise<Value> {
  if (folder === undefined) {
    return make();
  }
  const file = join(folder, createHash("sha256").update(key).digest("hex"));
  while (!claim(`${file}.claim`)) {
    if (existsSync(file)) {
      return JSON.parse(readFileSync(file, "utf8"));
    }
    await setTimeout(50);
  }
  try {
    const value = await make();
    writeFileSync(`${file}.draft`, JSON.stringify(value));
    renameSync(`${file}.draft`, file);
    return value;
  } catch (error) {
    rmSync(`${file}.claim`);
    throw error;
  }
}

/** Whether this process is the one that makes the value. */
function claim(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
}
