import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describeModulePlan, installTerraformUpdatePlan } from "../../../components/recipes/terraform-update-plan";
import { findWidened } from "../../../components/recipes/widened-permissions";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function describePlan(show: object) {
  const files: Readonly<Record<string, string>> = {
    show: JSON.stringify(show),
    state: JSON.stringify({ lineage: "1f3c", serial: 7, secret: "hunter2" }),
    version: JSON.stringify({ terraform_version: "1.13.5", provider_selections: { "hashicorp/aws": "6.1.0" } }),
  };
  const reader = { ...fs, readFileSync: (file: string) => files[file] };
  return describeModulePlan(reader as unknown as typeof fs, findWidened, "terraform", "show", "state", "version");
}

function resource(actions: string[], change: object = {}, more: object = {}) {
  const before = actions.includes("create") && actions.length === 1 ? null : { id: "news" };
  return { address: "aws_sns_topic.news", type: "aws_sns_topic", change: { actions, before, ...change }, ...more };
}

describe("the changes of a Terraform module", () => {
  for (const [actions, more, action] of [
    [["create"], {}, "create"],
    [["update"], {}, "update"],
    [["delete"], {}, "delete"],
    [["forget"], {}, "forget"],
    [["delete", "create"], {}, "replace"],
    [["create", "delete"], {}, "replace"],
    [["no-op"], { importing: { id: "x" } }, "import"],
    [["create", "forget"], {}, "record"],
  ] as const) {
    it(`have the action ${action} for ${actions.join()}`, () => {
      const { changes } = describePlan({ resource_changes: [resource([...actions], more)] });
      assert.deepEqual(
        changes.map((change) => change.action),
        [action],
      );
    });
  }

  it("are none where nothing changes, and one where a resource only moves", () => {
    const idle = [resource(["no-op"]), resource(["read"], {}, { mode: "data" })];
    assert.deepEqual(
      describePlan({ resource_changes: idle, output_changes: { x: { actions: ["no-op"] } } }).changes,
      [],
    );
    assert.deepEqual(describePlan({}).changes, []);
    const [moved] = describePlan({
      resource_changes: [resource(["no-op"], {}, { previous_address: "aws_sns_topic.old" })],
    }).changes;
    assert.deepEqual([moved?.action, Object(moved?.record).moved], ["record", "aws_sns_topic.old"]);
  });

  it("bind tool, providers, state, both sides, and the outputs", () => {
    const { changes, ...facts } = describePlan({
      resource_changes: [
        resource(
          ["update"],
          { after: { id: "news", tags: ["a"] }, after_unknown: { arn: true, tags: [false, true] } },
          { provider_name: "aws", deposed: "1f" },
        ),
      ],
      output_changes: { url: { actions: ["create"], before: null, after: "x", after_unknown: false } },
    });
    assert.deepEqual(facts, {
      tool: "terraform 1.13.5",
      plugins: ["hashicorp/aws 6.1.0"],
      state: { lineage: "1f3c", serial: 7 },
      stateRecord: { lineage: "1f3c", serial: 7, secret: "hunter2" },
      refused: [],
    });
    const after = { id: "news", arn: unknown, tags: ["a", unknown] };
    assert.deepEqual(JSON.parse(JSON.stringify(changes)), [
      {
        action: "update",
        address: "aws_sns_topic.news (deposed object 1f)",
        type: "aws_sns_topic",
        id: "news",
        properties: ["arn", "tags"],
        record: {
          actions: ["update"],
          before: { id: "news" },
          after: JSON.parse(JSON.stringify(after)),
          provider: "aws",
        },
      },
      {
        action: "record",
        address: "output.url",
        type: "output",
        record: { actions: ["create"], before: null, after: "x" },
      },
    ]);
  });

  it("name wider permissions, and documents that are unknown before the apply", () => {
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
    const created = (change: object) => describePlan({ resource_changes: [resource(["create"], change)] }).changes[0];
    assert.deepEqual(created({ after: { policy: JSON.stringify({ Statement }) } })?.widens, ["s3:GetObject on *"]);
    assert.deepEqual(created({ after: {}, after_unknown: { policy: true } })?.widens, [
      "a document that is unknown before the update",
    ]);
  });

  it("show no id that is a secret", () => {
    const hidden = { before_sensitive: { id: true } };
    const ids = [resource(["update"], hidden), resource(["update"], { before_sensitive: true })];
    const random = { ...resource(["delete"]), type: "random_password" };
    assert.deepEqual(
      describePlan({ resource_changes: [...ids, random, resource(["delete"])] }).changes.map(({ id }) => id),
      [undefined, undefined, undefined, "news"],
    );
  });

  it("are described for the tool that is given", () => {
    const args = { version: "1.13.5", sha256: "0".repeat(64), directory: "deploy" };
    assert.match(installTerraformUpdatePlan({ ...args, distribution: "opentofu" }), /, "opentofu", \.\.\.files\)/);
  });
});
