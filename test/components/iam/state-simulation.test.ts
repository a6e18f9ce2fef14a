import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { stateBucketPolicy } from "../../../components/iam/bucket-policy";
import {
  grantStateAccess,
  type StateLocation,
  type StateUse,
  stateKeyPolicy,
} from "../../../components/iam/state-access";
import { keyArn, scope } from "../../support/scopes";

const { account, region } = scope;
const deployer = `arn:aws:iam::${account}:role/shop-dev-deploy`;
const pulumi: StateLocation = { bucketName: "acme-state", keyAlias: "acme", of: { project: "shop", stack: "dev" } };
const terraform: StateLocation = { bucketName: "acme-state", keyAlias: "acme", of: { key: "shop/dev.tfstate" } };

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

const s3 = (action: string, key: string, bucket = "acme-state"): Request => ({
  action: `s3:${action}`,
  resource: `arn:aws:s3:::${bucket}${key === "" ? "" : `/${key}`}`,
});
const kms = (action: string, aliases = ["alias/acme"], service?: string): Request => ({
  action: `kms:${action}`,
  resource: keyArn,
  context: {
    "kms:ResourceAliases": aliases,
    ...(service && { "kms:ViaService": `${service}.${region}.amazonaws.com` }),
  },
});

const pulumiExports = [
  s3("ListBucket", ""),
  s3("GetObject", ".pulumi/meta.yaml"),
  s3("GetObject", ".pulumi/stacks/shop/dev.json"),
  s3("GetObject", ".pulumi/stacks/shop/dev.pulumi-tags"),
  s3("GetObject", ".pulumi/history/shop/dev/dev-1.history.json"),
  kms("Decrypt", undefined, "s3"),
];
const pulumiReads = [...pulumiExports, kms("Decrypt")];
const lock = ".pulumi/locks/organization/shop/dev/0a1b.json";
const pulumiWrites = [
  s3("PutObject", ".pulumi/stacks/shop/dev.json"),
  s3("PutObject", ".pulumi/stacks/shop/dev.json.bak"),
  s3("PutObject", ".pulumi/history/shop/dev/dev-1.checkpoint.json"),
  s3("PutObject", ".pulumi/backups/shop/dev/dev.1.json"),
  s3("PutObject", lock),
  s3("GetObject", lock),
  s3("DeleteObject", lock),
  kms("GenerateDataKey", undefined, "s3"),
];
const terraformReads = [s3("ListBucket", ""), s3("GetObject", "shop/dev.tfstate"), kms("Decrypt", undefined, "s3")];
const terraformWrites = [
  s3("PutObject", "shop/dev.tfstate"),
  s3("PutObject", "shop/dev.tfstate.tflock"),
  s3("GetObject", "shop/dev.tfstate.tflock"),
  s3("DeleteObject", "shop/dev.tfstate.tflock"),
  kms("GenerateDataKey", undefined, "s3"),
];
const never = [
  s3("GetObject", ".pulumi/stacks/shop/prod.json"),
  s3("PutObject", ".pulumi/stacks/shop/prod.json"),
  s3("GetObject", ".pulumi/stacks/shop/dev.json.json"),
  s3("GetObject", ".pulumi/stacks/other/dev.json"),
  s3("GetObject", ".pulumi/history/shop/prod/prod-1.history.json"),
  s3("DeleteObject", ".pulumi/locks/organization/shop/prod/0a1b.json"),
  s3("PutObject", ".pulumi/meta.yaml"),
  s3("DeleteObject", ".pulumi/stacks/shop/dev.json"),
  s3("DeleteObject", ".pulumi/history/shop/dev/dev-1.history.json"),
  s3("DeleteObjectVersion", ".pulumi/stacks/shop/dev.json"),
  s3("DeleteObject", "shop/dev.tfstate"),
  s3("DeleteObjectVersion", "shop/dev.tfstate"),
  s3("GetObject", "shop/prod.tfstate"),
  s3("GetObjectVersion", "shop/dev.tfstate"),
  s3("ListBucket", "", "other-state"),
  s3("GetObject", ".pulumi/stacks/shop/dev.json", "other-state"),
  s3("GetObject", "shop/dev.tfstate", "other-state"),
  ...["DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketVersioning", "PutLifecycleConfiguration"].map(
    (action) => s3(action, ""),
  ),
  ...["PutEncryptionConfiguration", "PutBucketLogging", "ListBucketVersions"].map((action) => s3(action, "")),
  ...["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "CreateGrant", "Encrypt"].map((action) => kms(action)),
  kms("Decrypt", ["alias/other"]),
  kms("Decrypt", ["alias/other"], "s3"),
  kms("GenerateDataKey"),
  kms("GenerateDataKey", undefined, "ssm"),
];

/** The requests that IAM refuses a principal whose document has the statements, behind the policies of the backend. */
async function denied(
  location: StateLocation,
  use: StateUse,
  requests: readonly Request[],
  { principal = deployer, users = [deployer] } = {},
): Promise<string[]> {
  const identityPolicies = [
    { name: "own", policy: { Version: "2012-10-17", Statement: grantStateAccess(scope, location, use) } },
  ];
  const answers = await Promise.all(
    requests.map(async ({ action, resource, context = {} }) => {
      const { service, policy } = action.startsWith("kms:")
        ? { service: "kms", policy: stateKeyPolicy(scope, users) }
        : { service: "s3", policy: stateBucketPolicy(scope, "acme-state", users) };
      const answer = await runSimulation(
        {
          request: {
            principal,
            action,
            resource: { resource, accountId: account },
            contextVariables: {
              "aws:SecureTransport": "true",
              "aws:ResourceAccount": account,
              "aws:PrincipalArn": principal,
              ...context,
            },
          },
          identityPolicies,
          serviceControlPolicies: [],
          resourceControlPolicies: [],
          ...((service === "kms" || resource.startsWith("arn:aws:s3:::acme-state")) && {
            resourcePolicy: JSON.parse(policy),
          }),
        },
        {},
      );
      if (answer.resultType === "error") {
        throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
      }
      return answer.overallResult === "Allowed" ? [] : [describeRequest({ action, resource, context })];
    }),
  );
  return answers.flat();
}

function describeRequest({ action, resource, context = {} }: Request): string {
  return [action, resource, ...Object.values(context).flat()].join(" ");
}

describe("who uses state in a bucket, as IAM sees it,", () => {
  it("does everything that Pulumi does when it exports, and when it updates or destroys", async () => {
    assert.deepEqual(await denied(pulumi, "read", pulumiExports), []);
    assert.deepEqual(await denied(pulumi, "write", [...pulumiReads, ...pulumiWrites]), []);
  });

  it("does everything that Terraform does when it plans without a lock, and when it applies", async () => {
    assert.deepEqual(await denied(terraform, "read", terraformReads), []);
    assert.deepEqual(await denied(terraform, "write", [...terraformReads, ...terraformWrites]), []);
  });

  it("writes and locks nothing for a preview, and decrypts no secret of a Pulumi stack", async () => {
    const refused = [...pulumiWrites, kms("Decrypt")];
    assert.deepEqual(await denied(pulumi, "read", refused), refused.map(describeRequest));
    assert.deepEqual(await denied(terraform, "read", terraformWrites), terraformWrites.map(describeRequest));
  });

  for (const [tool, location] of Object.entries({ pulumi, terraform })) {
    it(`reaches no other state with ${tool}, deletes none, and changes neither the bucket nor the key`, async () => {
      assert.deepEqual(await denied(location, "write", never), never.map(describeRequest));
    });
  }

  it("decrypts nothing unless the key's policy names it, whatever its own document says", async () => {
    const decrypts = [kms("Decrypt"), kms("Decrypt", undefined, "s3")];
    const stranger = { principal: `arn:aws:iam::${account}:role/stranger` };
    assert.deepEqual(await denied(pulumi, "write", decrypts, stranger), decrypts.map(describeRequest));
  });
});
