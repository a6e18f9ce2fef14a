import assert from "node:assert/strict";
import { artifactAccess } from "../../../components/iam/artifact-access";
import { guardAllGates, guardBuild } from "../../../components/iam/gate-tag";
import { guardPatterns } from "../../../components/iam/guarded-actions";
import { allowStatement } from "../../../components/iam/statement";
import { scope } from "../../support/scopes";

describe("guardAllGates", () => {
  it("never compares the tag of a role that is passed, and denies passing roles by their names", () => {
    const [tagged, , named] = guardAllGates(scope, { gateNames: ["shop-dev"] });
    assert.equal(tagged?.Action.includes("iam:PassRole"), false);
    assert.ok(named?.Action.includes("iam:PassRole"));
    assert.equal(named?.Condition, undefined);
  });

  it("lets a build write the logs and read the tokens of its own environment alone", () => {
    const [, logs] = guardAllGates(scope, { gateNames: ["shop-prod", "shop-prod-destroy"] });
    assert.deepEqual(logs?.Condition, {
      Null: { "aws:ResourceTag/aws-pipelines:gate": "false" },
      StringNotEquals: { "aws:ResourceTag/aws-pipelines:gate": ["shop-prod", "shop-prod-destroy"] },
    });
  });

  it("creates no role with a name of this package, which a target may trust before the role exists", () => {
    const [, , named] = guardAllGates(scope, { gateNames: ["shop-dev"] });
    assert.ok(named?.Action.includes("iam:CreateRole"));
    assert.ok(named?.Resource?.includes("arn:aws:iam::111122223333:role/*+*"));
    assert.equal(named?.Condition, undefined);
  });

  it("finds roles of other environments under any path", () => {
    const [, , named] = guardAllGates({ ...scope, rolePath: "/team/" }, { gateNames: [] });
    assert.deepEqual([named?.Resource ?? []].flat().slice(0, 2), [
      "arn:aws:iam::111122223333:role/*-destroy-*",
      "arn:aws:iam::111122223333:role/*+*",
    ]);
  });
});

describe("the guard of states and of the account", () => {
  const [, , , states, account] = guardAllGates(scope, { gateNames: ["shop-prod"] });

  it("denies every change of the bucket of a StateBackend, and of its versions", () => {
    assert.deepEqual(states?.Resource, [
      "arn:aws:s3:::*-state-111122223333-*",
      "arn:aws:s3:::*-state-111122223333-*/*",
    ]);
    assert.deepEqual(states?.Action, [...guardPatterns.buckets, ...guardPatterns.versions]);
  });

  it("denies settings of the account that reach every gate, whatever the resource", () => {
    assert.deepEqual(
      [account?.Action, account?.Resource],
      [[...guardPatterns.account, ...guardPatterns.people], ["*"]],
    );
  });
});

describe("the guard of aliases", () => {
  const [tagged, , named] = guardAllGates(scope, { gateNames: ["shop-dev"] });

  it("denies creating, moving and deleting aliases of release stores and signing keys, in every region and account", () => {
    assert.ok(named?.Action.includes("kms:*Alias"));
    assert.deepEqual(
      [named?.Resource ?? []].flat().filter((arn) => arn.includes(":kms:")),
      ["arn:aws:kms:*:*:alias/*-release-artifacts", "arn:aws:kms:*:*:alias/*-image-signature"],
    );
  });

  it("denies the same on the keys of gates, by their tags", () => {
    assert.deepEqual(
      ["kms:C*", "kms:Delete*", "kms:Update*"].filter((pattern) => !tagged?.Action.includes(pattern)),
      [],
    );
  });
});

describe("guardBuild", () => {
  const writes = ["s3:PutObject", "s3:PutObjectAcl", "s3:ReplicateObject"];
  const deniedWrites = (bucketName: string) => {
    const statements = artifactAccess(scope, bucketName, { read: true, write: true });
    return guardBuild(scope, statements)
      .filter(({ Action }) => writes.every((action) => Action.includes(action)))
      .map(({ Resource = [] }) => [Resource].flat().filter((arn) => arn.includes(":s3:::")));
  };
  const destroys = ["arn:aws:s3:::*-destroy-*", "arn:aws:s3:::*-destroy-*/*"];
  const artifacts = ["arn:aws:s3:::*-artifacts-111122223333-*", "arn:aws:s3:::*-artifacts-111122223333-*/*"];

  it("denies writing to every store of artifacts, of gates and of deployments", () => {
    assert.deepEqual(deniedWrites("acme-site"), [[...destroys, ...artifacts]]);
  });

  it("lets a build that makes artifacts write them, but not those of a gate", () => {
    assert.deepEqual(deniedWrites("shop-artifacts-111122223333-eu-central-1"), [destroys]);
  });

  it("denies a build that makes artifacts to write those of others if it writes to buckets by a wildcard", () => {
    const guarded = (actions: string[], resource: string) =>
      guardBuild(scope, [allowStatement({ sid: "Write", actions, resources: [resource] })], { makesArtifacts: true })
        .filter(({ Action }) => writes.every((action) => Action.includes(action)))
        .some(({ Resource = [] }) => Resource.includes(artifacts[1] ?? ""));
    assert.deepEqual(
      [
        guarded(["s3:PutObject"], "arn:aws:s3:::acme-*/*"),
        guarded(["s3:Put*"], "*"),
        guarded(["s3:PutObject"], "arn:aws:s3:::acme-site/*"),
        guarded(["s3:GetObject"], "arn:aws:s3:::acme-*/*"),
      ],
      [true, true, false, false],
    );
  });

  it("lets a build assume one role of its own gate, in its target account, and no other role of a gate", () => {
    const acts = "arn:aws:iam::222233334444:role/shop+Plan+target+Network+eu-central-1";
    const assuming = guardBuild(scope, [], { assumes: acts }).filter(({ Action }) =>
      [Action].flat().includes("sts:AssumeRole"),
    );
    assert.deepEqual(assuming, [
      {
        Sid: "GuardAssume",
        Effect: "Deny",
        Action: ["sts:AssumeRole"],
        NotResource: [acts],
        Condition: { Null: { "aws:ResourceTag/aws-pipelines:gate": "false" } },
      },
    ]);
  });

  it("guards all gates of the account, whatever they are called", () => {
    const [, others] = guardBuild(scope, []);
    assert.deepEqual(others?.Condition, { Null: { "aws:ResourceTag/aws-pipelines:gate": "false" } });
  });
});
