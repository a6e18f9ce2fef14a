import { at, fromJson, type Located, textOf, type Value } from "../../iam/value";
import { type Finding, violation } from "../facts/finding";
import { leadsTo } from "../facts/links";
import type { StackResource } from "../facts/stack";
import { objectsIn } from "../facts/walk";
import { propertyOf, startedBy, starterTypes } from "../pipeline/project-starters";
import type { JudgedResource, StackFinding } from "../rule/rule";
import { saysItDestroys } from "./names";
import { isStatefulDeletion } from "./stateful-deletions";

/** Judges what starts builds without a pipeline by the names that it says. */
export function namesNoDestroy(resource: Pick<JudgedResource, "type" | "props">): Finding[] {
  return [...startedBy(resource).filter(saysSo).map(refusal), ...deletedBy(resource).map(refuseDeletion)];
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

function refuseDeletion({ path, value }: Located): Finding {
  return violation(
    path,
    `should not call ${textOf(value)}: only a pipeline can ask for an approval first. Delete it in a build or stack action after an approval`,
  );
}

/** Requests of schedules and state machines that delete stateful resources. */
function deletedBy({ type, props }: Pick<JudgedResource, "type" | "props">): Located[] {
  switch (type) {
    case "aws:scheduler/schedule:Schedule":
      return deletionsAmong("target.arn", [at(props.target, "arn")]);
    case "aws:sfn/stateMachine:StateMachine": {
      const states = objectsIn(fromJson(props.definition));
      // A task with a token waits until somebody answers, as an approval does.
      const waits = states.some(({ Resource }) => textOf(Resource).endsWith(".waitForTaskToken"));
      return waits
        ? []
        : deletionsAmong(
            "definition",
            states.map(({ Resource }) => Resource),
          );
    }
    default:
      return [];
  }
}

/** ARNs of requests to a service, as `arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack`. */
function deletionsAmong(path: string, targets: readonly Value[]): Located[] {
  return targets.flatMap((target) => {
    const [, service = "", request = ""] = /:aws-sdk:(\w+):(\w+)/.exec(textOf(target)) ?? [];
    return isStatefulDeletion(service, request) ? [{ path, value: `${service}:${request}` }] : [];
  });
}
