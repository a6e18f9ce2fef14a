/*
 * Every event of pipelines, builds and CodeCommit repositories that AWS reports. An event has the id of a notification
 * rule, and the pattern of an EventBridge rule.
 *
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */

/** The subject of an event. Events of one subject share a detail type, and so one EventBridge rule. */
export type EventSubject = MessageSubject | RepositorySubject;

/** A subject with messages of its own. */
export type MessageSubject = "run" | "stage" | "action" | "build" | "slow-build" | "queued-build";

type RepositorySubject = "branch" | "pull-request" | "commit-comment" | "request-comment";

interface EventEntry {
  readonly subject: EventSubject;
  /** The state in the event. */
  readonly state?: string;
  /** Whether the event is about a manual approval. */
  readonly isApproval?: boolean;
  /** The detail of an event of a repository. */
  readonly detail?: Readonly<Record<string, readonly string[]>>;
  /** The id of the event in notification rules; absent where AWS has none. */
  readonly id?: string;
}

const pipelineId = "codepipeline-pipeline";
const buildId = "codebuild-project-build-state";
const repositoryId = "codecommit-repository";

const entries = {
  "run-started": { subject: "run", state: "STARTED", id: `${pipelineId}-pipeline-execution-started` },
  "run-succeeded": { subject: "run", state: "SUCCEEDED", id: `${pipelineId}-pipeline-execution-succeeded` },
  "run-failed": { subject: "run", state: "FAILED", id: `${pipelineId}-pipeline-execution-failed` },
  "run-resumed": { subject: "run", state: "RESUMED", id: `${pipelineId}-pipeline-execution-resumed` },
  "run-superseded": { subject: "run", state: "SUPERSEDED", id: `${pipelineId}-pipeline-execution-superseded` },
  "run-canceled": { subject: "run", state: "CANCELED", id: `${pipelineId}-pipeline-execution-canceled` },
  "run-stopping": { subject: "run", state: "STOPPING" },
  "run-stopped": { subject: "run", state: "STOPPED" },
  "stage-started": { subject: "stage", state: "STARTED", id: `${pipelineId}-stage-execution-started` },
  "stage-succeeded": { subject: "stage", state: "SUCCEEDED", id: `${pipelineId}-stage-execution-succeeded` },
  "stage-failed": { subject: "stage", state: "FAILED", id: `${pipelineId}-stage-execution-failed` },
  "stage-resumed": { subject: "stage", state: "RESUMED", id: `${pipelineId}-stage-execution-resumed` },
  "stage-canceled": { subject: "stage", state: "CANCELED", id: `${pipelineId}-stage-execution-canceled` },
  "stage-stopping": { subject: "stage", state: "STOPPING" },
  "stage-stopped": { subject: "stage", state: "STOPPED" },
  "action-started": { subject: "action", state: "STARTED", id: `${pipelineId}-action-execution-started` },
  "action-succeeded": { subject: "action", state: "SUCCEEDED", id: `${pipelineId}-action-execution-succeeded` },
  "action-failed": { subject: "action", state: "FAILED", id: `${pipelineId}-action-execution-failed` },
  "action-canceled": { subject: "action", state: "CANCELED", id: `${pipelineId}-action-execution-canceled` },
  "action-abandoned": { subject: "action", state: "ABANDONED" },
  "approval-needed": {
    subject: "action",
    state: "STARTED",
    isApproval: true,
    id: `${pipelineId}-manual-approval-needed`,
  },
  "approval-given": {
    subject: "action",
    state: "SUCCEEDED",
    isApproval: true,
    id: `${pipelineId}-manual-approval-succeeded`,
  },
  "approval-refused": {
    subject: "action",
    state: "FAILED",
    isApproval: true,
    id: `${pipelineId}-manual-approval-failed`,
  },
  "build-started": { subject: "build", state: "IN_PROGRESS", id: `${buildId}-in-progress` },
  "build-succeeded": { subject: "build", state: "SUCCEEDED", id: `${buildId}-succeeded` },
  "build-failed": { subject: "build", state: "FAILED", id: `${buildId}-failed` },
  "build-stopped": { subject: "build", state: "STOPPED", id: `${buildId}-stopped` },
  "build-slow": { subject: "slow-build" },
  "build-queued": { subject: "queued-build" },
  "branch-created": {
    subject: "branch",
    detail: { event: ["referenceCreated"] },
    id: `${repositoryId}-branches-and-tags-created`,
  },
  "branch-updated": {
    subject: "branch",
    detail: { event: ["referenceUpdated"] },
    id: `${repositoryId}-branches-and-tags-updated`,
  },
  "branch-deleted": {
    subject: "branch",
    detail: { event: ["referenceDeleted"] },
    id: `${repositoryId}-branches-and-tags-deleted`,
  },
  "pull-request-created": {
    subject: "pull-request",
    detail: { event: ["pullRequestCreated"] },
    id: `${repositoryId}-pull-request-created`,
  },
  "pull-request-updated": {
    subject: "pull-request",
    detail: { event: ["pullRequestSourceBranchUpdated"] },
    id: `${repositoryId}-pull-request-source-updated`,
  },
  "pull-request-closed": {
    subject: "pull-request",
    detail: { event: ["pullRequestStatusChanged"] },
    id: `${repositoryId}-pull-request-status-changed`,
  },
  "pull-request-merged": {
    subject: "pull-request",
    detail: { event: ["pullRequestMergeStatusUpdated"] },
    id: `${repositoryId}-pull-request-merged`,
  },
  "pull-request-approved": {
    subject: "pull-request",
    detail: { event: ["pullRequestApprovalStateChanged"] },
    id: `${repositoryId}-approvals-status-changed`,
  },
  "pull-request-rule-overridden": {
    subject: "pull-request",
    detail: { event: ["pullRequestApprovalRuleOverridden"] },
    id: `${repositoryId}-approvals-rule-override`,
  },
  "comment-on-commit": {
    subject: "commit-comment",
    detail: { event: ["commentOnCommitCreated", "commentOnCommitUpdated"] },
    id: `${repositoryId}-comments-on-commits`,
  },
  "comment-on-pull-request": {
    subject: "request-comment",
    detail: { event: ["commentOnPullRequestCreated", "commentOnPullRequestUpdated"] },
    id: `${repositoryId}-comments-on-pull-requests`,
  },
} as const satisfies Readonly<Record<string, EventEntry>>;

