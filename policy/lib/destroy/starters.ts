import { type Located, textOf } from "../../iam/value";
import { type Finding, violation } from "../facts/finding";
import { leadsTo } from "../facts/links";
import type { StackResource } from "../facts/stack";
import { propertyOf, startedBy, starterTypes } from "../pipeline/project-starters";
import type { JudgedResource, StackFinding } from "../rule/rule";
import { saysItDestroys } from "./names";

/** Judges what starts builds without a pipeline by the names that it says. */
export function namesNoDestroy(resource: Pick<JudgedResource, "type" | "props">): Finding[] {
  return startedBy(resource).filter(saysSo).map(refusal);
}

/** Judges what starts projects of the stack that destroy, where their names do not say that they do. */
export function startsNoDestroy(
  resources: readonly StackResource[],
  destroying: ReadonlySet<StackResource>,
): StackFinding[] {
  const names = new Set([...destroying].map(({ props }) => textOf(props.name)));
  return resources
    .filter(({ type }) => destroying.size > 0 && starterTypes.includes(type))
    .flatMap((starter) =>
      startedBy(starter).flatMap((started): StackFinding[] => {
        const { value } = started;
        const isFound =
          typeof value === "string"
            ? names.has(value) && !saysSo(started)
            : [...destroying].some((project) => isFrom(starter, started, project));
        return isFound ? [{ urn: starter.urn, finding: refusal(started) }] : [];
      }),
    );
}

function isFrom(from: StackResource, started: Located, project: StackResource): boolean {
  return leadsTo({ from, property: propertyOf(started), name: started.value }, project, project.props.name);
}

function saysSo({ value }: Located): boolean {
  return saysItDestroys(textOf(value));
}

function refusal({ path }: Located): Finding {
  return violation(path, "should not start a project that destroys: only a pipeline can ask for an approval first");
}
