import assert from "node:assert/strict";
import { hasPlan } from "../../../components/delivery/plan-settings";
import { readDelivery } from "../../../components/delivery/problems";
import { deliverySettings } from "../../support/delivery-settings";

const approval = { notify: ["release@acme.example"] };
const sha256 = "0".repeat(64);
const deploy = { tool: "pulumi", stack: "acme/shop/prod", version: "3.221.0", sha256 };
const state = {
  backend: "pulumi-cloud",
  accessTokenSecret: "shop/write",
  previewAccessTokenSecret: "shop/read",
};
const planned = (changes: object = {}) => deliverySettings({ approval, deploy, state, ...changes });
const resources = ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"];

const refused: readonly [what: string, settings: object, path: string, reason: string][] = [
  [
    "a plan that nobody approves",
    deliverySettings({ plan: true }),
    "plan",
    "is set, and nobody approves it: add approval, or remove plan",
  ],
  [
    "a plan of a state that is nowhere",
    deliverySettings({ approval }),
    "state",
    "is missing, and the plan before the approval reads it: give it, or set plan: false",
  ],
  [
    "a plan with the token that writes",
    planned({ state: { backend: "pulumi-cloud", accessTokenSecret: "shop/write" } }),
    "state.previewAccessTokenSecret",
    "is missing, and the plan before the approval gets no token that writes: give the secret of a token that only reads this stack, or set plan: false",
  ],
  [
    "a version that saves no plan",
    planned({ deploy: { ...deploy, version: "3.24.0" } }),
    "deploy.version",
    'is "3.24.0", which saves no plan: give 3.24.1 or newer, or set plan: false',
  ],
  [
    "a plan that may write",
    planned({ plan: { permissions: [{ actions: ["ecs:DescribeServices", "ecs:UpdateService"], resources }] } }),
    "plan.permissions[0].actions[1]",
    'is "ecs:UpdateService", which may write before anyone approves: give actions that read, such as ecs:DescribeServices',
  ],
  [
    "a variable with the token that writes",
    planned({ plan: { environmentVariables: { TOKEN: { secret: "shop/write:token" } } } }),
    "plan.environmentVariables.TOKEN",
    'reads "shop/write:token", the token that writes the state: remove it',
  ],
  [
    "a variable that the recipes set",
    planned({ plan: { environmentVariables: { IMAGE_URI: { value: "x" } } } }),
    "plan.environmentVariables.IMAGE_URI",
    "is set for every deployment and test: choose another name",
  ],
  [
    "a plan that is neither",
    planned({ plan: "yes" }),
    "plan",
    'is "yes": give true, false, or settings of the plan such as permissions',
  ],
];

describe("the plan before an approval", () => {
  for (const [what, settings, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(readDelivery(settings).problems, [{ path, reason }]);
    });
  }

  it("is there wherever an approval is, unless it is switched off", () => {
    assert.deepEqual(
      [{ approval }, { approval, plan: true }, { approval, plan: {} }, { approval, plan: false }, {}].map(hasPlan),
      [true, true, true, false, false],
    );
  });

  it("accepts settings with all it needs, and any settings without a plan", () => {
    const read = { permissions: [{ actions: ["ecs:DescribeServices", "kms:Decrypt"], resources }] };
    for (const settings of [planned(), planned({ plan: read }), deliverySettings({ approval, plan: false })]) {
      assert.deepEqual(readDelivery(settings).problems, []);
    }
  });
});
