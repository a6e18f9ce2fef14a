import assert from "node:assert/strict";
import { nameOf, previewOf, type StackPreview } from "./support/preview";

describe("a program in another language", () => {
  let remote: StackPreview;
  let typescript: StackPreview;

  before(async () => {
    [remote, typescript] = [
      await previewOf("dev", "test/fixtures/provider/remote"),
      await previewOf("dev", "test/fixtures/provider/dev"),
    ];
  });

  it("has the resources of the TypeScript program, with the same inputs, and the same verdicts", () => {
    const judged = ({ resources }: StackPreview) =>
      Object.fromEntries(
        resources
          .filter(({ type }) => type.startsWith("aws:") || type.startsWith("aws-pipelines:"))
          .map(({ urn, inputs, parent }) => [urn, { inputs, parent: nameOf(parent) }]),
      );
    assert.deepEqual(judged(remote), judged(typescript));
    const findings = ({ policies }: StackPreview) =>
      policies.flatMap(({ name, violations }) => violations.map(({ urn, message }) => `${name} ${urn} ${message}`));
    assert.deepEqual(findings(remote).sort(), findings(typescript).sort());
  });

  it("reads outputs of the component", () => {
    const stack = remote.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    assert.deepEqual(stack?.outputs, { bucketName: "shop-dev-artifacts-111122223333-us-east-1" });
  });

  it("leaves nothing out of the preview", () => {
    assert.deepEqual(
      remote.diagnostics.filter(({ message }) => message.includes("remote component")),
      [],
    );
    assert.equal(remote.status, 0);
  });
});
