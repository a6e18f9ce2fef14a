import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describeState } from "../../../components/recipes/pulumi-state";
import {
  describePreview,
  installPulumiUpdatePlan,
  previewUpdate,
} from "../../../components/recipes/pulumi-update-plan";

const urn = (type: string, name = "it") => `urn:pulumi:dev::shop::${type}::${name}`;
const bucket = "aws:s3/bucket:Bucket";

function state(type: string, more: object = {}) {
  return { urn: urn(type), type, custom: true, ...more };
}

/** Describes the steps of a preview of a stack whose state holds these resources. */
function describeSteps(steps: unknown[], resources: unknown[] = []) {
  const files: Readonly<Record<string, unknown>> = {
    "preview.json": { steps },
    "state.json": { deployment: { manifest: { time: "2026-01-01" }, resources } },
  };
  const reader = { ...fs, readFileSync: (file: string) => JSON.stringify(files[file]) };
  const system = reader as unknown as typeof fs;
  const facts = (file: string) => describeState(system, "3.248.0", file);
  return describePreview(system, () => [], facts, "preview.json", "state.json");
}

describe("the update of a Pulumi stack", () => {
  for (const [op, more, action] of [
    ["create", {}, "create"],
    ["update", {}, "update"],
    ["replace", {}, "replace"],
    ["create-replacement", {}, "create"],
    ["delete-replaced", {}, "delete"],
    ["delete", {}, "delete"],
    ["delete", { retainOnDelete: true }, "forget"],
    ["import", {}, "import"],
    ["read", { external: true }, "record"],
    ["discard", {}, "record"],
    ["create", { custom: false }, "record"],
    ["update", { type: "pulumi:providers:aws" }, "record"],
  ] as const) {
    it(`has the action ${action} for the step ${op} of ${JSON.stringify(more)}`, () => {
      const key = op.startsWith("delete") || op === "discard" ? "oldState" : "newState";
      const { changes } = describeSteps([{ op, urn: urn(bucket), [key]: state(bucket, more) }]);
      assert.deepEqual(
        changes.map((change) => change.action),
        [action],
      );
    });
  }

  it("counts a replacement once, and nothing that stays", () => {
    const at = { urn: urn(bucket), oldState: state(bucket), newState: state(bucket) };
    const { changes } = describeSteps([
      { op: "create-replacement", ...at },
      { op: "replace", ...at },
      { op: "delete-replaced", ...at },
      { op: "same", ...at },
      { op: "refresh", ...at },
    ]);
    assert.deepEqual(
      changes.map(({ action }) => action),
      ["replace"],
    );
  });

  it("binds tool, plugins, state and both sides of a change, without dates and positions", () => {
    const at = { created: "2026", modified: "2026", sourcePosition: "project:///index.ts#1", stackTrace: [{}] };
    const step = {
      op: "update",
      urn: urn(bucket),
      oldState: state(bucket, { id: "it-id", inputs: { bucket: "one" }, ...at }),
      newState: state(bucket, { inputs: { bucket: "two" }, ...at }),
      diffReasons: ["bucket"],
      detailedDiff: { "tags.x": { kind: "add" } },
    };
    const provider = { type: "pulumi:providers:aws", inputs: { version: "7.16.0" } };
    assert.deepEqual(describeSteps([step], [provider, provider]), {
      tool: "pulumi 3.248.0",
      plugins: ["aws 7.16.0"],
      state: { time: "2026-01-01" },
      stateRecord: { manifest: { time: "2026-01-01" }, resources: [provider, provider] },
      changes: [
        {
          action: "update",
          address: urn(bucket),
          type: bucket,
          id: "it-id",
          properties: ["bucket", "tags.x"],
          record: {
            op: "update",
            oldState: state(bucket, { id: "it-id", inputs: { bucket: "one" } }),
            newState: state(bucket, { inputs: { bucket: "two" } }),
            detailedDiff: { "tags.x": { kind: "add" } },
          },
        },
      ],
      refused: [],
    });
  });

  it("is the same in two previews that choose other random names, wherever these stand", () => {
    const preview = (random: string) =>
      describeSteps([
        {
          op: "create",
          urn: urn(bucket, "Assets"),
          newState: state(bucket, { inputs: { __defaults: ["bucket"], bucket: `assets-${random}` } }),
        },
        {
          op: "create",
          urn: urn("aws:s3/bucketPolicy:BucketPolicy"),
          newState: state("aws:s3/bucketPolicy:BucketPolicy", {
            inputs: { bucket: `arn:aws:s3:::assets-${random}/*` },
          }),
        },
      ]);
    assert.deepEqual(preview("1a2b3c4"), preview("5d6e7f8"));
    assert.notDeepEqual(preview("1a2b3c4").changes[0]?.record, preview("1a2b3c4").changes[1]?.record);
  });

  it("keeps a name that somebody chose, and the name that a resource has", () => {
    const named = (inputs: object, old: object = {}) =>
      describeSteps([
        {
          op: "update",
          urn: urn(bucket),
          oldState: state(bucket, { inputs: old }),
          newState: state(bucket, { inputs }),
        },
      ]);
    assert.notDeepEqual(named({ bucket: "it-1" }), named({ bucket: "it-2" }));
    const defaulted = (bucketName: string) => ({ __defaults: ["bucket"], bucket: bucketName });
    assert.notDeepEqual(
      named(defaulted("it-1"), defaulted("it-1")).changes[0]?.record,
      named(defaulted("it-2"), defaulted("it-2")).changes[0]?.record,
    );
  });

  it("deletes nothing that is protected", () => {
    const oldState = state(bucket, { protect: true });
    assert.deepEqual(describeSteps([{ op: "delete", urn: urn(bucket), oldState }]).refused, [
      urn(bucket),
      "These resources are protected, and the plan deletes them. Set protect: false and update the stack first.",
    ]);
    assert.deepEqual(describeSteps([{ op: "update", urn: urn(bucket), oldState, newState: oldState }]).refused, []);
  });

  it("is previewed without a lock, beside an export of the state", () => {
    const [exported, previewed] = previewUpdate("--stack a/b/c");
    assert.equal(exported, 'pulumi stack export --stack a/b/c --file "$TOOLS_DIR/state.json"');
    assert.equal(
      previewed?.split("\n")[0],
      'if ! pulumi preview --stack a/b/c --json > "$TOOLS_DIR/preview.json"; then',
    );
    assert.deepEqual(
      previewUpdate("--stack a/b/c", { approved: '"approved.json"' })
        .slice(1)
        .map((line) => line.split("\n")[0]),
      [
        `echo '{}' > "$TOOLS_DIR/preview.json"`,
        'node "$TOOLS_DIR/plan.js" begin "approved.json" "$TOOLS_DIR/preview.json" "$TOOLS_DIR/state.json"',
        'if ! pulumi preview --stack a/b/c --json --save-plan "$TOOLS_DIR/update.plan" > "$TOOLS_DIR/preview.json"; then',
      ],
    );
    assert.match(installPulumiUpdatePlan("3.248.0"), /"update", \(\.\.\.files\) => /);
  });
});
