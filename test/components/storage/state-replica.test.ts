import assert from "node:assert/strict";
import { replicaBucketPolicy } from "../../../components/iam/bucket-policy";
import { StateBackend, type StateBackendArgs } from "../../../components/storage/state-backend";
import { privateBucket } from "../../support/private-bucket";
import { counts, only, record, unknown } from "../../support/recorder";
import { scope } from "../../support/scopes";

const args = { account: "111122223333", region: "eu-central-1", users: ["arn:aws:iam::111122223333:role/ops"] };
const role = "arn:aws:iam::111122223333:role/acme-state-111122223333-eu-central-1+replication+eu-central-1";
const replica = "acme-state-replica-111122223333-eu-west-1";
const config = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

function build(more: Partial<StateBackendArgs>, said: string[] = []) {
  return record({ preview: true }, (opts) => new StateBackend("acme-state", { ...args, ...more }, opts), said);
}

describe("the replica of a state backend", () => {
  it("does not exist by default", async () => {
    assert.equal(counts(await build({}))[config], undefined);
  });

  it("is a bucket of its own key in another region, which only the replication writes", async () => {
    const recorded = await build({ replication: { region: "eu-west-1" } });
    const store = privateBucket(recorded, "acme-state-replica-store");
    assert.deepEqual(
      [store.region, store.bucketName, store.policy],
      ["eu-west-1", replica, replicaBucketPolicy({ ...scope, region: "eu-west-1" }, replica, role)],
    );
    const replication = only(recorded, config, "acme-state-replication");
    assert.deepEqual(replication.inputs, {
      region: "eu-central-1",
      bucket: "acme-state-111122223333-eu-central-1",
      role: unknown,
      rules: [
        {
          id: "replica",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: { bucket: `arn:aws:s3:::${replica}`, encryptionConfiguration: { replicaKmsKeyId: unknown } },
        },
      ],
    });
    // S3 refuses the configuration before both buckets have versions and the role has its policy.
    const parts = ["", "-encryption", "-lifecycle", "-ownership", "-policy", "-public-access", "-versioning"];
    assert.deepEqual(replication.dependsOn, [
      ...parts.map((part) => `acme-state-replica-store${part}`),
      "acme-state-replication-role",
      "acme-state-replication-role-policy",
      ...parts.map((part) => `acme-state-store${part}`),
    ]);
    const { policy } = only(recorded, "aws:kms/key:Key", "acme-state-key").inputs;
    assert.ok(String(policy).includes(role));
  });

  it("may be a bucket of another account, whose owner is told what to add", async () => {
    const said: string[] = [];
    const existingKeyArn = "arn:aws:kms:eu-west-1:222233334444:key/k";
    const recorded = await build(
      { replication: { region: "eu-west-1", account: "222233334444", existingBucketName: "theirs", existingKeyArn } },
      said,
    );
    assert.equal(counts(recorded)["aws:kms/key:Key"], 1);
    const { rules } = only(recorded, config, "acme-state-replication").inputs;
    assert.deepEqual((rules as { destination: unknown }[])[0]?.destination, {
      bucket: "arn:aws:s3:::theirs",
      account: "222233334444",
      encryptionConfiguration: { replicaKmsKeyId: existingKeyArn },
    });
    const [notice = ""] = said.filter((text) => text.startsWith("The bucket theirs needs versioning"));
    assert.ok(notice.includes(role) && notice.includes(existingKeyArn));
  });

  it("has a role with the boundary and the path of the settings", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/bounds";
    const recorded = await build({
      replication: { region: "eu-west-1" },
      permissionsBoundaryArn,
      rolePath: "/state/",
      managedPoliciesOnly: true,
    });
    const { path, permissionsBoundary } = only(recorded, "aws:iam/role:Role", "acme-state-replication-role").inputs;
    assert.deepEqual([path, permissionsBoundary], ["/state/", permissionsBoundaryArn]);
    assert.equal(counts(recorded)["aws:iam/rolePolicy:RolePolicy"], undefined);
    const { policy } = only(recorded, "aws:kms/key:Key", "acme-state-key").inputs;
    assert.ok(String(policy).includes(role.replace(":role/", ":role/state/")));
  });
});
