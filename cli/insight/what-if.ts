import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { type Change, type Decision, isSameRepository, no, together, undecided, yes } from "./change";
import { matchesPattern } from "./event-pattern";
import { knownAt, listAt, mapAt, textAt, textsAt, UNKNOWN_TEXT } from "./known";
import { globMatches } from "./path-glob";
import { PIPELINE_TYPE } from "./resource-types";
import { type SourceView, sourcesOf } from "./sources";
import { roleStarts, startersOf, targetsOf } from "./starts";
import { WEBHOOK_TYPE, webhookDecisions } from "./webhook";

/** Whether one pipeline or build starts, and the deciding filter. */
export interface Outcome {
  readonly urn: string;
  readonly name: string;
  readonly kind: "pipeline" | "build";
  readonly starts: Decision["starts"];
  /** One reason for each start that was looked at. */
  readonly reasons: readonly string[];
}

/** Decides for every pipeline and every build with a webhook whether a change starts it. */
export function whatIf(change: Change, resources: readonly Resource[]): readonly Outcome[] {
  const starters = startersOf(resources);
  return resources.flatMap((resource) => {
    if (resource.type === PIPELINE_TYPE) {
      const name = textAt(resource.inputs.name) ?? resource.name;
      return [
        outcome(
          resource,
          name,
          "pipeline",
          pipelineDecisions(change, resource, name, starters),
          otherStarts(name, starters),
        ),
      ];
    }
    if (resource.type === WEBHOOK_TYPE) {
      const name = textAt(resource.inputs.projectName) ?? resource.name;
      return [outcome(resource, name, "build", webhookDecisions(change, resource))];
    }
    return [];
  });
}

function outcome(
  { urn }: Resource,
  name: string,
  kind: Outcome["kind"],
  decisions: readonly Decision[],
  others: readonly string[] = [],
): Outcome {
  const yes = decisions.filter(({ starts }) => starts === "yes");
  const unknown = decisions.filter(({ starts }) => starts === "unknown");
  const [starts, deciding] =
    yes.length > 0
      ? (["yes", yes] as const)
      : unknown.length > 0
        ? (["unknown", unknown] as const)
        : (["no", decisions] as const);
  const reasons = deciding.map(({ reason }) => reason);
  const none =
    others.length === 0 ? "nothing starts it on a change" : `no change starts it: ${others.join(" and ")} does`;
  return { urn, name, kind, starts, reasons: reasons.length > 0 ? reasons : [none] };
}

/** Starts that follow no change themselves. */
function otherStarts(name: string, starters: readonly Resource[]): string[] {
  return roleStarts(name, starters).map(({ description }) => description);
}

function pipelineDecisions(
  change: Change,
  pipeline: Resource,
  name: string,
  resources: readonly Resource[],
): Decision[] {
  const sources = sourcesOf(pipeline, resources);
  const triggers = listAt(pipeline.inputs.triggers);
  return [
    ...triggers.flatMap((trigger) => triggerDecisions(change, trigger, sources)),
    ...sources.flatMap((source) => sourceDecisions(change, source)),
    ...targetsOf(pipeline, name, resources).flatMap(({ rule }) =>
      rule === undefined ? [] : ruleDecisions(change, rule),
    ),
  ];
}

/** A V2 trigger starts the pipeline when one of its filters holds; the parts of a filter must hold together. */
function triggerDecisions(change: Change, trigger: PropertyValue, sources: readonly SourceView[]): Decision[] {
  const git = mapAt(trigger, "gitConfiguration");
  const repository = sources.find(({ name }) => name === knownAt(git, "sourceActionName"))?.repository;
  if (!isSameRepository(change, repository)) {
    return [no(`its repository is ${repository ?? UNKNOWN_TEXT}`)];
  }
  const filters = listAt(git, change.kind === "pull request" ? "pullRequests" : "pushes");
  if (filters.length === 0) {
    return [no(`its trigger has no filter for a ${change.kind}`)];
  }
  return filters.map((filter) => filterDecision(change, filter));
}

