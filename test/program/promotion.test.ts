import assert from "node:assert/strict";
import { guardedActions } from "../../components/iam/guarded-actions";
import { accounts, type Environment, type Role, readEnvironment } from "./iam/environment";
import { signing } from "./iam/needs";
import { resourcesOf } from "./iam/resources";
import { type Decision, decide, decideForOther, decideInContext, type Request } from "./iam/simulate";

const staging = resourcesOf("staging");
const prod = resourcesOf("prod");
const record = `${staging.releaseStore}/releases/4f1d/0a1b.json`;
const startRole = `arn:aws:iam::${accounts.prod}:role/shop-staging-pipeline+Promote+Start-shop-prod+us-east-1`;
const tls = { "aws:SecureTransport": "true" };
const inStaging = { ...tls, "aws:ResourceAccount": accounts.staging };
const throughS3 = {
  "kms:ViaService": "s3.us-east-1.amazonaws.com",
  "kms:ResourceAliases": ["alias/shop-staging-release-artifacts"],
  "kms:EncryptionContext:aws:s3:arn": staging.releaseStore,
};

const ofSigningKey = { ...signing, "kms:ResourceAliases": ["alias/shop-staging-image-signature"] };

const on = (resource: string, actions: readonly string[], context: Request["context"] = {}): Request[] =>
  actions.map((action) => ({ action, resource, context }));

