import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { buildVariables } from "../../../../policy/lib/pipeline/build-variables";

const path = "environment.environmentVariables";

describe("the environment variables of a project", () => {
  it("have a name, a value and a type, which is plain text by default", () => {
    const environmentVariables: readonly Properties[] = [
      { name: "STAGE", value: "dev" },
      { name: "TOKEN", value: "shop", type: "SECRETS_MANAGER" },
      { name: "EMPTY", value: "", type: "" },
      { name: unknownValue, value: unknownValue, type: unknownValue },
    ];
    assert.deepEqual(buildVariables({ environmentVariables }), [
      { path: `${path}[0]`, name: "STAGE", value: "dev", type: "PLAINTEXT" },
      { path: `${path}[1]`, name: "TOKEN", value: "shop", type: "SECRETS_MANAGER" },
      { path: `${path}[2]`, name: "EMPTY", value: "", type: "PLAINTEXT" },
      { path: `${path}[3]`, name: unknownValue, value: unknownValue, type: unknownValue },
    ]);
  });

  it("are read from an environment in a list of one, as older types write it", () => {
    const environment = [{ environmentVariables: [{ name: "A", value: "b" }] }];
    assert.deepEqual(buildVariables(environment), [{ path: `${path}[0]`, name: "A", value: "b", type: "PLAINTEXT" }]);
  });

  it("are one unknown where the environment is", () => {
    assert.deepEqual(buildVariables(unknownValue), [
      { path, name: unknownValue, value: unknownValue, type: unknownValue },
    ]);
  });

  it("are none in an environment without any", () => {
    assert.deepEqual(buildVariables({}), []);
    assert.deepEqual(buildVariables(undefined), []);
  });
});
