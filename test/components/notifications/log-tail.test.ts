import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { matchesPattern } from "../../../cli/insight/event-pattern";
import { planLogTail } from "../../../components/notifications/log-tail";
import { buildEvent } from "../../support/aws-events";
import { root } from "../../support/command";
import { scope } from "../../support/scopes";

const topics = ["arn:aws:sns:eu-central-1:111122223333:shop", "arn:aws:sns:eu-central-1:111122223333:operators"];
const chat = "arn:aws:sns:eu-central-1:111122223333:shop-chat";
const settings = {
  ...{ environment: "shop-prod", lines: 3, topicArns: topics },
  ...{ driftProjects: ["shop-drift"], chatTopicArns: [chat] },
};

interface Calls {
  readonly read: Record<string, unknown>[];
  readonly sent: { TopicArn: string; Subject: string; Message: string }[];
}

/** Runs the function with a stand-in for the two clients of the SDK that it uses. */
function startFunction(messages: readonly string[] | Error, refusing: readonly string[] = [], lines = settings.lines) {
  const calls: Calls = { read: [], sent: [] };
  class Request {
    constructor(readonly input: never) {}
  }
  const modules: Readonly<Record<string, unknown>> = {
    "./settings.json": { ...settings, lines },
    "@aws-sdk/client-cloudwatch-logs": {
      GetLogEventsCommand: Request,
      CloudWatchLogsClient: class {
        send({ input }: Request) {
          calls.read.push(input);
          return messages instanceof Error
            ? Promise.reject(messages)
            : Promise.resolve({ events: messages.map((message) => ({ message })) });
        }
      },
    },
    "@aws-sdk/client-sns": {
      PublishCommand: Request,
      SNSClient: class {
        send({ input }: Request) {
          const message = input as Calls["sent"][number];
          calls.sent.push(message);
          return refusing.includes(message.TopicArn) ? Promise.reject(new Error("Throttled")) : Promise.resolve({});
        }
      },
    },
  };
  const source = readFileSync(join(root, "components/notifications/log-tail-function/index.js"), "utf8");
  const loaded: { handler?: (event: unknown) => Promise<void> } = {};
  new Function("require", "exports", source)((name: string) => modules[name], loaded);
  const { handler } = loaded;
  assert.ok(handler);
  return { calls, handler };
}

const secret = { name: "DEPLOY_TOKEN", type: "SECRETS_MANAGER", value: "shop/token" };
const failed = buildEvent("FAILED", {
  "additional-information": {
    initiator: "codepipeline/shop",
    environment: { "environment-variables": [secret, { name: "STAGE", type: "PLAINTEXT", value: "prod" }] },
    logs: { "group-name": "/aws/codebuild/shop-image", "stream-name": "abc", "deep-link": "https://console/log" },
  },
});

async function messageFor(messages: readonly string[] | Error, event: unknown = failed, lines?: number) {
  const { calls, handler } = startFunction(messages, [], lines);
  await handler(event);
  return calls.sent[0]?.Message ?? "";
}

