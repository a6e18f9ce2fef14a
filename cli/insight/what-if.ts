import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { matchesPattern } from "./event-pattern";
import { knownAt, listAt, mapAt, textAt, textsAt, UNKNOWN_TEXT } from "./known";
import { globMatches } from "./path-glob";
import { PIPELINE_TYPE } from "./pipelines";
import { targetsOf } from "./starts";

/** A change in a repository. */
export interface Change {
  readonly kind: "push" | "tag" | "pull request";
  /** The repository, `acme/shop`, or the name of a CodeCommit repository. @default - every repository of the program */
  readonly repository?: string;
  /** The branch that a push moves, or that a pull request is to be merged into. */
  readonly branch?: string;
  /** The branch with the changes of a pull request. */
  readonly head?: string;
  readonly tag?: string;
  /** The event of a pull request. @default "OPEN" */
  readonly event?: "OPEN" | "UPDATED" | "CLOSED";
  /** Changed files. @default - unknown: filters of files are reported as undecided */
  readonly files?: readonly string[];
}

/** Whether one pipeline or build starts, and the deciding filter. */
export interface Outcome {
  readonly urn: string;
  readonly name: string;
  readonly kind: "pipeline" | "build";
  readonly starts: "yes" | "no" | "unknown";
  /** One reason for each start that was looked at. */
  readonly reasons: readonly string[];
}

interface Decision {
  readonly starts: Outcome["starts"];
  readonly reason: string;
}

/** Decides for every pipeline and every build with a webhook whether a change starts it. */
export function whatIf(change: Change, resources: readonly Resource[]): readonly Outcome[] {
  return resources.flatMap((resource) => {
    if (resource.type === PIPELINE_TYPE) {
      const name = textAt(resource.inputs.name) ?? resource.name;
      return [outcome(resource, name, "pipeline", pipelineDecisions(change, resource, name, resources))];
    }
    if (resource.type === "aws:codebuild/webhook:Webhook") {
      const name = textAt(resource.inputs.projectName) ?? resource.name;
      return [outcome(resource, name, "build", webhookDecisions(change, resource))];
    }
    return [];
  });
}

function outcome({ urn }: Resource, name: string, kind: Outcome["kind"], decisions: readonly Decision[]): Outcome {
  const yes = decisions.filter(({ starts }) => starts === "yes");
  const unknown = decisions.filter(({ starts }) => starts === "unknown");
  const [starts, deciding] =
    yes.length > 0
      ? (["yes", yes] as const)
      : unknown.length > 0
        ? (["unknown", unknown] as const)
        : (["no", decisions] as const);
  const reasons = deciding.map(({ reason }) => reason);
  return { urn, name, kind, starts, reasons: reasons.length > 0 ? reasons : ["nothing starts it on a change"] };
}

function pipelineDecisions(
  change: Change,
  pipeline: Resource,
  name: string,
  resources: readonly Resource[],
): Decision[] {
  const sources = listAt(pipeline.inputs.stages)
    .flatMap((stage) => listAt(stage, "actions"))
    .filter((action) => knownAt(action, "category") === "Source");
  const triggers = listAt(pipeline.inputs.triggers);
  return [
    ...triggers.flatMap((trigger) => triggerDecisions(change, trigger, sources)),
    ...sources.flatMap((source) => sourceDecisions(change, source, triggers.length > 0)),
    ...targetsOf(pipeline, name, resources).flatMap(({ rule }) =>
      rule === undefined ? [] : ruleDecisions(change, rule),
    ),
  ];
}

/** A V2 trigger starts the pipeline when one of its filters holds; the parts of a filter must hold together. */
function triggerDecisions(change: Change, trigger: PropertyValue, sources: readonly PropertyValue[]): Decision[] {
  const git = mapAt(trigger, "gitConfiguration");
  const source = sources.find((action) => knownAt(action, "name") === knownAt(git, "sourceActionName"));
  const repository = textAt(source, "configuration", "FullRepositoryId");
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
    return unknown(`${label} ${patterns}: give the changed ${label}`);
  }
  const passing = values.find(
    (value) =>
      !excludes.some((pattern) => globMatches(pattern, value)) &&
      (includes.length === 0 || includes.some((pattern) => globMatches(pattern, value))),
  );
  return passing === undefined ? no(`${label} must be ${patterns}`) : yes(`${label} ${passing} matches ${patterns}`);
}

