import assert from "node:assert/strict";
import { join } from "node:path";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { secret } from "../../../../cli/preview/base/property-value";
import { readAnswers, suppliedResult, suppliedState } from "../../../../cli/preview/invokes/supplied-answers";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function answers(yaml: string) {
  return readAnswers(join(temporaryDirectory({ "answers.yaml": yaml }), "answers.yaml"));
}

describe("supplied answers", () => {
  afterEach(removeTemporaryDirectories);

  it("fit calls that have their arguments, the first one first", () => {
    const given = answers(
      [
        "functions:",
        "  - {token: 'a:b:c', args: {tags: {env: dev}, ids: [1, 2]}, result: {id: one}}",
        "  - {token: 'a:b:c', result: {id: any}}",
      ].join("\n"),
    );
    assert.deepEqual(suppliedResult(given, "a:b:c", { tags: { env: "dev", more: 1 }, ids: [1, 2], x: 1 }), {
      id: "one",
    });
    assert.deepEqual(suppliedResult(given, "a:b:c", { tags: { env: "dev" }, ids: [2, 1] }), { id: "any" });
    assert.deepEqual(suppliedResult(given, "a:b:c", { ids: [1] }), { id: "any" });
    assert.equal(suppliedResult(given, "a:b:d", {}), undefined);
  });

  it("give states of resources by type and ID, and outputs of stacks by name", () => {
    const given = answers(
      [
        "resources: [{type: 'a:b:C', id: one, state: {arn: x}}]",
        "stacks: {acme/net/dev: {outputs: {id: vpc-1, key: k}, secretOutputs: [key, token]}}",
      ].join("\n"),
    );
    assert.deepEqual(suppliedState(given, "a:b:C", "one"), { arn: "x" });
    assert.equal(suppliedState(given, "a:b:C", "two"), undefined);
    assert.deepEqual(suppliedState(given, "pulumi:pulumi:StackReference", "acme/net/dev"), {
      name: "acme/net/dev",
      outputs: { id: "vpc-1", key: secret("k"), token: secret(placeholder("secret")) },
      secretOutputNames: ["key", "token"],
    });
    assert.equal(suppliedState(given, "pulumi:pulumi:StackReference", "acme/net/prod"), undefined);
  });

  it("are refused with every wrong entry", () => {
    assert.throws(
      () => answers("function: []\nfunctions: [{result: 1}]\nstacks: {a: {}}\nresources: x\n"),
      (error: Error) => {
        assert.equal(error.name, "PreviewError");
        assert.deepEqual(
          error.message.split("\n").map((line) => line.replace(/^.*answers\.yaml: /, "")),
          [
            "function: unknown key; use functions, stacks, resources",
            "functions[0].token: expected a function token such as aws:ec2/getVpc:getVpc",
            "functions[0].result: expected a mapping",
            "resources: expected a list of mappings",
            "stacks.a.outputs: expected a mapping",
          ],
        );
        return true;
      },
    );
  });
});
