import assert from "node:assert/strict";
import { goldenLines } from "./support/golden";
import { nameOf, previewOf, type StackPreview, unknown } from "./support/preview";

describe("an environment with a deployment of each kind", () => {
  let preview: StackPreview;

  before(async () => {
    preview = await previewOf("dev", "test/fixtures/program/application");
  });

  it("creates exactly the resources of its golden list", () => {
    const lines = preview.resources.map((made) => `${made.type} :: ${nameOf(made.urn)} :: ${nameOf(made.parent)}`);
    const actual = lines.map((line) => line.trimEnd()).sort();
    assert.deepEqual(actual, goldenLines("application.txt", actual));
  });

  it("is clean: no mandatory finding, nothing that could not be judged, and no advice to other owners", () => {
    const found = preview.policies.flatMap(({ violations }) => violations);
    assert.deepEqual(
      found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
      [],
    );
    assert.deepEqual(preview.diagnostics, []);
    assert.equal(preview.status, 0);
  });

  it("knows every document on the first preview", () => {
    const policies = preview.resources.filter(({ inputs }) => inputs.policy ?? inputs.assumeRolePolicy);
    assert.ok(policies.length > 40);
    assert.ok(
      !JSON.stringify(policies.map(({ inputs }) => inputs.policy ?? inputs.assumeRolePolicy)).includes(unknown),
    );
  });
});
