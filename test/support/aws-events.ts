import type { PropertyValue } from "../../cli/preview/base/property-value";
import type { Transformer } from "../../components/notifications/message";

/** An event as EventBridge delivers it. */
export type AwsEvent = Readonly<Record<string, PropertyValue>>;

const executionId = "12345678-1234-5678-abcd-12345678abcd";
export const buildId =
  "arn:aws:codebuild:eu-central-1:111122223333:build/shop-image:8745a7a9-c340-456a-9166-edf953571b00";
export const logLink =
  "https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logEvent:group=/aws/codebuild/shop-image;stream=8745a7a9-c340-456a-9166-edf953571b00";

function event(detailType: string, detail: Record<string, PropertyValue>): AwsEvent {
  const isBuild = detailType.startsWith("CodeBuild");
  return {
    version: "0",
    id: "01234567-0123-0123-0123-0123456789ab",
    "detail-type": detailType,
    source: isBuild ? "aws.codebuild" : "aws.codepipeline",
    account: "111122223333",
    time: "2026-01-31T18:55:43Z",
    region: "eu-central-1",
    resources: [isBuild ? buildId : "arn:aws:codepipeline:eu-central-1:111122223333:shop"],
    detail,
  };
}

/**
 * A run of the pipeline `shop`, started by a push unless `trigger` is `undefined`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export function runEvent(state: string, changes: Record<string, PropertyValue> = {}): AwsEvent {
  return event("CodePipeline Pipeline Execution State Change", {
    pipeline: "shop",
    "execution-id": executionId,
    "start-time": "2026-01-31T18:49:39.208Z",
    "execution-trigger": {
      "author-display-name": "Mary Major",
      "full-repository-name": "acme/shop",
      "provider-type": "GitHub",
      "author-email": "mary@acme.example",
      "commit-message": 'Say "hello"\nto everybody',
      "author-date": "2026-01-31T18:48:08Z",
      "branch-name": "main",
      "commit-id": "8cf40f2a",
      "connection-arn": "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
      "author-id": "Mary Major",
      "trigger-type": "WebhookV2",
    },
    state,
    version: 3,
    "pipeline-execution-attempt": 1,
    ...changes,
  });
}

/** The stage Deploy of a run. */
export function stageEvent(state: string, changes: Record<string, PropertyValue> = {}): AwsEvent {
  return event("CodePipeline Stage Execution State Change", {
    pipeline: "shop",
    "execution-id": executionId,
    "start-time": "2026-01-31T18:49:39.208Z",
    stage: "Deploy",
    state,
    version: 3,
    "pipeline-execution-attempt": 1,
    ...changes,
  });
}

/** The action Infrastructure of the stage Deploy, or an approval. */
export function actionEvent(
  state: string,
  category: "Approval" | "Build" | "Deploy" | "Source" = "Build",
  changes: Record<string, PropertyValue> = {},
): AwsEvent {
  const provider = { Approval: "Manual", Build: "CodeBuild", Deploy: "CodeDeploy", Source: "S3" }[category];
  return event("CodePipeline Action Execution State Change", {
    pipeline: "shop",
    "execution-id": executionId,
    "start-time": "2026-01-31T18:51:09.981Z",
    stage: "Deploy",
    "execution-result": {
      "external-execution-url":
        "https://console.aws.amazon.com/codebuild/home?region=eu-central-1#/builds/shop-deploy:8745a7a9/view/new",
      "external-execution-summary": "Build terminated with state: FAILED",
      "external-execution-id": "shop-deploy:8745a7a9",
      "error-code": "JobFailed",
    },
    "action-execution-id": "47f821c5-a902-44b2-ae61-b878d31ecd21",
    action: "Infrastructure",
    state,
    region: "eu-central-1",
    type: { owner: "AWS", provider, category, version: "1" },
    version: 4,
    "pipeline-execution-attempt": 2,
    ...changes,
  });
}

const additionalInformation = {
  environment: { image: "aws/codebuild/standard:8.0", "privileged-mode": false, "environment-variables": [] },
  "timeout-in-minutes": 60,
  "build-complete": true,
  initiator: "codepipeline/shop",
  logs: {
    "group-name": "/aws/codebuild/shop-image",
    "stream-name": "8745a7a9-c340-456a-9166-edf953571b00",
    "deep-link": logLink,
  },
};

/**
 * A build of the project `shop-image`.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export function buildEvent(status: string, changes: Record<string, PropertyValue> = {}): AwsEvent {
  return event("CodeBuild Build State Change", {
    "build-status": status,
    "project-name": "shop-image",
    "build-id": buildId,
    "additional-information": additionalInformation,
    "current-phase": "COMPLETED",
    version: "1",
    ...changes,
  });
}

/** A finished phase of a build. */
export function phaseEvent(phase: string, seconds: number, changes: Record<string, PropertyValue> = {}): AwsEvent {
  return event("CodeBuild Build Phase Change", {
    "completed-phase": phase,
    "project-name": "shop-image",
    "build-id": buildId,
    "additional-information": additionalInformation,
    "completed-phase-status": "SUCCEEDED",
    "completed-phase-duration-seconds": seconds,
    version: "1",
    ...changes,
  });
}

/**
 * Renders a message as EventBridge does. A variable without a value leaves no trace, values are not escaped, and every
 * line of a text stands in quotation marks.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function rendered({ inputPaths, inputTemplate }: Transformer, input: AwsEvent): string {
  const filled = inputTemplate.replace(/<([\w-]+)>/g, (_, variable: string) => {
    const path = inputPaths[variable];
    if (path === undefined) {
      throw new Error(`The template uses <${variable}>, which has no path`);
    }
    const value = at(input, path);
    return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  });
  return inputTemplate.startsWith("{") ? filled : filled.replace(/^"|"$/gm, "");
}

function at(input: AwsEvent, path: string): PropertyValue | undefined {
  if (!/^\$(\.[\w-]+)+$/.test(path)) {
    throw new Error(`${path} is no JSON path of this test`);
  }
  return path
    .split(".")
    .slice(1)
    .reduce<PropertyValue | undefined>(
      (value, key) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? (Reflect.get(value, key) as PropertyValue | undefined)
          : undefined,
      input as PropertyValue,
    );
}

/**
 * An event of the CodeCommit repository `shop`.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
export function repositoryEvent(
  kind: "Repository State Change" | "Pull Request State Change" | "Comment on Commit" | "Comment on Pull Request",
  name: string,
  repository = "shop",
): AwsEvent {
  const isRequest = kind === "Pull Request State Change";
  return {
    ...event(`CodeCommit ${kind}`, {
      event: name,
      callerUserArn: "arn:aws:sts::111122223333:assumed-role/developer/mary",
      ...(isRequest ? { repositoryNames: [repository] } : { repositoryName: repository }),
      ...(kind === "Repository State Change" && { referenceType: "branch", referenceName: "main" }),
    }),
    source: "aws.codecommit",
    resources: [`arn:aws:codecommit:eu-central-1:111122223333:${repository}`],
  };
}
