import assert from "node:assert/strict";
import { stackDeployment } from "../../../components/delivery/stack-settings";
import { allowedKeys, schemaProblems } from "../../../components/schema/vocabulary";

describe("stackDeployment", () => {
  const schema = allowedKeys(stackDeployment);
  const stack = { tool: "cloudformation", stackName: "orders" };

  it("needs the name of a stack alone", () => {
    assert.deepEqual(schemaProblems(schema, stack), []);
    assert.deepEqual(
      schemaProblems(schema, { tool: "cloudformation" }).map(({ path }) => path),
      ["stackName"],
    );
  });

  it("refuses unknown capabilities and an empty template, each by its path", () => {
    assert.deepEqual(
      schemaProblems(schema, { ...stack, template: "", capabilities: ["CAPABILITY_ALL"] }).map(({ path }) => path),
      ["template", "capabilities[0]"],
    );
  });

  it("refuses a template in AWS's form, which names the artifact too", () => {
    assert.deepEqual(schemaProblems(schema, { ...stack, template: "Package::packaged.yaml" }), [
      {
        path: "template",
        reason:
          'is "Package::packaged.yaml": give the path in the artifact alone, such as packaged.yaml; input names the artifact',
      },
    ]);
  });
});
