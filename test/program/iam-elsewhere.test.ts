import assert from "node:assert/strict";
import { type Environment, environmentOf, keyId, type Role, roleOf } from "./iam/environment";
import { type Decision, decide, decideForOther, type Request } from "./iam/simulate";
import { previewOf, type StackPreview } from "./support/preview";

const account = "111122223333";
const theirs = "222233334444";
const homeKey = `arn:aws:kms:eu-central-1:${account}:key/${keyId}`;
const farKey = `arn:aws:kms:us-east-1:${account}:key/${keyId}`;
const homeStore = "arn:aws:s3:::shop-store";
const farStore = "arn:aws:s3:::shop-eu-central-1-111122223333-us-east-1";
const connection = `arn:aws:codeconnections:eu-central-1:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`;
const project = (region: string, owner: string, name: string) => `arn:aws:codebuild:${region}:${owner}:project/${name}`;
const roleArn = (owner: string, name: string) => `arn:aws:iam::${owner}:role/${name}`;

const tls = { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
const look = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"];
const startBuild = ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"];

function on(resource: string, actions: readonly string[], context: Request["context"] = {}): Request[] {
  return actions.map((action) => ({ action, resource, context }));
}

function reads(store: string, key: string): Request[] {
  return [
    ...on(store, look, tls),
    ...on(`${store}/shop/source/a`, ["s3:GetObject", "s3:GetObjectVersion"], tls),
    ...on(key, ["kms:Decrypt", "kms:DescribeKey"]),
  ];
}

function writes(store: string, key: string): Request[] {
  const encrypted = {
    ...tls,
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
  };
  return [
    ...on(store, look, tls),
    ...on(`${store}/shop/source/a`, ["s3:PutObject"], encrypted),
    ...on(key, ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

/** Requests of each role of this account and of the other one. */
const needs: Readonly<Record<string, readonly Request[]>> = {
  "shop+eu-central-1": [
    ...[homeStore, farStore].flatMap((store, index) => {
      const key = index === 0 ? homeKey : farKey;
      return [...reads(store, key), ...writes(store, key)];
    }),
    ...["shop+Source+Repository+eu-central-1", "shop+Build+Image+eu-central-1"].flatMap((name) =>
      on(roleArn(account, name), ["sts:AssumeRole"]),
    ),
    ...["assets", "deployer"].flatMap((name) => on(roleArn(theirs, name), ["sts:AssumeRole"])),
  ],
  "shop+Source+Repository+eu-central-1": [
    ...writes(homeStore, homeKey),
    ...on(connection, ["codeconnections:UseConnection"], { "codeconnections:FullRepositoryId": "acme/shop" }),
  ],
  "shop+Build+Image+eu-central-1": on(project("us-east-1", account, "shop-image"), startBuild),
  assets: [
    ...writes(homeStore, homeKey),
    ...on(`${homeStore}/shop/source/a`, ["s3:PutObjectTagging"], tls),
    ...on("arn:aws:s3:::their-assets/assets.zip", ["s3:GetObject"], { ...tls, "aws:ResourceAccount": theirs }),
  ],
  deployer: [
    ...on(project("us-east-1", theirs, "shop-deploy"), startBuild),
    ...on(roleArn(theirs, "builds"), ["iam:PassRole"], { "iam:PassedToService": "codebuild.amazonaws.com" }),
  ],
  builds: reads(farStore, farKey),
};

/** All requests of all roles, and requests that no role makes. */
const everything = Object.values(needs).flat();
const nobodys: Request[] = [
  ...on("arn:aws:s3:::shop-store-copy/shop/source/a", ["s3:GetObject", "s3:PutObject"], tls),
  ...on(`${farStore}-copy/shop/source/a`, ["s3:GetObject", "s3:PutObject"], tls),
  ...on(homeStore, ["s3:DeleteBucket", "s3:ListBucket", "s3:PutBucketPolicy"], tls),
  ...on(`${farStore}/shop/source/a`, ["s3:DeleteObject", "s3:GetObjectTagging"], tls),
  ...on(farKey, ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]),
  ...on(`arn:aws:kms:us-east-1:${account}:key/99999999-2222-4333-8444-555555555555`, ["kms:Decrypt"]),
  ...on(project("eu-central-1", account, "shop-image"), startBuild),
  ...on(project("us-east-1", account, "shop-deploy"), startBuild),
  ...on(project("us-east-1", theirs, "shop-image"), startBuild),
  ...on(roleArn(theirs, "administrator"), ["sts:AssumeRole"]),
  ...on(roleArn(theirs, "administrator"), ["iam:PassRole"], { "iam:PassedToService": "codebuild.amazonaws.com" }),
  ...on("arn:aws:s3:::their-assets/other.zip", ["s3:GetObject"], { ...tls, "aws:ResourceAccount": theirs }),
];

describe("a pipeline that acts in another region and with roles of another account", () => {
  let preview: StackPreview;
  let environment: Environment;

  before(async () => {
    preview = await previewOf("dev", "test/fixtures/program/elsewhere");
    environment = environmentOf("dev", account, preview);
  });

  /** A role of this stack, or a role of the other account with the grants that its owner must add. */
  function holderOf(name: string): Role {
    const arn = roleArn(theirs, name);
    const notice = preview.diagnostics.find(({ message }) => message.includes(` ${arn}`));
    const [, statements] = notice?.message.split("with these statements in its permissions:\n") ?? [];
    if (statements === undefined) {
      return roleOf(environment, name);
    }
    const policy = {
      Version: "2012-10-17",
      Statement: JSON.parse(statements.replaceAll("<the id of the key>", keyId)),
    };
    return { name, arn, trust: undefined, policy };
  }

  function answers(name: string, requests: readonly Request[]): Promise<[Decision, string][]> {
    const role = holderOf(name);
    return Promise.all(
      requests.map(
        async (request): Promise<[Decision, string]> => [
          await decide(environment, role, request),
          `${request.action} ${request.resource}`,
        ],
      ),
    );
  }

  it("has these roles and no others", () => {
    assert.deepEqual(
      environment.roles.map(({ name }) => name).sort(),
      Object.keys(needs)
        .filter((name) => name.startsWith("shop+"))
        .sort(),
    );
  });

  for (const [name, needed] of Object.entries(needs)) {
    it(`lets ${name} do its work`, async () => {
      const refused = (await answers(name, needed)).filter(([decision]) => decision !== "Allowed");
      assert.deepEqual(refused, []);
    });

    it(`lets ${name} do nothing of what others do, or nobody`, async () => {
      const own = new Set(needed.map(({ action, resource }) => `${action} ${resource}`));
      const others = [...everything, ...nobodys].filter(({ action, resource }) => !own.has(`${action} ${resource}`));
      assert.ok(others.length > 20);
      const allowed = (await answers(name, others)).filter(([decision]) => decision === "Allowed");
      assert.deepEqual(allowed, []);
    });
  }

  it("lets a role of the other account in by bucket and key, whatever its own documents allow, no further than its work", async () => {
    const builds = roleArn(theirs, "builds");
    const asked = async (requests: readonly Request[]) =>
      Promise.all(requests.map((request) => decideForOther(environment, builds, request)));
    assert.deepEqual(new Set(await asked(reads(farStore, farKey))), new Set(["Allowed"]));
    const further = [...reads(homeStore, homeKey), ...on(`${farStore}/a`, ["s3:PutObject", "s3:DeleteObject"], tls)];
    assert.ok((await asked(further)).every((decision) => decision !== "Allowed"));
    assert.deepEqual(await asked(on(farKey, ["kms:Encrypt", "kms:GenerateDataKey"])), [
      "ImplicitlyDenied",
      "ImplicitlyDenied",
    ]);
    const stranger = roleArn(theirs, "stranger");
    for (const request of reads(farStore, farKey)) {
      assert.notEqual(await decideForOther(environment, stranger, request), "Allowed");
    }
  });

  it("is trusted by the roles of the other account as their owner is told, and nobody beside it", async () => {
    const trusting = { ...environment, resourcePolicies: new Map(environment.resourcePolicies) };
    const [, trust = ""] = preview.diagnostics[0]?.message.split(/trust policy:\n|\nwith these/) ?? [];
    trusting.resourcePolicies.set(roleArn(theirs, "assets"), JSON.parse(trust));
    const becomes = (arn: string) => {
      const context = { "aws:PrincipalArn": arn };
      return decideForOther(trusting, arn, { action: "sts:AssumeRole", resource: roleArn(theirs, "assets"), context });
    };
    assert.equal(await becomes(roleArn(account, "shop+eu-central-1")), "Allowed");
    assert.equal(await becomes(roleArn(account, "shop-2+eu-central-1")), "ImplicitlyDenied");
    assert.equal(await becomes(roleArn("999999999999", "shop+eu-central-1")), "ImplicitlyDenied");
  });

  it("is found fault with in nothing that is mandatory", () => {
    const mandatory = preview.policies.flatMap(({ name, violations }) =>
      violations.filter(({ level }) => level === "mandatory").map(() => name),
    );
    assert.deepEqual(mandatory, []);
    assert.equal(preview.status, 0);
  });
});
