import * as pulumi from "@pulumi/pulumi";

/** The engine of each run, with the ARNs of the resources that components create in the run. */
const created = new WeakMap<object, Set<string>>();

/**
 * Notes that a component creates a resource, for warnings about names that almost match.
 *
 * @param arn - ARN of the resource; parts that the component does not know are empty
 * @internal
 */
export function noteCreated(arn: string): void {
  ofThisRun().add(arn);
}

/** The ARNs of all noted resources of this run of a program. @internal */
export function createdArns(): readonly string[] {
  return [...ofThisRun()];
}

function ofThisRun(): Set<string> {
  const run = pulumi.runtime.getMonitor() ?? created;
  const arns = created.get(run) ?? new Set();
  created.set(run, arns);
  return arns;
}
