import assert from "node:assert/strict";
import { deploySchema, testSchema } from "../../../components/infrastructure/deploy-settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const terraform = { tool: "terraform", version: "1.13.5", sha256: "0f".repeat(32) };
const pulumi = { ...terraform, tool: "pulumi", stack: "acme/shop/dev" };
const permission = {
  actions: ["ecs:UpdateService"],
  resources: ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"],
};
const reportRule =
  "give a name of 2 to 128 letters, digits, - or _, starting with a letter or digit, such as integration";

describe("the settings of a deployment", () => {
  for (const [what, settings] of [
    ["either tool", pulumi],
    ["the other one", terraform],
    [
      "permissions and variables",
      { ...pulumi, permissions: [permission], environmentVariables: { STAGE: { value: "dev" } } },
    ],
    ["the shortest time", { ...terraform, timeoutInMinutes: 5 }],
    ["the longest time", { ...terraform, timeoutInMinutes: 2160 }],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(schemaProblems(deploySchema, settings), []);
    });
  }

  for (const [what, settings, path, reason] of [
    ["four minutes", { ...terraform, timeoutInMinutes: 4 }, "timeoutInMinutes", "is 4: give at least 5"],
    [
      "more than AWS allows",
      { ...terraform, timeoutInMinutes: 2161 },
      "timeoutInMinutes",
      "is 2161: give at most 2160",
    ],
    [
      "every action of a service",
      { ...pulumi, permissions: [{ ...permission, actions: ["ecs:*"] }] },
      "permissions[0].actions[0]",
      'is "ecs:*": give one action, such as ecs:UpdateService; wildcards grant what nobody asked for',
    ],
    ["no tool", { version: "1.13.5" }, "tool", "is missing: allowed are pulumi, terraform"],
    ["a stack that is missing", { ...terraform, tool: "pulumi" }, "stack", "is missing: give text"],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(schemaProblems(deploySchema, settings), [{ path, reason }]);
    });
  }
});

describe("the settings of tests", () => {
  it("are commands, and perhaps a directory, reports, permissions and variables", () => {
    assert.deepEqual(schemaProblems(testSchema, { commands: ["npm test"] }), []);
    assert.deepEqual(
      schemaProblems(testSchema, {
        commands: ["npm ci", "npm test"],
        directory: "test",
        reports: { integration: ["junit.xml"], ["a".repeat(128)]: ["more.xml"] },
        permissions: [permission],
        environmentVariables: { STAGE: { value: "dev" } },
      }),
      [],
    );
  });

  for (const [what, settings, path, reason] of [
    ["no command", { commands: [] }, "commands", "is []: give at least 1 entry"],
    ["a blank command", { commands: ["npm test", " "] }, "commands[1]", "is empty: write something or leave it out"],
    ["a report of one letter", { commands: ["a"], reports: { a: ["x.xml"] } }, "reports.a", `is "a": ${reportRule}`],
    [
      "a report without files",
      { commands: ["a"], reports: { unit: [] } },
      "reports.unit",
      "is []: give at least 1 entry",
    ],
    [
      "a directory outside the repository",
      { commands: ["a"], directory: "/tmp" },
      "directory",
      'is "/tmp": give a path inside the repository, relative to its root, such as deploy',
    ],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(schemaProblems(testSchema, settings), [{ path, reason }]);
    });
  }
});