function filterDecision(change: Change, filter: PropertyValue): Decision {
  const events = textsAt(filter, "events");
  const event = change.event ?? "OPEN";
  if (change.kind === "pull request" && events.length > 0 && !events.includes(event)) {
    return no(`its events are ${events.join(", ")}`);
  }
  const hasTags = listAt(filter, "tags").length > 0;
  if (change.kind === "tag" && !hasTags) {
    return no("its filter is for branches, not tags");
  }
  if (change.kind === "push" && hasTags) {
    return no("its filter is for tags, not branches");
  }
  return together([
    patternDecision("tag", change.tag === undefined ? undefined : [change.tag], filter, "tags"),
    patternDecision("branch", change.branch === undefined ? undefined : [change.branch], filter, "branches"),
    patternDecision("files", change.files, filter, "filePaths"),
  ]);
}

/** Excluding patterns win over including ones. One changed file that is included and not excluded is enough. */
function patternDecision(
  label: string,
  values: readonly string[] | undefined,
  filter: PropertyValue,
  property: string,
): Decision {
  const includes = textsAt(filter, property, "includes");
  const excludes = textsAt(filter, property, "excludes");
  if (includes.length === 0 && excludes.length === 0) {
    return yes("");
  }
  const patterns = [
    ...(includes.length > 0 ? [includes.join(" or ")] : []),
    ...(excludes.length > 0 ? [`not ${excludes.join(" or ")}`] : []),
  ].join(", ");
  if (values === undefined) {
    return undecided(`${label} ${patterns}: give the changed ${label}`);
  }
  const passing = values.find(
    (value) =>
      !excludes.some((pattern) => globMatches(pattern, value)) &&
      (includes.length === 0 || includes.some((pattern) => globMatches(pattern, value))),
  );
  return passing === undefined ? no(`${label} must be ${patterns}`) : yes(`${label} ${passing} matches ${patterns}`);
}

/** A source that detects changes starts the pipeline on a push to its own branch. */
function sourceDecisions(change: Change, { repository, branch, detection }: SourceView): Decision[] {
  if (detection === "none" || repository === undefined) {
    return [];
  }
  if (!isSameRepository(change, repository)) {
    return [no(`its repository is ${repository}`)];
  }
  if (change.kind !== "push") {
    return [no(`it starts on pushes to ${branch ?? UNKNOWN_TEXT} alone`)];
  }
  const reason = `its source is branch ${branch ?? UNKNOWN_TEXT}`;
  return [change.branch === branch ? yes(reason) : branch === UNKNOWN_TEXT ? undecided(reason) : no(reason)];
}

/** An event rule on changes of a CodeCommit repository. */
function ruleDecisions(change: Change, rule: Resource): Decision[] {
  const text = knownAt(rule.inputs.eventPattern);
  const name = textAt(rule.inputs.name) ?? rule.name;
  if (text === undefined) {
    return [];
  }
  const detail = {
    event: change.kind === "pull request" ? "pullRequestCreated" : "referenceUpdated",
    ...(change.kind !== "pull request" && {
      referenceType: change.kind === "tag" ? "tag" : "branch",
      referenceName: change.tag ?? change.branch ?? "",
    }),
    ...(change.repository !== undefined && { repositoryName: change.repository }),
  };
  const detailType =
    change.kind === "pull request" ? "CodeCommit Pull Request State Change" : "CodeCommit Repository State Change";
  const pattern: PropertyValue = JSON.parse(text);
  const match = matchesPattern(pattern, { source: "aws.codecommit", "detail-type": detailType, detail });
  if (match === undefined) {
    return [undecided(`event rule ${name} uses an operator that is not evaluated here`)];
  }
  return [match ? yes(`event rule ${name} matches`) : no(`event rule ${name} does not match`)];
}