/** The name of an event in settings. */
export type NotifiedEvent = keyof typeof entries;

/** The names of all events. */
export const notifiedEvents = Object.keys(entries) as [NotifiedEvent, ...NotifiedEvent[]];

/** The events of settings that name none: each tells facts that the other lacks. */
export const defaultEvents: readonly NotifiedEvent[] = ["run-failed", "action-failed"];

/** The entry of an event. */
export function eventEntry(event: NotifiedEvent): EventEntry {
  return entries[event];
}

/** The part of a delivery that reports an event. */
export type Reporter = "pipeline" | "project" | "repository";

/** Returns the part that reports an event. */
export function reporterOf(event: NotifiedEvent): Reporter {
  const { subject } = eventEntry(event);
  return isRepositorySubject(subject) ? "repository" : isBuildSubject(subject) ? "project" : "pipeline";
}

/** Whether EventBridge carries the event to topics: failures, which need a readable message, and events without an id. */
export function isMessage(event: NotifiedEvent): boolean {
  const { state, id, isApproval } = eventEntry(event);
  return id === undefined || (state === "FAILED" && isApproval !== true);
}

/** Names and limits that event patterns hold. */
export interface EventSources {
  readonly pipelineNames: readonly string[];
  readonly projectNames: readonly string[];
  /** ARNs of CodeCommit repositories. */
  readonly repositoryArns?: readonly string[];
  /** Seconds after which the phase of a build is slow. */
  readonly slowAfterSeconds: number;
  /** Seconds after which a build waited too long in the queue. */
  readonly queuedAfterSeconds: number;
}

const detailTypes: Readonly<Record<EventSubject, string>> = {
  run: "CodePipeline Pipeline Execution State Change",
  stage: "CodePipeline Stage Execution State Change",
  action: "CodePipeline Action Execution State Change",
  build: "CodeBuild Build State Change",
  "slow-build": "CodeBuild Build Phase Change",
  "queued-build": "CodeBuild Build Phase Change",
  branch: "CodeCommit Repository State Change",
  "pull-request": "CodeCommit Pull Request State Change",
  "commit-comment": "CodeCommit Comment on Commit",
  "request-comment": "CodeCommit Comment on Pull Request",
};

