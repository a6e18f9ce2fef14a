import assert from "node:assert/strict";
import { readDelivery } from "../../../components/delivery/problems";
import { deliverySettings, deployment } from "../../support/delivery-settings";
import { connectionArn } from "../../support/pipelines";

const text = "is missing: give text";
const tests = { commands: ["npm test"] };
const approval = { notify: ["release@acme.example"] };

const illShaped: [what: string, settings: unknown, path: string, reason: string][] = [
  ["nothing", undefined, "", "is missing: give an object"],
  ["a text", "shop", "", 'is "shop": give an object'],
  [
    "an unknown setting",
    deliverySettings({ artefacts: {} }),
    "artefacts",
    "is not known here. Did you mean artifacts? Allowed are application, account, region, partition, source, image, deploy, target, accounts, builds, test, approval, plan, drift, promote, state, destroy, selfUpdate, notify, notifyReason, artifacts, logRetentionInDays, protect, rolePath, permissionsBoundaryArn, managedPoliciesOnly, tags",
  ],
  ["no application", deliverySettings({ application: undefined }), "application", text],
  [
    "an application of 25 characters",
    deliverySettings({ application: "a".repeat(25) }),
    "application",
    `is "${"a".repeat(25)}": give 2 to 24 lower-case letters, digits or hyphens, starting with a letter`,
  ],
  [
    "an account that YAML read as a number",
    deliverySettings({ account: 111122223333 }),
    "account",
    "is 111122223333: give text",
  ],
  [
    "an account of 11 digits",
    deliverySettings({ account: "11112222333" }),
    "account",
    'is "11112222333": give the 12 digits of an account, in quotation marks',
  ],
  [
    "a region that is none",
    deliverySettings({ region: "Frankfurt" }),
    "region",
    'is "Frankfurt": give a region, such as eu-central-1',
  ],
  [
    "an unknown partition",
    deliverySettings({ partition: "aws-iso" }),
    "partition",
    'is "aws-iso": allowed are aws, aws-cn, aws-us-gov, aws-eusc',
  ],
  [
    "an unknown tool",
    deliverySettings({ deploy: deployment({ tool: "cdk" }) }),
    "deploy.tool",
    'is "cdk": allowed are pulumi, terraform',
  ],
  ["no tool", deliverySettings({ deploy: {} }), "deploy.tool", "is missing: allowed are pulumi, terraform"],
  ["Pulumi without a stack", deliverySettings({ deploy: deployment({ tool: "pulumi" }) }), "deploy.stack", text],
  [
    "a stack for Terraform",
    deliverySettings({ deploy: deployment({ stack: "acme/shop/dev" }) }),
    "deploy.stack",
    "is not known here: allowed are tool, version, sha256, directory, providers, permissions, environmentVariables, timeoutInMinutes",
  ],
  [
    "a range of versions",
    deliverySettings({ deploy: deployment({ version: "^1.13" }) }),
    "deploy.version",
    'is "^1.13": give one version as x.y.z, such as 1.13.5',
  ],
  [
    "a directory outside the repository",
    deliverySettings({ deploy: deployment({ directory: "../infra" }) }),
    "deploy.directory",
    'is "../infra": give a path inside the repository, relative to its root, such as deploy',
  ],
  [
    "a deployment of 4 minutes",
    deliverySettings({ deploy: deployment({ timeoutInMinutes: 4 }) }),
    "deploy.timeoutInMinutes",
    "is 4: give at least 5",
  ],
  [
    "a wildcard in a grant",
    deliverySettings({ deploy: deployment({ permissions: [{ actions: ["s3:*"], resources: ["*"] }] }) }),
    "deploy.permissions[0].actions[0]",
    'is "s3:*": give one action, such as ecs:UpdateService; wildcards grant what nobody asked for',
  ],
  ["tests of nothing", deliverySettings({ test: { commands: [] } }), "test.commands", "is []: give at least 1 entry"],
  [
    "a report of one character, which CodeBuild would refuse",
    deliverySettings({ test: { ...tests, reports: { u: ["*.xml"] } } }),
    "test.reports.u",
    'is "u": give a name of 2 to 128 letters, digits, - or _, starting with a letter or digit, such as integration',
  ],
  [
    "an approval that tells nobody",
    deliverySettings({ plan: false, approval: { notify: [] } }),
    "approval.notify",
    "is []: give at least 1 entry",
  ],
  [
    "an address that is none",
    deliverySettings({ plan: false, approval: { notify: ["release"] } }),
    "approval.notify[0]",
    "is no e-mail address: give one such as release@example.com",
  ],
  [
    "a link of another kind",
    deliverySettings({ plan: false, approval: { ...approval, reviewUrl: "mailto:release@acme.example" } }),
    "approval.reviewUrl",
    'is "mailto:release@acme.example": give an http or https address of at most 1000 characters',
  ],
  [
    "a parameter with a space",
    deliverySettings({ image: { dockerHub: { usernameParameter: "/a b", tokenParameter: "/t" } } }),
    "image.dockerHub.usernameParameter",
    'is "/a b": give the name of a parameter, /path/name',
  ],
  [
    "a login without a token",
    deliverySettings({ image: { dockerHub: { usernameParameter: "/a" } } }),
    "image.dockerHub.tokenParameter",
    text,
  ],
  [
    "an empty branch",
    deliverySettings({ source: { connectionArn, repository: "acme/shop", branch: "" } }),
    "source.branch",
    'is "": give the name of one branch, such as main',
  ],
  ["a tag that is a number", deliverySettings({ tags: { cost: 7 } }), "tags.cost", "is 7: give text"],
];

describe("the shape of an environment's settings", () => {
  for (const [what, settings, path, reason] of illShaped) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(readDelivery(settings).problems, [{ path, reason }]);
    });
  }
});
