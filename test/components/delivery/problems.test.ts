import assert from "node:assert/strict";
import fc from "fast-check";
import { readDelivery } from "../../../components/delivery/problems";
import { deliverySettings, deployment, stackSettings } from "../../support/delivery-settings";
import { connectionArn } from "../../support/pipelines";
import { keyArn } from "../../support/scopes";

const exposed =
  "and everyone who can read the project sees it: give a parameter or a secret, or say in notSecret why the value is none";
const tests = { commands: ["npm test"] };
const approval = { notify: ["release@acme.example"] };

const chineseConnection = connectionArn.replace("arn:aws:", "arn:aws-cn:");

const tagNames = (name: string) =>
  `is "${name}": name tags in 1 to 127 letters, digits, spaces or _ . : / = + @ -; aws: is reserved, and application, environment, aws-pipelines:gate are set for every resource`;

const told = { emails: ["team@acme.example"] };

const contradictory: [what: string, settings: unknown, path: string, reason: string][] = [
  [
    "a partition that is not that of the region",
    deliverySettings({ partition: "aws-cn" }),
    "partition",
    "is in the partition aws-cn, and eu-central-1 is in aws: correct one of them",
  ],
  [
    "a connection of another partition",
    deliverySettings({ source: { connectionArn: chineseConnection, repository: "acme/shop" } }),
    "source.connectionArn",
    "is in the partition aws-cn, and eu-central-1 is in aws: correct one of them",
  ],
  [
    "a lifecycle of an existing repository",
    deliverySettings({ image: { existingRepositoryName: "shared", keepImages: 5 } }),
    "image.keepImages",
    "is 5, but the lifecycle of shared stays as it is: remove keepImages",
  ],
  [
    "protection without notifications",
    deliverySettings({ protect: true }),
    "notify",
    "is missing, and protect is true: give recipients of failed runs, such as emails, or false with notifyReason",
  ],
  [
    "no notifications without a reason",
    deliverySettings({ notify: false }),
    "notifyReason",
    "is missing, and notify is false: say who watches the runs instead",
  ],
  [
    "a reason beside recipients",
    deliverySettings({ notify: told, notifyReason: "a dashboard" }),
    "notifyReason",
    "is for notify: false, and notify names recipients: remove it",
  ],
  [
    "a reason without notify",
    deliverySettings({ notifyReason: "a dashboard" }),
    "notifyReason",
    "is for notify: false: remove it, or set notify",
  ],
  [
    "notifications for nobody",
    deliverySettings({ notify: {} }),
    "notify",
    "names nobody: give at least one of emails, endpoints, functions, queues, topics, slack, teams, eventBuses",
  ],
  [
    "a new store with the name of a gate's",
    deliverySettings({ artifacts: { bucketName: "shop-destroy-artifacts" } }),
    "artifacts.bucketName",
    'is "shop-destroy-artifacts": builds are denied writing to buckets with "-destroy-" in their names; give another name',
  ],
  [
    "the store of another environment's gate",
    deliverySettings({
      artifacts: {
        existingBucketName: "shop-prod-destroy-artifacts-111122223333-eu-central-1",
        existingKeyArn: keyArn,
      },
    }),
    "artifacts.existingBucketName",
    'is "shop-prod-destroy-artifacts-111122223333-eu-central-1": builds are denied writing to buckets with "-destroy-" in their names; give another name',
  ],
  [
    "a recipient of another region",
    deliverySettings({ notify: { topics: ["arn:aws:sns:us-east-1:111122223333:x"] } }),
    "notify.topics[0]",
    'is "arn:aws:sns:us-east-1:111122223333:x", of region us-east-1: give one of region eu-central-1',
  ],
  [
    "approvals that no pipeline waits for",
    deliverySettings({ notify: { ...told, events: ["approval-needed"] } }),
    "notify.events[0]",
    'is "approval-needed", and no pipeline waits for an approval: leave it out',
  ],
  [
    "notifications that are neither recipients nor false",
    deliverySettings({ notify: true }),
    "notify",
    "is true: give recipients, such as emails, or false with notifyReason",
  ],
  [
    "a repository that is made and one that is there already",
    deliverySettings({ image: { repositoryName: "shop", existingRepositoryName: "shared" } }),
    "image.existingRepositoryName",
    'is "shared", and image.repositoryName asks for a new one: remove one of them',
  ],
  [
    "a plaintext secret for the deployment, without repeating it",
    deliverySettings({ deploy: deployment({ environmentVariables: { API_TOKEN: { value: "hunter2" } } }) }),
    "deploy.environmentVariables.API_TOKEN",
    `has the name of a secret, ${exposed}`,
  ],
  [
    "a plaintext credential for the tests under a harmless name",
    deliverySettings({ test: { ...tests, environmentVariables: { ID: { value: `AKIA${"A1".repeat(8)}` } } } }),
    "test.environmentVariables.ID",
    `has the value of a credential, ${exposed}`,
  ],
  [
    "a variable that the recipes set",
    deliverySettings({ deploy: deployment({ environmentVariables: { IMAGE_URI: { value: "x" } } }) }),
    "deploy.environmentVariables.IMAGE_URI",
    "is set for every deployment and test: choose another name",
  ],
  [
    "a variable that the environment sets",
    deliverySettings({ test: { ...tests, environmentVariables: { IMAGE_REPOSITORY_URI: { parameter: "/x" } } } }),
    "test.environmentVariables.IMAGE_REPOSITORY_URI",
    "is set for every deployment and test: choose another name",
  ],
  [
    "an address that is told twice",
    deliverySettings({ plan: false, approval: { notify: ["a@acme.example", "a@acme.example"] } }),
    "approval.notify",
    'is ["a@acme.example","a@acme.example"]: give everything once',
  ],
  [
    "a tag that AWS reserves",
    deliverySettings({ tags: { "aws:owner": "acme" } }),
    "tags.aws:owner",
    tagNames("aws:owner"),
  ],
  [
    "a tag that is set for every resource",
    deliverySettings({ tags: { application: "x" } }),
    "tags.application",
    tagNames("application"),
  ],
  [
    "a tag of a character that AWS does not know",
    deliverySettings({ tags: { owner: "acme!" } }),
    "tags.owner",
    'is "acme!": give at most 255 letters, digits, spaces or _ . : / = + @ -',
  ],
  [
    "more tags than AWS takes",
    deliverySettings({ tags: Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag${index}`, ""])) }),
    "tags",
    "are more than 47: AWS takes 50, and three are set here",
  ],
  [
    "a bucket that is there already without its key",
    deliverySettings({ artifacts: { existingBucketName: "shop-store" } }),
    "artifacts.existingKeyArn",
    "is missing: existingBucketName needs the ARN of the key that encrypts the bucket",
  ],
  [
    "a key of another region",
    deliverySettings({ artifacts: { existingKeyArn: keyArn.replace("eu-central-1", "us-east-1") } }),
    "artifacts.existingKeyArn",
    "is a key of account 111122223333 in us-east-1: give a key of account 111122223333 in eu-central-1",
  ],
  [
    "protection of what is removed on destroy",
    deliverySettings({ protect: true, notify: told, artifacts: { retainOnDelete: false } }),
    "artifacts.retainOnDelete",
    "is false, and protect is true: remove one of them",
  ],
  [
    "an approval that outlasts the artifacts",
    deliverySettings({
      plan: false,
      approval: { ...approval, timeoutInMinutes: 2881 },
      artifacts: { expireAfterDays: 2 },
    }),
    "approval.timeoutInMinutes",
    "is 2881, and artifacts are deleted after 2 days: give at most 2880, or keep artifacts longer",
  ],
  [
    "an approval that outlasts artifacts of which nothing is said",
    deliverySettings({ plan: false, approval: { ...approval, timeoutInMinutes: 43_201 } }),
    "approval.timeoutInMinutes",
    "is 43201, and artifacts are deleted after 30 days: give at most 43200, or keep artifacts longer",
  ],
];

describe("deliveryProblems", () => {
  for (const [what, settings, path, reason] of contradictory) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(readDelivery(settings).problems, [{ path, reason }]);
    });
  }

  for (const stack of ["dev", "staging", "prod"] as const) {
    it(`accepts the settings of the stack ${stack}`, () => {
      assert.deepEqual(readDelivery(stackSettings(stack)).problems, []);
    });
  }

  for (const [what, settings] of [
    ["the least there can be", deliverySettings()],
    ["a partition that says what the region says", deliverySettings({ partition: "aws" })],
    [
      "China, with a connection there",
      deliverySettings({
        region: "cn-north-1",
        partition: "aws-cn",
        source: { connectionArn: chineseConnection, repository: "acme/shop" },
      }),
    ],
    [
      "a link as long as AWS takes it",
      deliverySettings({ plan: false, approval: { ...approval, reviewUrl: `https://${"x".repeat(992)}` } }),
    ],
    [
      "protection of what is kept anyway",
      deliverySettings({ protect: true, notify: told, artifacts: { retainOnDelete: true } }),
    ],
    ["protection of what nothing is said of", deliverySettings({ protect: true, notify: told, artifacts: {} })],
    [
      "an approval that waits as long as artifacts are kept",
      deliverySettings({
        plan: false,
        approval: { ...approval, timeoutInMinutes: 2880 },
        artifacts: { expireAfterDays: 2 },
      }),
    ],
    [
      "a long approval with a bucket that is there already, whose owner decides how long artifacts are kept",
      deliverySettings({
        plan: false,
        approval: { ...approval, timeoutInMinutes: 86_400 },
        artifacts: { existingBucketName: "shop-store", existingKeyArn: keyArn },
      }),
    ],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(readDelivery(settings).problems, []);
    });
  }

  it("reports wrong shapes and broken cross-checks in one go, those of one part included", () => {
    const settings = deliverySettings({
      account: 5,
      partition: "aws-cn",
      source: { connectionArn: chineseConnection, repository: "shop" },
      image: { repositoryName: "shop", existingRepositoryName: "shared", tag: "x" },
      deploy: deployment({
        version: "latest",
        environmentVariables: { TOKEN: { value: "hunter2" }, PORT: { value: 80 } },
      }),
      plan: false,
      approval: { notify: [], timeoutInMinutes: 50_000 },
    });
    assert.deepEqual(readDelivery(settings).problems, [
      { path: "account", reason: "is 5: give text" },
      {
        path: "source.repository",
        reason: 'is "shop": give the owner and the name of the repository, such as acme/shop',
      },
      {
        path: "image.tag",
        reason:
          "is not known here. Did you mean tagDeployments? Allowed are repositoryName, existingRepositoryName, context, dockerfile, platform, latest, keepImages, expireImagesAfterDays, protectedTags, tagDeployments, pulledBy, baseImages, dockerHub",
      },
      { path: "deploy.version", reason: 'is "latest": give one version as x.y.z, such as 1.13.5' },
      { path: "deploy.environmentVariables.PORT.value", reason: "must be text: put it in quotation marks" },
      { path: "approval.notify", reason: "is []: give at least 1 entry" },
      {
        path: "partition",
        reason: "is in the partition aws-cn, and eu-central-1 is in aws: correct one of them",
      },
      {
        path: "source.connectionArn",
        reason: "is in the partition aws-cn, and eu-central-1 is in aws: correct one of them",
      },
      {
        path: "image.existingRepositoryName",
        reason: 'is "shared", and image.repositoryName asks for a new one: remove one of them',
      },
      { path: "deploy.environmentVariables.TOKEN", reason: `has the name of a secret, ${exposed}` },
      {
        path: "approval.timeoutInMinutes",
        reason: "is 50000, and artifacts are deleted after 30 days: give at most 43200, or keep artifacts longer",
      },
    ]);
  });

  it("claims nothing about how long artifacts are kept where that cannot be read", () => {
    const settings = deliverySettings({
      plan: false,
      approval: { ...approval, timeoutInMinutes: 80_000 },
      artifacts: { expireAfterDays: "90" },
    });
    assert.deepEqual(readDelivery(settings).problems, [
      { path: "artifacts.expireAfterDays", reason: 'is "90": give a number' },
    ]);
  });

  it("says nothing about a region that cannot be read", () => {
    assert.deepEqual(
      readDelivery(deliverySettings({ region: 5, partition: "aws-cn" })).problems.map(({ path }) => path),
      ["region"],
    );
  });

  it("never throws, whatever it is given", () => {
    const keys = fc.constantFrom("account", "region", "source", "image", "deploy", "test", "approval", "artifacts");
    const inner = fc.constantFrom("environmentVariables", "timeoutInMinutes", "existingBucketName", "connectionArn");
    const anything = fc.oneof(fc.jsonValue(), fc.dictionary(inner, fc.jsonValue()));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, anything)), (settings) => {
        assert.ok(readDelivery(settings).problems.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});
