import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { knownAt, mapAt, textAt, UNKNOWN_TEXT } from "./known";
import { namedBy, refersTo } from "./references";
import { EVENT_RULE_TYPE, EVENT_TARGET_TYPE, PROJECT_TYPE, SCHEDULE_TYPE } from "./resource-types";

/** Builds that a schedule starts outside of every pipeline, such as checks of drift. */
export interface ScheduledBuilds {
  /** The expression, such as `cron(0 3 * * ? *)`. */
  readonly schedule: string;
  /** Names of the projects, sorted. */
  readonly projects: readonly string[];
}

/** Reads the builds that EventBridge rules and schedules start, by schedule. */
export function scheduledBuildsOf(resources: readonly Resource[]): readonly ScheduledBuilds[] {
  const found = new Map<string, Set<string>>();
  const add = (project: string | undefined, schedule: PropertyValue | undefined) => {
    const expression = textAt(schedule);
    if (project !== undefined && expression !== undefined) {
      found.set(expression, (found.get(expression) ?? new Set()).add(project));
    }
  };
  // A large program has thousands of other resources.
  const types = [EVENT_RULE_TYPE, EVENT_TARGET_TYPE, PROJECT_TYPE, SCHEDULE_TYPE];
  const relevant = resources.filter(({ type }) => types.includes(type));
  for (const resource of relevant) {
    if (resource.type === EVENT_TARGET_TYPE) {
      const rule = namedBy(resource, "rule", EVENT_RULE_TYPE, relevant);
      add(projectOf(resource, relevant), rule?.inputs.scheduleExpression);
    } else if (resource.type === SCHEDULE_TYPE) {
      add(ofScheduler(resource), resource.inputs.scheduleExpression);
    }
  }
  return [...found].map(([schedule, projects]) => ({ schedule, projects: [...projects].sort() }));
}

/** The project of a target, by its ARN or by the resource that the program takes the ARN from. */
function projectOf(target: Resource, resources: readonly Resource[]): string | undefined {
  const known = knownAt(target.inputs.arn);
  if (known !== undefined) {
    return /^arn:[^:]*:codebuild:[^:]*:[^:]*:project\/(.+)$/.exec(known)?.[1];
  }
  const project = resources.find((other) => other.type === PROJECT_TYPE && refersTo(target, "arn", other));
  return project && (knownAt(project.inputs.name) ?? project.name);
}

/** The project that EventBridge Scheduler starts with StartBuild. */
function ofScheduler({ inputs }: Resource): string | undefined {
  const target = mapAt(inputs.target);
  if (knownAt(target, "arn")?.endsWith(":aws-sdk:codebuild:startBuild") !== true) {
    return undefined;
  }
  return /"ProjectName"\s*:\s*"([^"]+)"/.exec(knownAt(target, "input") ?? "")?.[1] ?? UNKNOWN_TEXT;
}
