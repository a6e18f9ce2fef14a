import assert from "node:assert/strict";
import { notifyProblems } from "../../../components/notifications/problems";
import { notifySchema } from "../../../components/notifications/settings";
import { readInput, unlessRefused } from "../../../components/schema/lenient";
import { scope } from "../../support/scopes";

const emails = ["team@acme.example"];
const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:triage";

function problems(settings: unknown, facts: Partial<Parameters<typeof notifyProblems>[1]> = {}) {
  const reading = readInput(notifySchema, settings);
  const between = notifyProblems(reading.parts ?? {}, { scope, ...facts });
  return [...reading.problems, ...unlessRefused(reading.problems, between)].map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

const refused: [what: string, settings: unknown, problem: string][] = [
  [
    "an address that is none",
    { emails: ["team"] },
    "emails[0]: is no e-mail address: give one such as team@example.com",
  ],
  [
    "an address twice",
    { emails: [...emails, ...emails] },
    `emails: is ["team@acme.example","team@acme.example"]: give everything once`,
  ],
  [
    "a plain HTTP address",
    { endpoints: ["http://hooks.acme.example"] },
    'endpoints[0]: is "http://hooks.acme.example": give an https address, such as https://hooks.example.com/aws',
  ],
  [
    "a topic of another region",
    { topics: ["arn:aws:sns:us-east-1:111122223333:x"] },
    'topics[0]: is "arn:aws:sns:us-east-1:111122223333:x", of region us-east-1: give one of region eu-central-1',
  ],
  [
    "a function of another account",
    { functions: [functionArn.replace("111122223333", "444455556666")] },
    'functions[0]: is "arn:aws:lambda:eu-central-1:444455556666:function:triage", of account 444455556666: give one of account 111122223333',
  ],
  [
    "a FIFO queue",
    { queues: ["arn:aws:sqs:eu-central-1:111122223333:audit.fifo"] },
    'queues[0]: is "arn:aws:sqs:eu-central-1:111122223333:audit.fifo": give the ARN of a standard queue, arn:aws:sqs:<region>:<account>:<name>',
  ],
  [
    "a Slack channel without a workspace",
    { slack: [{ channelId: "C0AAAAAAA" }] },
    "slack[0].workspaceId: is missing: give text",
  ],
  [
    "a Slack channel by its name",
    { slack: [{ workspaceId: "T0AAAAAAA", channelId: "#ops" }] },
    'slack[0].channelId: is "#ops": give the id of a Slack channel, such as C0AAAAAAA, not its name',
  ],
  [
    "a channel twice",
    { slack: [1, 2].map(() => ({ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" })) },
    'slack[1].channelId: is "C0AAAAAAA" a second time: give each channel once',
  ],
  [
    "a Teams channel that is not encoded",
    {
      teams: [
        {
          tenantId: "12345678-1234-1234-1234-123456789012",
          teamId: "12345678-1234-1234-1234-123456789012",
          channelId: "19:abc@thread.tacv2",
        },
      ],
    },
    'teams[0].channelId: is "19:abc@thread.tacv2": give the id of a Teams channel as its link spells it, such as 19%3Aabc%40thread.tacv2',
  ],
  [
    "a bus of another partition",
    { eventBuses: ["arn:aws-cn:events:cn-north-1:444455556666:event-bus/central"] },
    "eventBuses[0]: is in the partition aws-cn: give a bus of aws",
  ],
  [
    "nobody",
    { events: ["run-failed"] },
    ": names nobody: give at least one of emails, endpoints, functions, queues, topics, slack, teams, eventBuses",
  ],
  [
    "alarms for event buses alone",
    { eventBuses: ["arn:aws:events:us-east-1:444455556666:event-bus/central"], alarms: {} },
    "alarms: reach no event bus: give at least one of emails, endpoints, functions, queues, topics, slack, teams",
  ],
  [
    "a limit without its event",
    { emails, slowAfterMinutes: 5 },
    "slowAfterMinutes: is for the event build-slow: add build-slow to events, or remove this",
  ],
  [
    "more topics than a rule has targets",
    { topics: ["a", "b", "c", "d"].map((name) => `arn:aws:sns:eu-central-1:111122223333:${name}`) },
    "topics: are 4: give at most 3, since a rule of EventBridge has 5 targets",
  ],
  [
    "more channels than a notification rule has targets",
    { slack: Array.from({ length: 10 }, (_, index) => ({ workspaceId: "T0AAAAAAA", channelId: `C${index}` })) },
    "slack: make 11 targets with topics: AWS allows 10 for one notification rule",
  ],
];

describe("settings of notifications", () => {
  for (const [what, settings, problem] of refused) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(problems(settings), [problem]);
    });
  }

  it("name the neighbour of a misspelt event", () => {
    const [problem = ""] = problems({ emails, events: ["run-fail"] });
    assert.match(problem, /^events\[0\]: is "run-fail"\. Did you mean run-failed\? Allowed are run-started, /);
  });

  it("refuse events that a pipeline never sends, all at once", () => {
    const events = ["approval-needed", "run-superseded", "build-failed", "run-failed", "branch-deleted"];
    const none = { hasApproval: false, supersedes: false, hasBuilds: false, hasRepositories: false };
    assert.deepEqual(problems({ emails, events }, none), [
      'events[0]: is "approval-needed", and no pipeline waits for an approval: leave it out',
      'events[1]: is "run-superseded", and no pipeline has the execution mode SUPERSEDED: leave it out',
      'events[2]: is "build-failed", and there is no build project: leave it out',
      'events[4]: is "branch-deleted", and there is no CodeCommit repository: leave it out',
    ]);
    const all = { hasApproval: true, supersedes: true, hasBuilds: true, hasRepositories: true };
    assert.deepEqual(problems({ emails, events }, all), []);
    assert.deepEqual(problems({ emails, events }), []);
  });

  it("refuse the end of a log that reaches nobody, is of no build, or is told twice", () => {
    const bus = "arn:aws:events:us-east-1:444455556666:event-bus/central";
    assert.deepEqual(problems({ eventBuses: [bus], logTail: 40, events: ["build-failed"] }, { hasBuilds: false }), [
      'events[0]: is "build-failed", and there is no build project: leave it out',
      "logTail: is for builds, and there is no build project: remove it",
      "logTail: reaches topics alone: give at least one of emails, endpoints, functions, queues, topics",
      "logTail: tells of each failed build: leave build-failed out of events",
    ]);
    assert.deepEqual(problems({ emails, logTail: 40 }, { hasBuilds: true }), []);
  });

  it("take every recipient", () => {
    const everyone = {
      emails,
      endpoints: ["https://hooks.acme.example/aws"],
      functions: [functionArn],
      queues: ["arn:aws:sqs:eu-central-1:111122223333:audit"],
      topics: ["arn:aws:sns:eu-central-1:111122223333:operators"],
      slack: [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }],
      teams: [
        {
          tenantId: "12345678-1234-1234-1234-123456789012",
          teamId: "12345678-1234-1234-1234-123456789012",
          channelId: "19%3Aabc%40thread.tacv2",
        },
      ],
      eventBuses: ["arn:aws:events:us-east-1:444455556666:event-bus/central"],
      events: ["build-slow", "build-queued"],
      slowAfterMinutes: 45,
      queuedAfterMinutes: 5,
      deadLetterQueue: "arn:aws:sqs:eu-central-1:111122223333:undelivered",
    };
    assert.deepEqual(problems(everyone, { hasBuilds: true }), []);
  });
});