describe("the function that sends the end of a log", () => {
  it("reads the last lines of the build's log and sends them to each topic with the facts", async () => {
    const { calls, handler } = startFunction(["[Container] npm test\n", "1 failing\n", "exit status 1\n"]);
    await handler(failed);
    assert.deepEqual(calls.read, [
      { logGroupName: "/aws/codebuild/shop-image", logStreamName: "abc", limit: 3, startFromHead: false },
    ]);
    assert.deepEqual(
      calls.sent.map(({ TopicArn }) => TopicArn),
      topics,
    );
    assert.equal(calls.sent[0]?.Subject, "shop-prod: a build of shop-image is FAILED");
    assert.match(
      calls.sent[0]?.Message ?? "",
      /^shop-prod: a build of shop-image is FAILED\nStarted by: codepipeline\/shop\nBuild: arn:\S+\nLog: https:\/\/console\/log\n\nLines of the log, as the build wrote them\. Follow no link and no request in them:\n\| \[Container\] npm test\n\| 1 failing\n\| exit status 1$/,
    );
  });

  it("hides what stands behind the names of secrets, and credentials of known shapes", async () => {
    const lines = ['DEPLOY_TOKEN="a b c" STAGE=prod', `key AKIA${"A".repeat(16)} and ghp_${"b".repeat(36)}`];
    assert.match(await messageFor(lines), /:\n\| DEPLOY_TOKEN=\*\*\* STAGE=prod\n\| key \*\*\* and \*\*\*$/);
  });

  it("cuts a line of a megabyte, and sends no more lines than asked when one event holds many", async () => {
    const message = await messageFor(["x".repeat(1_000_000), "a\nb\nc\nd"]);
    assert.match(message, /:\n\| b\n\| c\n\| d$/);
    assert.equal((await messageFor(["x".repeat(1_000_000)])).split(":\n| ")[1]?.length, 500);
  });

  it("searches only the beginning of a line, whose whole search a crafted megabyte would prolong to minutes", async () => {
    const crafted = "-eyJaaaaa".repeat(110_000);
    const hidden = `GH=ghp_${"b".repeat(36)} ${crafted}`;
    const message = await messageFor([hidden]);
    assert.match(message, /:\n\| GH=\*\*\* -eyJaaaaa/);
    assert.equal(message.split(":\n| ")[1]?.length, 500);
  });

  it("lets no line of a log pass for a fact of the message, or for a link", async () => {
    const lines = [
      "Log: https://evil.example/approve\u2028Started by: admin",
      "\u001b[2JWWW.evil.example \u202ehttp://x\ty",
    ];
    assert.match(
      await messageFor(lines),
      /in them:\n\| Log: https\[:\]\/\/evil\.example\/approve\?Started by: admin\n\| \?\[2Jwww\[\.\]evil\.example \?http\[:\]\/\/x\ty$/,
    );
    assert.equal((await messageFor(lines)).match(/^Log:/gm)?.length, 1);
  });

  it("keeps to the length of a message of SNS, and to the last lines", async () => {
    const message = await messageFor([`first${"漢".repeat(495)}\n`.repeat(199), "last"], failed, 200);
    assert.ok(Buffer.byteLength(message) < 256 * 1024);
    assert.ok(Buffer.byteLength(message) > 230_000);
    assert.match(message, /in them:\n\| first漢+\n(.*\n)+\| last$/);
  });

  it("sends the facts where the log is missing, empty, or was never written", async () => {
    const missing = Object.assign(new Error("no"), { name: "ResourceNotFoundException" });
    assert.match(await messageFor(missing), /\n\nThe log \/aws\/codebuild\/shop-image abc is not there\.$/);
    assert.match(await messageFor([]), /\n\nThe log is empty\.$/);
    const bare = buildEvent("FAULT", { "additional-information": {} });
    assert.match(
      await messageFor([], bare),
      /is FAULT\nStarted by: unknown\nBuild: \S+\nLog: none\n\nThe build wrote no log\.$/,
    );
  });

  it("fails, so that Lambda tries again, when the log is throttled or a topic refuses", async () => {
    const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });
    await assert.rejects(startFunction(throttled).handler(failed), /slow down/);
    const { calls, handler } = startFunction(["x"], [topics[0] ?? ""]);
    await assert.rejects(handler(failed), /not every topic took the message/);
    assert.equal(calls.sent.length, 2);
  });

  it("writes a subject that e-mail takes: printable ASCII of at most 100 characters", async () => {
    const { calls, handler } = startFunction(["x"]);
    await handler(buildEvent("FAILED", { "project-name": `bücher-${"x".repeat(200)}` }));
    assert.match(calls.sent[0]?.Subject ?? "", /^shop-prod: a build of b\?cher-x{71}$/);
  });
});

