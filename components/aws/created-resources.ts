import * as pulumi from "@pulumi/pulumi";

/** The engine of each run, with the resources that components create in the run, by ARN. */
const created = new WeakMap<object, Map<string, pulumi.Resource | undefined>>();

/**
 * Notes that a component creates a resource, for warnings about names that almost match.
 *
 * @param arn - ARN of the resource; parts that the component does not know are empty
 * @param component - component that creates the resource, for pipelines that wait for it
 * @internal
 */
export function noteCreated(arn: string, component?: pulumi.Resource): void {
  ofThisRun().set(arn, component);
}

/** The ARNs of all noted resources of this run of a program. @internal */
export function createdArns(): readonly string[] {
  return [...ofThisRun().keys()];
}

/** The components to wait for that create these resources. @internal */
export function creatorsOf(arns: readonly string[]): readonly pulumi.Resource[] {
  const noted = ofThisRun();
  return [...new Set(arns.flatMap((arn) => noted.get(arn) ?? []))];
}

function ofThisRun(): Map<string, pulumi.Resource | undefined> {
  const run = pulumi.runtime.getMonitor() ?? created;
  const arns = created.get(run) ?? new Map();
  created.set(run, arns);
  return arns;
}
