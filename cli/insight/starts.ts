import { readDocument, type Statement, type Value } from "@platform/aws-pipelines-policy/iam";
import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { toValue } from "./identities";
import { fromJson, knownAt, listAt, mapAt, textAt, textsAt, UNKNOWN_TEXT } from "./known";
import { namedBy, refersTo } from "./references";
import {
  EVENT_RULE_TYPE,
  EVENT_TARGET_TYPE,
  PIPELINE_TYPE,
  PIPELINE_WEBHOOK_TYPE,
  ROLE_TYPE,
  SCHEDULE_TYPE,
} from "./resource-types";
import { type SourceView, sourcesOf } from "./sources";

/** One thing that starts a pipeline. */
export interface Start {
  readonly kind: "push" | "pull request" | "event" | "schedule" | "poll" | "pipeline";
  /** The start in words: `push to acme/shop, branch main`. */
  readonly description: string;
}

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const START = "codepipeline:StartPipelineExecution";

/** The resources of a program that start pipelines: a few among the thousands that a large program has. */
export function startersOf(resources: readonly Resource[]): readonly Resource[] {
  const types = new Set([
    EVENT_TARGET_TYPE,
    EVENT_RULE_TYPE,
    SCHEDULE_TYPE,
    PIPELINE_TYPE,
    PIPELINE_WEBHOOK_TYPE,
    ROLE_TYPE,
  ]);
  return resources.filter(
    ({ type, inputs }) => types.has(type) || (type === ROLE_POLICY && knownAt(inputs.policy)?.includes(START) === true),
  );
}

/** Everything in the program that starts a pipeline by itself, source changes first. */
export function startsOf(pipeline: Resource, name: string, resources: readonly Resource[]): readonly Start[] {
  const sources = sourcesOf(pipeline, resources);
  return [
    ...listAt(pipeline.inputs.triggers).flatMap((trigger) => gitStarts(trigger, sources)),
    ...sources.flatMap(changeStarts),
    ...eventStarts(pipeline, name, resources),
    ...schedulerStarts(name, resources),
    ...pipelineStarts(name, resources),
    ...roleStarts(name, resources),
  ];
}

/** The starts of a V2 trigger: one for each filter of pushes and pull requests. */
function gitStarts(trigger: PropertyValue, sources: readonly SourceView[]): Start[] {
  const git = mapAt(trigger, "gitConfiguration");
  const sourceName = knownAt(git, "sourceActionName");
  const source = sources.find(({ name }) => name === sourceName);
  const repository = source?.repository ?? sourceName ?? UNKNOWN_TEXT;
  const pushes = listAt(git, "pushes").map(
    (filter): Start => ({ kind: "push", description: `push to ${repository}${filtersOf(filter)}` }),
  );
  const pulls = listAt(git, "pullRequests").map((filter): Start => {
    const events = textsAt(filter, "events").map((event) => event.toLowerCase());
    return {
      kind: "pull request",
      description: `pull request of ${repository}${filtersOf(filter)}${events.length > 0 ? `, when ${events.join(" or ")}` : ""}`,
    };
  });
  return [...pushes, ...pulls];
}

function filtersOf(filter: PropertyValue): string {
  const parts = [
    ["branches", "branch"],
    ["tags", "tag"],
    ["filePaths", "files"],
  ].flatMap(([property = "", label]) => {
    const includes = textsAt(filter, property, "includes");
    const excludes = textsAt(filter, property, "excludes");
    return [
      ...(includes.length > 0 ? [`${label} ${includes.join(" or ")}`] : []),
      ...(excludes.length > 0 ? [`${label} not ${excludes.join(" or ")}`] : []),
    ];
  });
  return parts.map((part) => `, ${part}`).join("");
}

/** The start by a source's own change detection. */
function changeStarts({ detection, location }: SourceView): Start[] {
  switch (detection) {
    case "push":
      return [{ kind: "push", description: `push to ${location}` }];
    case "webhook":
      return [{ kind: "push", description: `webhook of ${location}` }];
    case "poll":
      return [{ kind: "poll", description: `poll of ${location}` }];
    case "none":
      return [];
  }
}

/** EventBridge rules whose target is the pipeline. */
function eventStarts(pipeline: Resource, name: string, resources: readonly Resource[]): Start[] {
  return targetsOf(pipeline, name, resources).map(({ target, rule }): Start => {
    const schedule = textAt(rule?.inputs.scheduleExpression);
    const label = textAt(rule?.inputs.name) ?? rule?.name ?? textAt(target.inputs.rule) ?? UNKNOWN_TEXT;
    const push = codeCommitPush(rule?.inputs.eventPattern);
    if (push !== undefined) {
      return { kind: "push", description: push };
    }
    return schedule === undefined
      ? { kind: "event", description: `event rule ${label}` }
      : { kind: "schedule", description: `schedule ${schedule}` };
  });
}