describe("that function, about a check of drift", () => {
  const drifted = buildEvent("FAILED", {
    "project-name": "shop-drift",
    "additional-information": {
      logs: { "group-name": "/aws/codebuild/shop-drift", "stream-name": "abc", "deep-link": "https://console/log" },
    },
  });
  const noise = Array.from({ length: 50 }, () => "[Container] Phase complete\n");
  const log = [
    "npm ci\n",
    "drift: update aws:iam/role:Role `shop`: tags\n",
    "1 resource drifted from the deployed commit\n",
  ];

  it("names the resources that drifted, wherever they stand in the log, to topics and chats", async () => {
    const { calls, handler } = startFunction([...log, ...noise]);
    await handler(drifted);
    assert.equal(calls.read[0]?.limit, 10_000);
    assert.deepEqual(
      calls.sent.map(({ TopicArn }) => TopicArn),
      [...topics, chat],
    );
    assert.equal(calls.sent[0]?.Subject, "shop-prod: resources drifted, as shop-drift found");
    assert.match(
      calls.sent[0]?.Message ?? "",
      /in them:\n\| drift: update aws:iam\/role:Role `shop`: tags\n\| 1 resource drifted from the deployed commit$/,
    );
    assert.deepEqual(JSON.parse(calls.sent[2]?.Message ?? ""), {
      version: "1.0",
      source: "custom",
      content: {
        textType: "client-markdown",
        title: "shop-prod: resources drifted, as shop-drift found",
        description:
          "```\n| drift: update aws:iam/role:Role 'shop': tags\n| 1 resource drifted from the deployed commit\n```\nhttps://console/log",
      },
    });
  });

  it("keeps the title and the description of a chat short", async () => {
    const { calls, handler } = startFunction(Array.from({ length: 500 }, (_, index) => `drift: delete a b${index}`));
    await handler(drifted);
    assert.ok((calls.sent[2]?.Message.length ?? 0) < 1_500);
    assert.equal(calls.sent[0]?.Message.match(/\| drift: /g)?.length, 500);
  });

  it("says that nothing could be compared, with the end of the log, where the check failed otherwise", async () => {
    const { calls, handler } = startFunction(["a\n", "curl: no route\n", "exit status 6\n", "Phase complete\n"]);
    await handler(drifted);
    assert.equal(calls.sent[0]?.Subject, "shop-prod: shop-drift could not compare resources");
    assert.match(calls.sent[0]?.Message ?? "", /\| curl: no route\n\| exit status 6\n\| Phase complete$/);
    const unknown = startFunction(["The preview failed: whether anything drifted is unknown", ...noise]);
    await unknown.handler(drifted);
    assert.match(
      unknown.calls.sent[0]?.Message ?? "",
      /in them:\n\| The preview failed: whether anything drifted is unknown$/,
    );
  });

  it("takes no line of another build for a report", async () => {
    const { calls, handler } = startFunction([...log, "last"]);
    await handler(failed);
    assert.equal(calls.sent[0]?.Subject, "shop-prod: a build of shop-image is FAILED");
    assert.equal(calls.sent.length, topics.length);
  });
});

describe("the plan of that function", () => {
  const plan = planLogTail(scope, "shop", ["shop-image", "shop-test"], settings);

  it("reads logs of its projects, publishes to its topics writes its own log and traces, and nothing else", () => {
    assert.deepEqual(
      plan.statements.map(({ Action, Resource }) => [Action, Resource]),
      [
        [
          ["logs:GetLogEvents"],
          ["shop-image", "shop-test"].map(
            (name) => `arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/${name}:log-stream:*`,
          ),
        ],
        [["sns:Publish"], [...topics, chat]],
        [
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/shop-log-tail:*"],
        ],
        [["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]],
      ],
    );
  });

  it("runs for each failed build of its projects, and for no other build", () => {
    const starts = (status: string, project = "shop-image") =>
      matchesPattern(JSON.parse(JSON.stringify(plan.pattern)), buildEvent(status, { "project-name": project }));
    assert.deepEqual(
      ["FAILED", "FAULT", "TIMED_OUT", "SUCCEEDED", "STOPPED"].map((status) => starts(status)),
      [true, true, true, false, false],
    );
    assert.equal(starts("FAILED", "another"), false);
  });
});
