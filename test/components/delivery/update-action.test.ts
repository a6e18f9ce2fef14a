import assert from "node:assert/strict";
import { readUpdate } from "../../../components/delivery/update-action";
import type { UpdateSettings } from "../../../components/delivery/update-settings";
import { scope } from "../../support/scopes";

const settings: UpdateSettings = {
  tool: "pulumi",
  stack: "organization/shop/prod",
  version: "3.248.0",
  sha256: "0".repeat(64),
  state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" },
};
const place = { name: "Network of shop", pipelineName: "shop", bucketName: "acme-artifacts" };
const step = {
  step: "plan",
  settings,
  planName: "Network",
  repositoryName: undefined,
  passed: { A: "#{B.C}" },
} as const;
const said = (changes: object, at: object = {}) =>
  readUpdate(scope, { ...step, ...changes }, { ...place, ...at }).problems.map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

describe("an action that plans or applies infrastructure", () => {
  it("plans into the bucket of the artifacts, and writes nothing else there", () => {
    const { build, writesTo, problems } = readUpdate(scope, step, place);
    assert.deepEqual(problems, []);
    assert.equal(writesTo, "arn:aws:s3:::acme-artifacts/plans/Network/*");
    assert.deepEqual([build?.keyUse, build?.environmentVariables?.A], ["encrypt", { value: "#{B.C}" }]);
    assert.match(
      JSON.stringify(build?.buildspec),
      /--bucket acme-artifacts --key [^ ]*plans\/Network\/\$EXECUTION_ID\.json/,
    );
  });

  it("applies the approved plan, or without a plan if it has none", () => {
    const applied = (planName: string | undefined) =>
      JSON.stringify(readUpdate(scope, { ...step, step: "apply", planName }, place).build?.buildspec);
    assert.match(applied("Network"), /--plan \S*update\.plan/);
    assert.doesNotMatch(applied(undefined), /--plan /);
    assert.equal(readUpdate(scope, { ...step, step: "apply" }, place).writesTo, undefined);
  });

  it("names the problems of a deployment once, at the action that plans", () => {
    const wrong = { settings: { ...settings, version: "latest" } };
    assert.match(said(wrong).join(), /^version: /);
    assert.deepEqual(said({ ...wrong, step: "apply" }), []);
    assert.match(said({ settings: { ...settings, state: undefined } }).join(), /^state: is missing/);
    assert.deepEqual(said({ settings: { ...settings, plan: false } }), [
      "plan: is false, and this deployment is planned: remove it, or deploy with buildAction",
    ]);
    assert.deepEqual(said({}, { pipelineName: "plans" }), [
      'name: belongs to the pipeline "plans", whose artifacts would be in the folder of the plans: rename the pipeline',
    ]);
  });
});
