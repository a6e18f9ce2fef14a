import assert from "node:assert/strict";
import { saysDestroy, setsDestroy } from "../../../../policy/lib/destroy/variables";

describe("variables that tell a program to destroy", () => {
  for (const [name, value] of [
    ["ACTION", "destroy"],
    ["ARGS", " --destroy "],
    ["DESTROY", "true"],
    ["TEAR_DOWN", "1"],
    ["RUN", "pulumi destroy --yes"],
    ["TF_CLI_ARGS", "-input=false -destroy"],
    ["TF_CLI_ARGS_apply", "-destroy"],
  ] as const) {
    it(`are ${name}=${value}`, () => assert.equal(saysDestroy({ name, value }), true));
  }
  for (const [name, value] of [
    ["BRANCH", "destroy-manual-trigger"],
    ["DESTROY", "false"],
    ["TF_CLI_ARGS_plan", "-destroy"],
    ["TF_CLI_ARGS_apply", "-destroy=false"],
    ["RUN", "pulumi destroy --preview-only"],
    ["PLAN_TO_DESTROY", "1"],
  ] as const) {
    it(`are not ${name}=${value}`, () => assert.equal(saysDestroy({ name, value }), false));
  }

  for (const script of [
    "env:\n  variables:\n    ACTION: destroy\n",
    'env: { variables: { ACTION: "destroy" } }',
    "- export ACTION=destroy",
    "action=destroy; pulumi $action",
    'DESTROY: "true" # at last',
    "TF_CLI_ARGS_apply: -destroy -input=false",
  ]) {
    it(`are set in ${JSON.stringify(script)}`, () => assert.equal(setsDestroy(script), true));
  }
  for (const script of [
    "env:\n  variables:\n    BRANCH: destroy-manual-trigger\n",
    "- node deploy.js --action=destroyed",
    "ACTION: deploy # or destroy",
    "name: destroy",
  ]) {
    it(`are not set in ${JSON.stringify(script)}`, () => assert.equal(setsDestroy(script), false));
  }
});
