import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildMachine } from "./build-machine";

export const deployedCommit = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
export const artifactStore = "shop-artifacts-111122223333-eu-central-1";
export const artifactKey = "shop/source/PJCkvqs";

/** An action execution as `list-action-executions` prints it; the newer, the smaller the age. */
export function actionExecution(age: number, changes: object = {}): object {
  return {
    pipelineExecutionId: `execution-${age}`,
    stageName: "Deploy",
    actionName: "Infrastructure",
    status: "Succeeded",
    startTime: new Date(Date.UTC(2026, 5, 30 - age)).toISOString(),
    input: {
      resolvedConfiguration: { ProjectName: "shop-deploy" },
      inputArtifacts: [{ name: "source", s3location: { bucket: artifactStore, key: artifactKey } }],
    },
    ...changes,
  };
}

/** Writes one page of the action executions of the pipeline `shop`. */
export function writeExecutions(
  machine: BuildMachine,
  executions: readonly object[],
  page = "first",
  next?: string,
): void {
  const answer = { actionExecutionDetails: executions, ...(next !== undefined && { NextToken: next }) };
  machine.write(`state/executions/shop/${page}.json`, JSON.stringify(answer));
}

/** Moves the source of the machine into the artifact of the newest deployment, as the pipeline `shop` kept it. */
export function deploySource(machine: BuildMachine, executions: readonly object[] = [actionExecution(1)]): void {
  const object = join(machine.root, "state/objects", artifactStore, artifactKey);
  mkdirSync(dirname(object), { recursive: true });
  execFileSync("tar", ["-cf", object, "-C", machine.source, "."]);
  rmSync(machine.source, { recursive: true });
  mkdirSync(machine.source);
  writeExecutions(machine, executions);
  for (const age of executions.keys()) {
    machine.write(`state/revisions/execution-${age + 1}`, `${deployedCommit}\n`);
  }
}
