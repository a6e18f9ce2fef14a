import assert from "node:assert/strict";
import {
  reservedProblems,
  stateOwnerOf,
  type UpdateSettings,
  updateProblems,
  updateSchema,
} from "../../../components/delivery/update-settings";

const sha256 = "0".repeat(64);
const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" } as const;
const openTofu = { tool: "opentofu", version: "1.10.5", sha256 } as const;
const program = { tool: "pulumi", stack: "organization/shop/prod", version: "3.248.0", sha256 } as const;
const parse = (update: object): UpdateSettings => updateSchema.parse(update);
const said = (update: object, isPlanned: boolean, shared?: UpdateSettings["state"]) =>
  updateProblems(parse(update), isPlanned, shared).map(({ path, reason }) => `${path}: ${reason.split(/[:,]/)[0]}`);

describe("the settings of a deployment of infrastructure", () => {
  it("are complete with a state of their own or of the environment", () => {
    assert.deepEqual(said({ ...program, state }, true), []);
    assert.deepEqual(said(program, true, state), []);
    assert.deepEqual(said(program, false), []);
    assert.deepEqual(stateOwnerOf(parse(program)), { tool: "pulumi", stack: "organization/shop/prod" });
    assert.deepEqual(stateOwnerOf(parse(openTofu)), { tool: "terraform", version: "1.10.5" });
  });

  it("have the problems of their state, their variables and their plan, at their own paths", () => {
    const variables = { environmentVariables: { IMAGE_URI: { value: "x" } } };
    assert.deepEqual(said({ ...openTofu, ...variables, plan: variables, state }, true), [
      "state.key: is missing",
      "environmentVariables.IMAGE_URI: is set for every deployment and test",
      "plan.environmentVariables.IMAGE_URI: is set for every deployment and test",
    ]);
    assert.deepEqual(said({ ...program, stack: "acme/shop/prod", state }, false), ['stack: is "acme/shop/prod"']);
    assert.deepEqual(said(program, true), ["state: is missing"]);
    assert.deepEqual(
      reservedProblems({ A: 1, IMAGE_REPOSITORY_URI: 1 }).map(({ path }) => path),
      ["IMAGE_REPOSITORY_URI"],
    );
  });
});
