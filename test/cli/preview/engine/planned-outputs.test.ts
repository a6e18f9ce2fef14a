import assert from "node:assert/strict";
import { secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { plannedOutputs } from "../../../../cli/preview/engine/planned-outputs";
import { resource } from "../support/resource";

const inputsOf = () => new Set(["name", "password"]);
const planned = (
  type: string,
  inputs: Parameters<typeof plannedOutputs>[0]["inputs"],
  additionalSecretOutputs: readonly string[],
) => plannedOutputs(resource(type, "a", { inputs, additionalSecretOutputs: [...additionalSecretOutputs] }), inputsOf);

describe("the planned outputs of a new resource", () => {
  it("are its inputs, as a copy", () => {
    const inputs = { name: "a", tags: { x: 1 } };
    const outputs = planned("aws:rds/instance:Instance", inputs, []);
    assert.deepEqual(outputs, inputs);
    assert.notEqual(outputs, inputs);
  });

  it("have secrets where the program says so: inputs, and outputs that are not known", () => {
    const outputs = planned("aws:rds/instance:Instance", { name: "a" }, ["name", "endpoint"]);
    assert.deepEqual(outputs, { name: secret("a"), endpoint: secret(UNKNOWN) });
  });

  it("have no input that the program leaves out", () => {
    assert.deepEqual(planned("aws:rds/instance:Instance", { name: "a" }, ["password"]), { name: "a" });
  });

  it("mark a secret once", () => {
    assert.deepEqual(planned("aws:rds/instance:Instance", { name: secret("a") }, ["name"]), { name: secret("a") });
  });

  it("of a provider are its inputs alone", () => {
    assert.deepEqual(planned("pulumi:providers:aws", { token: "x" }, ["token", "other"]), { token: secret("x") });
  });
});
