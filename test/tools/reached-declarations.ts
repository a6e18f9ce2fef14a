import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Returns the declarations that the given ones need, themselves and through others. */
export function reachedDeclarations(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (!reached.has(file)) {
      reached.add(file);
      waiting.push(...neededBy(file));
    }
  }
  return reached;
}

/** Removes the declarations of a folder that no entry needs: `exports` of the package hides them from consumers. */
export function removeUnreachedDeclarations(folder: string, entries: readonly string[]): void {
  const reached = reachedDeclarations(entries);
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, path);
    if (path.endsWith(".d.ts") && !reached.has(file)) {
      rmSync(file);
    }
  }
}

function neededBy(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map(([, target = ""]) => {
    const path = join(dirname(file), target);
    return existsSync(`${path}.d.ts`) ? `${path}.d.ts` : join(path, "index.d.ts");
  });
}
