import assert from "node:assert/strict";
import { notificationsSchema, notifySchema } from "../../../components/notifications/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const at = "eu-central-1:111122223333";
const bus = (name: string) => `arn:aws:events:us-east-1:222233334444:event-bus/${name}`;
const slack = { workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" };
const id = "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const teams = { tenantId: id, teamId: id, channelId: "19%3Aabc%40thread.tacv2" };
const https = "give an https address, such as https://hooks.example.com/aws";

describe("the recipients of notifications", () => {
  for (const [what, settings] of [
    ["people", { emails: ["team@acme.example"] }],
    ["addresses", { endpoints: ["https://hooks.acme.example/aws?team=shop"] }],
    ["functions", { functions: [`arn:aws:lambda:${at}:function:notify`] }],
    ["queues and topics", { queues: [`arn:aws:sqs:${at}:events`], topics: [`arn:aws:sns:${at}:events`] }],
    ["channels", { slack: [slack], teams: [teams] }],
    ["five event buses", { eventBuses: ["a", "b", "c", "d", "e"].map(bus) }],
    [
      "events with the least limits",
      { events: ["run-failed", "build-slow"], slowAfterMinutes: 1, queuedAfterMinutes: 1 },
    ],
    ["events with the greatest limits", { slowAfterMinutes: 2160, queuedAfterMinutes: 480 }],
    ["a queue for undelivered messages", { deadLetterQueue: `arn:aws:sqs:${at}:undelivered` }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(notifySchema, settings), []);
    });
  }

  for (const [what, settings, path, reason] of [
    ["nobody", { emails: [] }, "emails", "is []: give at least 1 entry"],
    [
      "an address that is none",
      { emails: ["team"] },
      "emails[0]",
      "is no e-mail address: give one such as team@example.com",
    ],
    [
      "one person twice",
      { emails: ["a@b.example", "a@b.example"] },
      "emails",
      'is ["a@b.example","a@b.example"]: give everything once',
    ],
    ["an address without TLS", { endpoints: ["http://a.example"] }, "endpoints[0]", `is "http://a.example": ${https}`],
    [
      "an address of two lines",
      { endpoints: ["https://a.example/\nb"] },
      "endpoints[0]",
      `is "https://a.example/\\nb": ${https}`,
    ],
    [
      "a Slack channel by name",
      { slack: [{ ...slack, channelId: "#shop" }] },
      "slack[0].channelId",
      'is "#shop": give the id of a Slack channel, such as C0AAAAAAA, not its name',
    ],
    [
      "a Teams channel as people read it",
      { teams: [{ ...teams, channelId: "19:abc@thread.tacv2" }] },
      "teams[0].channelId",
      'is "19:abc@thread.tacv2": give the id of a Teams channel as its link spells it, such as 19%3Aabc%40thread.tacv2',
    ],
    [
      "a tenant by name",
      { teams: [{ ...teams, tenantId: "acme" }] },
      "teams[0].tenantId",
      'is "acme": give the id of a tenant, 32 hexadecimal digits in groups',
    ],
    ["no minute", { slowAfterMinutes: 0 }, "slowAfterMinutes", "is 0: give at least 1"],
    [
      "more minutes than a build may take",
      { slowAfterMinutes: 2161 },
      "slowAfterMinutes",
      "is 2161: give at most 2160",
    ],
    [
      "more minutes than a queue keeps a build",
      { queuedAfterMinutes: 481 },
      "queuedAfterMinutes",
      "is 481: give at most 480",
    ],
  ] as const) {
    it(`must not be ${what}`, () => {
      assert.deepEqual(schemaProblems(notifySchema, settings), [{ path, reason }]);
    });
  }

  for (const [key, value] of [
    ["functions", "notify"],
    ["queues", "*"],
    ["topics", "arn:aws:sns:*:111122223333:events"],
    ["eventBuses", "default"],
  ] as const) {
    it(`must not be ${value} among ${key}, which take full ARNs`, () => {
      assert.deepEqual(
        schemaProblems(notifySchema, { [key]: [value] }).map(({ path }) => path),
        [`${key}[0]`],
      );
    });
  }
});

describe("a component of notifications", () => {
  const minimal = { pipelineNames: ["shop"], projectNames: [], environment: "shop-dev" };

  it("is about pipelines of an environment", () => {
    assert.deepEqual(schemaProblems(notificationsSchema, minimal), []);
    assert.deepEqual(schemaProblems(notificationsSchema, { ...minimal, pipelineNames: [] }), [
      { path: "pipelineNames", reason: "is []: give at least 1 entry" },
    ]);
  });

  for (const environment of ["<shop>", 'a"b', "a\\b", "a\nb", "", "a".repeat(101)]) {
    it(`must not be about ${JSON.stringify(environment.slice(0, 10))}, which breaks the templates of messages`, () => {
      const value = environment.length > 78 ? `"${"a".repeat(76)}...` : JSON.stringify(environment);
      assert.deepEqual(schemaProblems(notificationsSchema, { ...minimal, environment }), [
        {
          path: "environment",
          reason: `is ${value}: give 1 to 100 characters of one line, without < > \\ or quotation marks`,
        },
      ]);
    });
  }
});