/** An EventBridge pattern. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Returns the pattern of events of one subject. Approvals and other actions of one state take a pattern each. */
export function eventPattern(
  subject: EventSubject,
  events: readonly NotifiedEvent[],
  sources: EventSources,
): EventPattern {
  if (isRepositorySubject(subject)) {
    return {
      source: ["aws.codecommit"],
      "detail-type": [detailTypes[subject]],
      resources: [...(sources.repositoryArns ?? [])],
      detail: { event: events.flatMap((event) => eventEntry(event).detail?.event ?? []) },
    };
  }
  const source = isBuildSubject(subject) ? "aws.codebuild" : "aws.codepipeline";
  return { source: [source], "detail-type": [detailTypes[subject]], detail: detailOf(subject, events, sources) };
}

/** The detail type of events of a subject. */
export function detailType(subject: EventSubject): string {
  return detailTypes[subject];
}

/** Whether events of a subject have messages. */
export function isMessageSubject(subject: EventSubject): subject is MessageSubject {
  return !isRepositorySubject(subject);
}

function isRepositorySubject(subject: EventSubject): subject is RepositorySubject {
  return ["branch", "pull-request", "commit-comment", "request-comment"].includes(subject);
}

function isBuildSubject(subject: EventSubject): boolean {
  return subject === "build" || subject === "slow-build" || subject === "queued-build";
}

function detailOf(
  subject: MessageSubject,
  events: readonly NotifiedEvent[],
  { pipelineNames, projectNames, slowAfterSeconds, queuedAfterSeconds }: EventSources,
): EventPattern {
  const pipeline = [...pipelineNames];
  const projects = { "project-name": [...projectNames] };
  const states = statesOf(events);
  switch (subject) {
    case "run":
    case "stage":
      return { pipeline, state: states };
    case "action":
      return { pipeline, ...actionDetail(events) };
    case "build":
      return { ...projects, "build-status": states };
    case "slow-build":
      return {
        ...projects,
        "completed-phase": [{ "anything-but": ["QUEUED", "COMPLETED"] }],
        "completed-phase-duration-seconds": [{ numeric: [">", slowAfterSeconds] }],
      };
    case "queued-build":
      return {
        ...projects,
        "completed-phase": ["QUEUED"],
        "completed-phase-duration-seconds": [{ numeric: [">", queuedAfterSeconds] }],
      };
  }
}

/** Actions of all categories, of approvals alone, or of all but approvals: whichever the events ask for. */
function actionDetail(events: readonly NotifiedEvent[]): EventPattern {
  const approvals = events.filter((event) => eventEntry(event).isApproval);
  const others = events.filter((event) => !eventEntry(event).isApproval);
  const ofApprovals = { state: statesOf(approvals), type: { category: ["Approval"] } };
  const ofOthers = { state: statesOf(others), type: { category: [{ "anything-but": ["Approval"] }] } };
  if (approvals.length === 0) {
    return ofOthers;
  }
  return others.length === 0 ? ofApprovals : { $or: [ofOthers, ofApprovals] };
}

function statesOf(events: readonly NotifiedEvent[]): string[] {
  return [...new Set(events.flatMap((event) => eventEntry(event).state ?? []))];
}

/** Groups events by their subject. */
export function bySubject(events: readonly NotifiedEvent[]): [EventSubject, NotifiedEvent[]][] {
  const groups = new Map<EventSubject, NotifiedEvent[]>();
  for (const event of events) {
    const { subject } = eventEntry(event);
    groups.set(subject, [...(groups.get(subject) ?? []), event]);
  }
  return [...groups];
}

/** A pattern that matches all of some events. */
export function anyOf(events: readonly NotifiedEvent[], sources: EventSources): EventPattern {
  const patterns = bySubject(events).map(([subject, ofSubject]) => eventPattern(subject, ofSubject, sources));
  const [only, ...others] = patterns;
  return only !== undefined && others.length === 0 ? only : { $or: patterns };
}
