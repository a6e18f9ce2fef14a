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

/** A line that prints the resources of `describe-stack-resource-drifts`, and fails if there is one or if a check failed. */
export function reportStackDrift(statusFile: string, driftsFile: string): string {
  const call = `(${printStackDrift.toString()})(require("node:fs"), process, ...process.argv.slice(1));`;
  return runNode([call], `${statusFile} ${driftsFile}`);
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

/** Prints logical and physical ids and property paths, and no values. Its source text runs in builds. */
function printStackDrift({ readFileSync }: typeof fs, program: Program, statusFile: string, driftsFile: string): void {
  interface Drift {
    readonly StackResourceDriftStatus: string;
    readonly ResourceType: string;
    readonly LogicalResourceId: string;
    readonly PhysicalResourceId?: string;
    readonly PropertyDifferences?: readonly { readonly PropertyPath: string }[];
  }
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const { DetectionStatus, DetectionStatusReason = "", DriftedStackResourceCount = 0 } = read(statusFile);
  const { StackResourceDrifts = [] } = read(driftsFile);
  for (const drift of StackResourceDrifts as Drift[]) {
    const { StackResourceDriftStatus: change, ResourceType, LogicalResourceId, PhysicalResourceId } = drift;
    const paths = (drift.PropertyDifferences ?? []).map(({ PropertyPath }) => PropertyPath);
    program.stdout.write(
      `drift: ${change} ${ResourceType} ${LogicalResourceId} (${PhysicalResourceId})${paths.length > 0 ? `: ${paths.join(", ")}` : ""}\n`,
    );
  }
  const count = Math.max(DriftedStackResourceCount, StackResourceDrifts.length);
  const isWhole = DetectionStatus === "DETECTION_COMPLETE";
  program.stdout.write(`${count} ${count === 1 ? "resource" : "resources"} drifted from the deployed template\n`);
  if (!isWhole) {
    program.stdout.write(
      `The detection failed: whether other resources drifted is unknown. ${DetectionStatusReason}\n`,
    );
  }
  program.exitCode = isWhole && count === 0 ? 0 : 1;
}
