import type * as fs from "node:fs";
import { runNode } from "./shell";

/** A line that prints the resources of `pulumi preview --json` that differ, and fails if there is one. */
export function reportPulumiDrift(file: string): string {
  return runNode([`(${printPulumiDrift.toString()})(require("node:fs"), process, process.argv[1]);`], file);
}

/** A line that prints the resources of `terraform show -json` that differ. */
export function reportTerraformDrift(file: string): string {
  return runNode([`(${printTerraformDrift.toString()})(require("node:fs"), process, process.argv[1]);`], file);
}

/** Parts of a process that the programs use. */
interface Program {
  readonly stdout: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/** Prints names, changes and properties, and no values. Its source text runs in builds. */
function printPulumiDrift({ readFileSync }: typeof fs, program: Program, file: string): void {
  const text = readFileSync(file, "utf8");
  const answer = text.startsWith("{") ? JSON.parse(text) : {};
  const errors = (answer.diagnostics ?? []).filter(({ severity }: { severity: string }) => severity === "error");
  if (!Array.isArray(answer.steps) || errors.length > 0) {
    const said = errors.map(({ message }: { message: string }) => message).join("");
    program.stdout.write(`${said}The preview failed: whether anything drifted is unknown\n`);
    program.exitCode = 1;
    return;
  }
  interface Step {
    readonly op: string;
    readonly urn: string;
    readonly diffReasons?: readonly string[];
  }
  // The preview refreshes each resource before it compares.
  const drifted = (answer.steps as Step[]).filter(({ op }) => !["same", "refresh", "read"].includes(op));
  for (const { op, urn, diffReasons = [] } of drifted) {
    const [, , types = "", name = ""] = urn.split("::");
    const type = types.split("$").pop();
    program.stdout.write(
      `drift: ${op} ${type} ${name}${diffReasons.length > 0 ? `: ${diffReasons.join(", ")}` : ""}\n`,
    );
  }
  program.stdout.write(
    `${drifted.length} ${drifted.length === 1 ? "resource" : "resources"} drifted from the deployed commit\n`,
  );
  program.exitCode = drifted.length > 0 ? 1 : 0;
}

/** Prints addresses and changes, and no values. Its source text runs in builds. */
function printTerraformDrift({ readFileSync }: typeof fs, program: Program, file: string): void {
  interface Change {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }
  const { resource_changes = [] } = JSON.parse(readFileSync(file, "utf8"));
  const drifted = (resource_changes as Change[]).filter(
    ({ change }) => !change.actions.every((action) => ["no-op", "read"].includes(action)),
  );
  for (const { address, change } of drifted) {
    program.stdout.write(`drift: ${change.actions.join(" and ")} ${address}\n`);
  }
  program.stdout.write(
    `${drifted.length} ${drifted.length === 1 ? "resource" : "resources"} drifted from the deployed commit\n`,
  );
}
