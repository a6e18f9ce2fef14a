import assert from "node:assert/strict";
import { readApplication } from "../../../components/delivery/application-plan";
import { checkSettings, hasDrift } from "../../../components/delivery/drift-settings";
import { readDelivery } from "../../../components/delivery/problems";
import { deliverySettings } from "../../support/delivery-settings";

const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "shop.tfstate" };
const notify = { emails: ["team@acme.example"] };
const resources = ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"];
const checked = (changes: object = {}) => deliverySettings({ drift: true, state, notify, ...changes });

const sha256 = "0".repeat(64);
const infrastructure = { name: "Module", tool: "terraform", version: "1.13.5", sha256 };
const stack = { name: "Stack", tool: "cloudformation", stackName: "orders" };
const upload = { name: "Files", tool: "action", provider: "S3", configuration: { BucketName: "site" } };
const application = (changes: object = {}) => {
  const { deploy: _, ...base } = checked() as unknown as Record<string, unknown>;
  return { ...base, deployments: [infrastructure], ...changes };
};

const refused: readonly [what: string, settings: object, path: string, reason: string][] = [
  [
    "a check without recipients",
    checked({ notify: undefined }),
    "drift",
    "is set, and nobody is told: give recipients in notify, or remove drift",
  ],
  [
    "a check that tells an event bus alone",
    checked({ notify: { eventBuses: ["arn:aws:events:eu-central-1:111122223333:event-bus/all"] } }),
    "drift",
    "reaches no event bus: give at least one of emails, endpoints, functions, queues, topics, slack, teams in notify",
  ],
  [
    "a check of a state that is nowhere",
    checked({ state: undefined }),
    "state",
    "is missing, and the check of drift reads it: give it, or set drift: false",
  ],
  [
    "a check with the token that writes",
    checked({
      deploy: { tool: "pulumi", version: "3.248.0", sha256, stack: "acme/shop/dev" },
      state: { backend: "pulumi-cloud", accessTokenSecret: "shop/write" },
    }),
    "state.previewAccessTokenSecret",
    "is missing, and the check of drift gets no token that writes: give the secret of a token that only reads this stack, or set drift: false",
  ],
  [
    "a check that may write",
    checked({ drift: { permissions: [{ actions: ["ecs:DescribeServices", "ecs:UpdateService"], resources }] } }),
    "drift.permissions[0].actions[1]",
    'is "ecs:UpdateService", which may write before anyone approves: give actions that read, such as ecs:DescribeServices',
  ],
  [
    "a schedule that AWS does not know",
    checked({ drift: { schedule: "nightly" } }),
    "drift.schedule",
    'is "nightly": give cron(<minutes> <hours> <day of month> <month> <day of week> <year>) or rate(<number> <unit>)',
  ],
  [
    "a check that is neither",
    checked({ drift: "daily" }),
    "drift",
    'is "daily": give true, false, or settings of the check such as schedule',
  ],
];

const refusedApplications: readonly [what: string, settings: object, path: string, reason: string][] = [
  [
    "checks without recipients",
    application({ notify: undefined }),
    "drift",
    "is set, and nobody is told: give recipients in notify, or remove drift",
  ],
  [
    "permissions for all deployments at once",
    application({ drift: { permissions: [] } }),
    "drift.permissions",
    "is not known here: allowed are schedule, timeoutInMinutes",
  ],
  [
    "checks where nothing can be compared",
    application({ deployments: [upload] }),
    "drift",
    "is set, and no deployment has a state or a stack to compare: add one, or remove drift",
  ],
  [
    "a check of one deployment where the environment has none",
    application({ drift: undefined, deployments: [{ ...infrastructure, drift: { permissions: [] } }] }),
    "deployments[0].drift",
    "is given, and drift of the environment is off: set drift: true",
  ],
  [
    "a check of a deployment that may write",
    application({ deployments: [{ ...stack, drift: { permissions: [{ actions: ["sqs:DeleteQueue"], resources }] } }] }),
    "deployments[0].drift.permissions[0].actions[0]",
    'is "sqs:DeleteQueue", which may write before anyone approves: give actions that read, such as ecs:DescribeServices',
  ],
  [
    "checks beside a definition file, whose deployments are unknown",
    application({ deployments: undefined, definition: "pipeline.yaml", source: undefined }),
    "drift",
    "stands beside definition, and the deployments of pipeline.yaml are unknown here. Describe them by deployments, or run the recipes pulumiDrift, terraformDrift or stackDrift in a project of your own",
  ],
];

describe("the settings of drift", () => {
  for (const [what, settings, path, reason] of refused) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(readDelivery(settings).problems, [{ path, reason }]);
    });
  }

  for (const [what, settings, path, reason] of refusedApplications) {
    it(`of an application refuse ${what}`, () => {
      assert.deepEqual(readApplication(settings).problems, [{ path, reason }]);
    });
  }

  it("accept a check of each kind, and deployments that are left out", () => {
    assert.deepEqual(readDelivery(checked()).problems, []);
    assert.deepEqual(readDelivery(checked({ drift: false, notify: undefined, state: undefined })).problems, []);
    const left = { ...stack, name: "Left", drift: false };
    const elsewhere = { ...stack, name: "Elsewhere", target: { account: "444455556666" } };
    const deployments = [infrastructure, left, elsewhere, upload];
    assert.deepEqual(readApplication(application({ deployments })).problems, []);
  });

  it("mean a check each night unless they give a schedule", () => {
    assert.deepEqual(
      [true, {}, false, undefined].map((drift) => hasDrift({ drift })),
      [true, true, false, false],
    );
    assert.deepEqual(checkSettings(true), { schedules: [{ name: "drift", expression: "cron(0 3 * * ? *)" }] });
    assert.deepEqual(checkSettings({ schedule: "rate(6 hours)", timeoutInMinutes: 30 }), {
      schedules: [{ name: "drift", expression: "rate(6 hours)" }],
      timeoutInMinutes: 30,
    });
  });
});
