import assert from "node:assert/strict";
import { inlineBuildSchema, inlineSchema, notifySchema } from "../../../components/delivery/inline-schema";
import { schemaProblems } from "../../../components/schema/vocabulary";

const email = "is no e-mail address: give one such as release@example.com";

describe("the keys of an action in a file", () => {
  for (const [what, keys] of [
    ["nothing", {}],
    ["commands", { build: { commands: ["npm ci", "npm test"] } }],
    [
      "commands with their runtime, reports and files",
      {
        build: {
          commands: ["make"],
          runtime: { nodejs: 22, python: "3.12" },
          reports: { unit: { files: ["junit.xml"] } },
          files: ["out/**/*"],
        },
      },
    ],
    ["a buildspec with the keys of AWS", { build: { buildspec: { version: 0.2, phases: {} } } }],
    ["settings of the project", { build: { commands: ["make"], privileged: true, timeoutInMinutes: 5 } }],
    [
      "permissions",
      { build: { commands: ["make"], permissions: [{ actions: ["ecs:ListClusters"], resources: ["*"] }] } },
    ],
    ["people", { notify: ["release@acme.example", "leads@acme.example"] }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(inlineSchema, keys), []);
    });
  }

  for (const [what, keys, path, reason] of [
    ["no command", { commands: [] }, "commands", "is []: give at least 1 entry"],
    ["a blank command", { commands: ["make", " "] }, "commands[1]", "is empty: write something or leave it out"],
    ["no file", { commands: ["make"], files: [] }, "files", "is []: give at least 1 entry"],
    ["a buildspec that is text", { buildspec: "version: 0.2" }, "buildspec", 'is "version: 0.2": give an object'],
    [
      "every action of a service",
      { commands: ["make"], permissions: [{ actions: ["s3:*"], resources: ["*"] }] },
      "permissions[0].actions[0]",
      'is "s3:*": give one action, such as ecs:UpdateService; wildcards grant what nobody asked for',
    ],
  ] as const) {
    it(`must not be a build with ${what}`, () => {
      assert.deepEqual(schemaProblems(inlineBuildSchema, keys), [{ path, reason }]);
    });
  }

  for (const key of ["projectName", "batch", "logRetentionInDays"]) {
    it(`have no ${key}, which the pipeline decides`, () => {
      const [problem, ...others] = schemaProblems(inlineBuildSchema, { commands: ["make"], [key]: "x" });
      assert.equal(problem?.path, key);
      assert.match(problem.reason, /^is not known here/);
      assert.deepEqual(others, []);
    });
  }

  for (const [what, people, path, reason] of [
    ["nobody", [], "", "is []: give at least 1 entry"],
    ["somebody without an address", ["leads"], "[0]", email],
    ["one address twice", ["a@b.example", "a@b.example"], "", 'is ["a@b.example","a@b.example"]: give everything once'],
    ["an address outside a list", "a@b.example", "", 'is "a@b.example": give a list'],
  ] as const) {
    it(`must not notify ${what}`, () => {
      assert.deepEqual(schemaProblems(notifySchema, people), [{ path, reason }]);
    });
  }
});