/** A release on its way from staging to prod: each role with its requests, in the order of both executions. */
const way: readonly (readonly [role: string, requests: readonly Request[]])[] = [
  [
    "shop-staging-release-us-east-1",
    [
      ...on(staging.repository, [
        "ecr:DescribeImages",
        "ecr:BatchGetImage",
        "ecr:BatchCheckLayerAvailability",
        "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload",
        "ecr:PutImage",
      ]),
      ...on(staging.signingKey, ["kms:Sign", "kms:Verify"], ofSigningKey),
      ...on(record, ["s3:PutObject"], inStaging),
      ...on(staging.releaseKey, ["kms:GenerateDataKey", "kms:Decrypt"], throughS3),
    ],
  ],
  ["shop-staging-pipeline+us-east-1", on(startRole, ["sts:AssumeRole"])],
  [
    "shop-staging-pipeline+Promote+Start-shop-prod+us-east-1",
    on(prod.pipeline, ["codepipeline:StartPipelineExecution"]),
  ],
  [
    "shop-prod-verify-us-east-1",
    [
      ...on(record, ["s3:GetObject"], inStaging),
      ...on(staging.releaseKey, ["kms:Decrypt"], throughS3),
      ...on(staging.repository, ["ecr:BatchGetImage", "ecr:DescribeImages"]),
      ...on(staging.signingKey, ["kms:Verify"], ofSigningKey),
    ],
  ],
  [
    "shop-prod-image-us-east-1",
    [
      ...on(staging.repository, ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
      ...on(prod.repository, [
        "ecr:BatchCheckLayerAvailability",
        "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload",
        "ecr:PutImage",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
      ]),
    ],
  ],
];

describe("a promotion from the account of staging to the account of prod", () => {
  let both: Environment;

  before(async () => {
    const [sender, receiver] = await Promise.all([readEnvironment("staging"), readEnvironment("prod")]);
    both = {
      ...receiver,
      roles: [...sender.roles, ...receiver.roles],
      resourcePolicies: new Map([...sender.resourcePolicies, ...receiver.resourcePolicies]),
    };
  });

  const roleOf = (name: string): Role => both.roles.find((role) => role.name === name) ?? assert.fail(name);
  const answer = (role: Role, request: Request): Promise<Decision> => decideInContext(both, role, request);
  /** Requests that a role may make, as text. */
  async function allowed(name: string, requests: readonly Request[]): Promise<string[]> {
    const answers = await Promise.all(
      requests.map(async (request) => [await answer(roleOf(name), request), request] as const),
    );
    return answers
      .filter(([decision]) => decision === "Allowed")
      .map(([, { action, resource }]) => `${action} ${resource}`);
  }

  it("is allowed step by step: sign, record, assume, start, read, decrypt, see, verify, copy", async () => {
    for (const [name, requests] of way) {
      const needed = requests.map(({ action, resource }) => `${action} ${resource}`);
      assert.deepEqual([name, await allowed(name, requests)], [name, needed]);
    }
  });

  it("lets no other role of either account take a step to the other side", async () => {
    const steps = way.flatMap(([name, requests]) => requests.map((request) => ({ name, request })));
    const crossing = steps.filter(({ name, request }) => {
      const owner = String(request.context?.["aws:ResourceAccount"] ?? request.resource.split(":")[4]);
      return request.resource === prod.pipeline || roleOf(name).arn.split(":")[4] !== owner;
    });
    assert.ok(crossing.length > 6);
    for (const { request } of crossing) {
      const mayTake = steps
        .filter((step) => step.request.action === request.action && step.request.resource === request.resource)
        .map((step) => step.name);
      for (const role of both.roles.filter(({ name }) => !mayTake.includes(name))) {
        const decision = await answer(role, request);
        // Roles of the account of a resource work with it by their own documents.
        const isAtHome = role.name === "shop-staging-image-us-east-1" || role.name === "shop-staging-release-us-east-1";
        if (!(isAtHome && [staging.repository, staging.releaseKey, staging.signingKey].includes(request.resource))) {
          assert.notEqual(decision, "Allowed", `${role.name} ${request.action} ${request.resource}`);
        }
      }
    }
  });

  it("lets the build that records alone write records, whatever another role is granted", async () => {
    const others = both.roles.filter(({ name }) => name !== "shop-staging-release-us-east-1").map(({ arn }) => arn);
    const strangers = [
      `arn:aws:iam::${accounts.staging}:role/administrator`,
      `arn:aws:iam::${accounts.dev}:role/shop-dev-deploy-us-east-1`,
    ];
    for (const principal of [...others, ...strangers]) {
      for (const action of ["s3:PutObject", "s3:ReplicateObject"]) {
        const decision = await decideForOther(both, principal, { action, resource: record, context: inStaging });
        assert.equal(decision, "ExplicitlyDenied", `${principal} ${action}`);
      }
    }
  });

  it("opens the start role to the pipeline of staging alone, even with every permission of IAM", async () => {
    const principals = [
      ...both.roles.filter(({ name }) => name !== "shop-staging-pipeline+us-east-1").map(({ arn }) => arn),
      `arn:aws:iam::${accounts.dev}:role/shop-staging-pipeline+us-east-1`,
      `arn:aws:iam::${accounts.dev}:role/shop-dev-pipeline+us-east-1`,
      `arn:aws:iam::${accounts.staging}:role/administrator`,
    ];
    for (const principal of principals) {
      const decision = await decideForOther(both, principal, { action: "sts:AssumeRole", resource: startRole });
      assert.notEqual(decision, "Allowed", principal);
    }
  });

  it("denies the neighbours of each step", async () => {
    const verify = "shop-prod-verify-us-east-1";
    assert.deepEqual(
      await allowed(verify, [
        ...on(record, ["s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion"], inStaging),
        ...on(record, ["s3:GetObject"], { ...tls, "aws:ResourceAccount": "999999999999" }),
        ...on(`${staging.releaseStore}/break-glass/1.json`, ["s3:GetObject"], inStaging),
        ...on(staging.object, ["s3:GetObject"], inStaging),
        ...on(staging.releaseKey, ["kms:Decrypt"], { ...throughS3, "kms:ResourceAliases": ["alias/payroll"] }),
        ...on(staging.releaseKey, ["kms:Decrypt"], {
          ...throughS3,
          "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::payroll",
        }),
        ...on(staging.releaseKey, ["kms:Encrypt", "kms:GenerateDataKey"], throughS3),
        ...on(staging.key, ["kms:Decrypt"], throughS3),
        ...on(staging.repository, ["ecr:GetDownloadUrlForLayer", "ecr:PutImage"]),
        ...on(`${staging.repository}-base`, ["ecr:BatchGetImage"]),
        ...on(staging.signingKey, ["kms:Sign", "kms:GetPublicKey", "kms:DescribeKey"], ofSigningKey),
        ...on(staging.signingKey, ["kms:Verify"], { ...ofSigningKey, "kms:ResourceAliases": ["alias/payroll"] }),
        ...on(staging.signingKey, ["kms:Verify"], { ...ofSigningKey, "kms:SigningAlgorithm": "ECDSA_SHA_384" }),
        ...on(prod.repository, ["ecr:PutImage"]),
        ...on(prod.pipeline, ["codepipeline:StartPipelineExecution"]),
      ]),
      [],
    );
    assert.deepEqual(
      await allowed("shop-prod-image-us-east-1", [
        ...on(staging.repository, ["ecr:PutImage", "ecr:BatchDeleteImage", "ecr:InitiateLayerUpload"]),
        ...on(`${staging.repository}-base`, ["ecr:BatchGetImage"]),
        ...on(record, ["s3:GetObject"], inStaging),
        ...on(staging.releaseKey, ["kms:Decrypt"], throughS3),
        ...on(prod.repository, ["ecr:BatchDeleteImage"]),
      ]),
      [],
    );
    assert.deepEqual(
      await allowed("shop-staging-pipeline+Promote+Start-shop-prod+us-east-1", [
        ...on(`${prod.pipeline}-2`, ["codepipeline:StartPipelineExecution"]),
        ...on(prod.pipeline.replace("shop-prod-", "shop-prod-destroy-"), ["codepipeline:StartPipelineExecution"]),
        ...on(prod.pipeline, ["codepipeline:StopPipelineExecution", "codepipeline:UpdatePipeline"]),
        ...on(`${prod.pipeline}/ApprovePlan/Plan`, ["codepipeline:PutApprovalResult"]),
      ]),
      [],
    );
    assert.deepEqual(
      await allowed("shop-staging-release-us-east-1", [
        ...on(`${staging.releaseStore}/break-glass/1.json`, ["s3:PutObject"], inStaging),
        ...on(record, ["s3:DeleteObject"], inStaging),
        ...on(staging.object, ["s3:PutObject"], inStaging),
        ...on(prod.pipeline, ["codepipeline:StartPipelineExecution"]),
        ...on(startRole, ["sts:AssumeRole"]),
        ...on(staging.repository, ["ecr:BatchDeleteImage", "ecr:GetDownloadUrlForLayer", "ecr:SetRepositoryPolicy"]),
        ...on(prod.repository, ["ecr:PutImage"]),
        ...on(staging.signingKey, ["kms:Sign"], { ...ofSigningKey, "kms:MessageType": "DIGEST" }),
        ...on(staging.signingKey, ["kms:GetPublicKey", "kms:CreateGrant", "kms:PutKeyPolicy"], ofSigningKey),
      ]),
      [],
    );
  });

  it("lets the build that records alone sign, and one build of prod verify, whatever another role is granted", async () => {
    const signer = "shop-staging-release-us-east-1";
    const mayVerify = [signer, "shop-prod-verify-us-east-1"];
    const all = [
      ...both.roles.map(({ name, arn }) => ({ name, arn })),
      { name: "administrator", arn: `arn:aws:iam::${accounts.staging}:role/administrator` },
      { name: "namesake", arn: `arn:aws:iam::${accounts.dev}:role/shop-prod-verify-us-east-1` },
    ];
    for (const { name, arn } of all) {
      const ask = (action: string) =>
        decideForOther(both, arn, { action, resource: staging.signingKey, context: ofSigningKey });
      assert.equal((await ask("kms:Sign")) === "Allowed", name === signer, `${name} kms:Sign`);
      assert.equal((await ask("kms:Verify")) === "Allowed", mayVerify.includes(name), `${name} kms:Verify`);
    }
  });

  it("lets the builds of the image and of the record alone push to the registry of staging, whatever another role is granted", async () => {
    const builds = ["shop-staging-image-us-east-1", "shop-staging-release-us-east-1"];
    const push = { action: "ecr:PutImage", resource: staging.repository };
    for (const build of builds) {
      assert.equal(await answer(roleOf(build), push), "Allowed");
    }
    const others = both.roles.filter(({ name }) => !builds.includes(name)).map(({ arn }) => arn);
    for (const principal of [...others, `arn:aws:iam::${accounts.staging}:role/administrator`]) {
      assert.equal(await decideForOther(both, principal, push), "ExplicitlyDenied", principal);
    }
  });

  it("keeps the image that is tested: no deployment or test changes the images of its environment", async () => {
    const changes = guardedActions.images;
    for (const [stack, name] of [
      ["staging", "shop-staging-deploy-us-east-1"],
      ["staging", "shop-staging-test-us-east-1"],
      ["prod", "shop-prod-deploy-us-east-1"],
    ] as const) {
      const role = roleOf(name);
      const everything = { Effect: "Allow", Action: "*", Resource: "*" };
      const { Statement } = role.policy as { Statement: object[] };
      const granted = { ...role, policy: { Version: "2012-10-17", Statement: [everything, ...Statement] } };
      for (const request of on(resourcesOf(stack).repository, changes)) {
        assert.equal(await decide(both, granted, request), "ExplicitlyDenied", `${name} ${request.action}`);
      }
      const account = accounts[stack];
      for (const end of ["release-artifacts", "image-signature"]) {
        const alias = `arn:aws:kms:us-east-1:${account}:alias/shop-staging-${end}`;
        for (const request of on(alias, guardedActions.aliases)) {
          assert.equal(await decide(both, granted, request), "ExplicitlyDenied", `${name} ${request.action} ${end}`);
        }
      }
    }
  });
});
