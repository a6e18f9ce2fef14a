import { type AwsScope, consoleHost } from "../aws/scope";
import type { MessageSubject } from "./events";

/**
 * An input transformer of EventBridge: JSON paths by variable, and a template with these variables. A variable whose path
 * the event lacks leaves no trace in the message.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export interface Transformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

interface Message {
  readonly paths: Readonly<Record<string, string>>;
  /** The first line; also the title in chats. It holds no text that people write, such as a reason. */
  readonly title: string;
  /** Labels and values, one a line. */
  readonly lines: readonly (readonly [label: string, value: string])[];
  /** The link in chats. */
  readonly link: string;
}

/** The message for people: one line of text for each fact. */
export function textMessage(scope: AwsScope, environment: string, subject: MessageSubject): Transformer {
  const { paths, title, lines } = messageOf(scope, environment, subject);
  const texts = [title, ...lines.map(([label, value]) => `${label}: ${value}`)];
  return { inputPaths: paths, inputTemplate: texts.map((text) => `"${text}"`).join("\n") };
}

/**
 * The message for Slack and Microsoft Teams, in the form that Amazon Q Developer shows. EventBridge escapes no values, so
 * it holds names and links alone.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatMessage(scope: AwsScope, environment: string, subject: MessageSubject): Transformer {
  const { paths, title, link } = messageOf(scope, environment, subject);
  const template = {
    version: "1.0",
    source: "custom",
    content: { textType: "client-markdown", title, description: link },
  };
  const inputTemplate = JSON.stringify(template);
  const used = Object.entries(paths).filter(([variable]) => inputTemplate.includes(`<${variable}>`));
  return { inputPaths: Object.fromEntries(used), inputTemplate };
}

function messageOf(scope: AwsScope, environment: string, subject: MessageSubject): Message {
  const { region } = scope;
  const console = `https://${region}.${consoleHost(region)}/codesuite`;
  const run = `${console}/codepipeline/pipelines/<pipeline>/executions/<execution>/visualization?region=${region}`;
  const commit = `${console}/settings/connections/redirect?connectionArn=<connection>&referenceType=COMMIT&FullRepositoryId=<repository>&Commit=<commit>`;
  const log = "<log>";
  const pipeline = {
    pipeline: "$.detail.pipeline",
    state: "$.detail.state",
    execution: "$.detail.execution-id",
    attempt: "$.detail.pipeline-execution-attempt",
  };
  const build = {
    project: "$.detail.project-name",
    initiator: "$.detail.additional-information.initiator",
    log: "$.detail.additional-information.logs.deep-link",
  };
  const phase = { phase: "$.detail.completed-phase", seconds: "$.detail.completed-phase-duration-seconds" };
  switch (subject) {
    case "run":
      return {
        paths: {
          ...pipeline,
          commit: "$.detail.execution-trigger.commit-id",
          author: "$.detail.execution-trigger.author-display-name",
          branch: "$.detail.execution-trigger.branch-name",
          tag: "$.detail.execution-trigger.tag-name",
          repository: "$.detail.execution-trigger.full-repository-name",
          connection: "$.detail.execution-trigger.connection-arn",
          trigger: "$.detail.execution-trigger.trigger-type",
          comment: "$.detail.stop-execution-comments",
        },
        title: `${environment}: a run of <pipeline> is <state>`,
        lines: [
          ["Environment", environment],
          ["Pipeline", "<pipeline>"],
          ["Commit", "<commit>"],
          ["Author", "<author>"],
          ["Repository", "<repository>"],
          ["Branch or tag", "<branch><tag>"],
          ["Trigger", "<trigger>"],
          ["Comment", "<comment>"],
          ["Attempt", "<attempt>"],
          ["Run", run],
          ["Change", commit],
        ],
        link: run,
      };
    case "stage":
      return {
        paths: { ...pipeline, stage: "$.detail.stage" },
        title: `${environment}: stage <stage> of <pipeline> is <state>`,
        lines: [
          ["Environment", environment],
          ["Pipeline", "<pipeline>"],
          ["Stage", "<stage>"],
          ["Attempt", "<attempt>"],
          ["Run", run],
        ],
        link: run,
      };
    case "action":
      return {
        paths: {
          ...pipeline,
          stage: "$.detail.stage",
          action: "$.detail.action",
          provider: "$.detail.type.provider",
          reason: "$.detail.execution-result.external-execution-summary",
          code: "$.detail.execution-result.error-code",
          details: "$.detail.execution-result.external-execution-url",
        },
        title: `${environment}: action <action> in stage <stage> of <pipeline> is <state>`,
        lines: [
          ["Environment", environment],
          ["Pipeline", "<pipeline>"],
          ["Stage", "<stage>"],
          ["Action", "<action> (<provider>)"],
          ["Reason", "<reason>"],
          ["Error code", "<code>"],
          ["Attempt", "<attempt>"],
          ["Build or deployment", "<details>"],
          ["Run", run],
        ],
        link: run,
      };
    case "build":
      return {
        paths: { ...build, status: "$.detail.build-status", build: "$.detail.build-id" },
        title: `${environment}: a build of <project> is <status>`,
        lines: [
          ["Environment", environment],
          ["Project", "<project>"],
          ["Started by", "<initiator>"],
          ["Build", "<build>"],
          ["Log", log],
        ],
        link: log,
      };
    case "slow-build":
    case "queued-build":
      return {
        paths: { ...build, ...phase },
        title: `${environment}: phase <phase> of a build of <project> took <seconds> seconds`,
        lines: [
          ["Environment", environment],
          ["Project", "<project>"],
          ["Phase", "<phase>"],
          ["Seconds", "<seconds>"],
          ["Started by", "<initiator>"],
          ["Log", log],
        ],
        link: log,
      };
  }
}
