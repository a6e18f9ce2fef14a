import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, measure, type Run } from "./measure";

/** A command to compare, which is the same in both checkouts. */
export interface Compared {
  readonly label: string;
  readonly of: (root: string) => Command;
}

/** Measures this checkout and another revision in turns, and returns a table of both. */
export async function compare(root: string, revision: string, commands: readonly Compared[], runs: number) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const other = join(folder, "checkout");
  try {
    execFileSync("git", ["worktree", "add", "--detach", other, revision], { cwd: root, stdio: "ignore" });
    installIn(other, root);
    // As it is published. The projects to build differ between revisions.
    execFileSync("npm", ["run", "--silent", "package"], { cwd: other, stdio: ["ignore", "ignore", "inherit"] });
    const rows: string[] = [];
    for (const { label, of } of commands) {
      const pairs: (readonly [own: Run, other: Run])[] = [];
      for (let run = 0; run <= runs; run += 1) {
        const pair = [await measure(of(root)), await measure(of(other))] as const;
        // The first run fills the caches.
        if (run > 0) {
          pairs.push(pair);
        }
      }
      rows.push(comparisonRow(label, pairs));
    }
    return [
      `| what | ${revision} | here | change | memory | change |`,
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
    ];
  } finally {
    execFileSync("git", ["worktree", "remove", "--force", other], { cwd: root, stdio: "ignore" });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A row with processor time and memory. The change is the median of the pairs, so that a slow moment affects both. */
export function comparisonRow(label: string, pairs: readonly (readonly [own: Run, other: Run])[]): string {
  const time = pairs.map(([own, other]) => own.processorSeconds / other.processorSeconds);
  const memory = pairs.map(([own, other]) => (own.megabytes ?? Number.NaN) / (other.megabytes ?? Number.NaN));
  const cells = [
    label,
    `${median(pairs.map(([, other]) => other.processorSeconds)).toFixed(2)} s`,
    `${median(pairs.map(([own]) => own.processorSeconds)).toFixed(2)} s`,
    change(median(time)),
    `${Math.round(median(pairs.map(([own]) => own.megabytes ?? Number.NaN)))} MB`,
    change(median(memory)),
  ];
  return `| ${cells.join(" | ")} |`;
}

function change(ratio: number): string {
  const percent = Math.round((ratio - 1) * 100);
  return `${percent > 0 ? "+" : ""}${percent} %`;
}

/** The number in the middle. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Links the installed packages into another checkout, whose own packages are its own. */
function installIn(other: string, root: string): void {
  const installed = join(root, "node_modules");
  const modules = join(other, "node_modules");
  mkdirSync(join(modules, "@platform"), { recursive: true });
  for (const name of readdirSync(installed).filter((entry) => entry !== "@platform" && entry !== ".cache")) {
    symlinkSync(join(installed, name), join(modules, name));
  }
  symlinkSync(other, join(modules, "@platform", "aws-pipelines"));
  symlinkSync(join(other, "policy"), join(modules, "@platform", "aws-pipelines-policy"));
}