const REPOSITORY_CHANGE = "CodeCommit Repository State Change";

/** The push that a rule waits for, if it waits for changes of one CodeCommit repository. */
function codeCommitPush(eventPattern: PropertyValue | undefined): string | undefined {
  const pattern = fromJson(eventPattern);
  const [arn, ...others] = textsAt(pattern, "resources");
  if (!textsAt(pattern, "detail-type").includes(REPOSITORY_CHANGE) || arn === undefined || others.length > 0) {
    return undefined;
  }
  const branches = textsAt(pattern, "detail", "referenceName");
  return `push to ${arn.split(":").at(-1)}${branches.length > 0 ? `, branch ${branches.join(" or ")}` : ""}`;
}

/** The targets of event rules that start a pipeline, each with its rule where the program has it. */
export function targetsOf(
  pipeline: Resource,
  name: string,
  resources: readonly Resource[],
): readonly { readonly target: Resource; readonly rule: Resource | undefined }[] {
  const targets = resources.filter(
    (resource) =>
      resource.type === EVENT_TARGET_TYPE &&
      (namesPipeline(knownAt(resource.inputs.arn), name) || refersTo(resource, "arn", pipeline)),
  );
  return targets.map((target) => ({ target, rule: namedBy(target, "rule", EVENT_RULE_TYPE, resources) }));
}

/** EventBridge Scheduler schedules that call StartPipelineExecution. */
function schedulerStarts(name: string, resources: readonly Resource[]): Start[] {
  return resources
    .filter(({ type, inputs }) => {
      const target = mapAt(inputs.target);
      const calls = knownAt(target, "arn")?.endsWith(":aws-sdk:codepipeline:startPipelineExecution");
      return type === SCHEDULE_TYPE && calls === true && knownAt(target, "input")?.includes(`"${name}"`) === true;
    })
    .map(({ inputs }) => ({
      kind: "schedule",
      description: `schedule ${textAt(inputs.scheduleExpression) ?? UNKNOWN_TEXT}`,
    }));
}

/** Actions of other pipelines that start this one. */
function pipelineStarts(name: string, resources: readonly Resource[]): Start[] {
  return resources
    .filter(({ type }) => type === PIPELINE_TYPE)
    .flatMap((other) =>
      listAt(other.inputs.stages).flatMap((stage) =>
        listAt(stage, "actions")
          .filter(
            (action) =>
              knownAt(action, "provider") === "CodePipeline" &&
              knownAt(action, "configuration", "PipelineName") === name,
          )
          .map(
            (): Start => ({
              kind: "pipeline",
              description: `pipeline ${textAt(other.inputs.name) ?? other.name}, stage ${textAt(stage, "name") ?? UNKNOWN_TEXT}`,
            }),
          ),
      ),
    );
}

/** Roles of this program that others assume to start the pipeline, as a promotion from another environment does. */
export function roleStarts(name: string, resources: readonly Resource[]): Start[] {
  const policies = resources.filter(({ type, inputs }) => type === ROLE_POLICY && allowsStart(inputs.policy, name));
  const starters = policies.flatMap((policy) => {
    const role = namedBy(policy, "role", ROLE_TYPE, resources);
    return role === undefined ? [] : trustedRoles(role.inputs.assumeRolePolicy);
  });
  return [...new Set(starters)].map((arn): Start => {
    const [, , , , account = UNKNOWN_TEXT, resource = ""] = arn.split(":");
    return { kind: "pipeline", description: `role ${resource.split("/").at(-1)} of account ${account}` };
  });
}

function allowsStart(policy: PropertyValue | undefined, name: string): boolean {
  return statementsOf(policy).some(
    ({ effect, actions, resources }) =>
      effect === "Allow" &&
      actions.some(({ value }) => value === START) &&
      resources.some(({ value }) => typeof value === "string" && namesPipeline(value, name)),
  );
}

/** ARNs of the roles that a trust policy names, as principals or by `aws:PrincipalArn`. */
function trustedRoles(trust: PropertyValue | undefined): string[] {
  return statementsOf(trust).flatMap(({ principals, conditions }) => {
    const named = principals.filter(({ type }) => type === "AWS").map(({ value }) => value);
    const arns = conditions.filter(({ key }) => key === "aws:principalarn").flatMap(({ values }) => values);
    return [...named, ...(named.length > 0 ? arns : [])].filter(isRoleArn);
  });
}

function isRoleArn(value: Value): value is string {
  return typeof value === "string" && value.includes(":role/");
}

function statementsOf(document: PropertyValue | undefined): readonly Statement[] {
  return readDocument({ path: "policy", value: toValue(document) }).statements;
}

function namesPipeline(arn: string | undefined, name: string): boolean {
  const [, , service, , , resource] = arn?.split(":") ?? [];
  return service === "codepipeline" && resource === name;
}