/** A source without a trigger starts the pipeline on a push to its own branch. */
function sourceDecisions(change: Change, source: PropertyValue, hasTriggers: boolean): Decision[] {
  const configuration = mapAt(source, "configuration");
  const off = (key: string) => knownAt(configuration, key)?.toLowerCase() === "false";
  const [repository, branch, watches] = ((): [string | undefined, string | undefined, boolean] => {
    switch (knownAt(source, "provider")) {
      case "CodeStarSourceConnection":
        return [
          textAt(configuration, "FullRepositoryId"),
          textAt(configuration, "BranchName"),
          !hasTriggers && !off("DetectChanges"),
        ];
      case "CodeCommit":
        return [
          textAt(configuration, "RepositoryName"),
          textAt(configuration, "BranchName"),
          !off("PollForSourceChanges"),
        ];
      case "GitHub":
        return [
          `${textAt(configuration, "Owner") ?? ""}/${textAt(configuration, "Repo") ?? ""}`,
          textAt(configuration, "Branch"),
          !off("PollForSourceChanges"),
        ];
      default:
        return [undefined, undefined, false];
    }
  })();
  if (!watches) {
    return [];
  }
  if (!isSameRepository(change, repository)) {
    return [no(`its repository is ${repository ?? UNKNOWN_TEXT}`)];
  }
  if (change.kind !== "push") {
    return [no(`it starts on pushes to ${branch ?? UNKNOWN_TEXT} alone`)];
  }
  return [
    change.branch === branch
      ? yes(`its source is branch ${branch}`)
      : no(`its source is branch ${branch ?? UNKNOWN_TEXT}`),
  ];
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
    return [unknown(`event rule ${name} uses an operator that is not evaluated here`)];
  }
  return [match ? yes(`event rule ${name} matches`) : no(`event rule ${name} does not match`)];
}

/** A CodeBuild webhook starts a build when one of its groups holds; the filters of a group must hold together. */
function webhookDecisions(change: Change, webhook: Resource): Decision[] {
  const groups = listAt(webhook.inputs.filterGroups);
  if (groups.length === 0) {
    return [yes("its webhook has no filter")];
  }
  return groups.map((group) => together(listAt(group, "filters").map((filter) => webhookDecision(change, filter))));
}

function webhookDecision(change: Change, filter: PropertyValue): Decision {
  const type = knownAt(filter, "type") ?? "";
  const pattern = knownAt(filter, "pattern");
  const excludes = knownAt(filter, "excludeMatchedPattern") === "true";
  const label = `${excludes ? "not " : ""}${type} ${pattern ?? UNKNOWN_TEXT}`;
  const values = webhookValues(change, type);
  if (values === undefined || pattern === undefined) {
    return unknown(label);
  }
  const met =
    type === "EVENT"
      ? pattern.split(",").some((event) => values.includes(event.trim()))
      : values.some((value) => new RegExp(pattern).test(value));
  return met !== excludes ? yes(label) : no(`its filter is ${label}`);
}

function webhookValues({ kind, branch, head, tag, event, files }: Change, type: string): readonly string[] | undefined {
  const one = (text: string | undefined) => (text === undefined ? undefined : [text]);
  switch (type) {
    case "EVENT": {
      const pulls = { OPEN: "PULL_REQUEST_CREATED", UPDATED: "PULL_REQUEST_UPDATED", CLOSED: "PULL_REQUEST_MERGED" };
      return [kind === "pull request" ? pulls[event ?? "OPEN"] : "PUSH"];
    }
    case "HEAD_REF":
      return one(
        kind === "tag"
          ? tag && `refs/tags/${tag}`
          : kind === "push"
            ? branch && `refs/heads/${branch}`
            : head && `refs/heads/${head}`,
      );
    case "BASE_REF":
      return kind === "pull request" ? one(branch && `refs/heads/${branch}`) : [];
    case "FILE_PATH":
      return files;
    case "TAG_NAME":
      return kind === "tag" ? one(tag) : [];
    default:
      return undefined;
  }
}

function isSameRepository({ repository }: Change, own: string | undefined): boolean {
  return repository === undefined || own === undefined || own === UNKNOWN_TEXT || repository === own;
}

function together(decisions: readonly Decision[]): Decision {
  const failed =
    decisions.find(({ starts }) => starts === "no") ?? decisions.find(({ starts }) => starts === "unknown");
  const reasons = decisions.map(({ reason }) => reason).filter((reason) => reason !== "");
  return failed ?? yes(reasons.join(", ") || "its trigger has no filter");
}

const yes = (reason: string): Decision => ({ starts: "yes", reason });
const no = (reason: string): Decision => ({ starts: "no", reason });
const unknown = (reason: string): Decision => ({ starts: "unknown", reason });
