import assert from "node:assert/strict";
import type { AwsScope } from "../../../components/aws/scope";
import { planDelivery } from "../../../components/delivery/plan";
import { releaseStoreOf } from "../../../components/delivery/promotion";
import { guardedActions } from "../../../components/iam/guarded-actions";
import { pulling } from "../../../components/iam/image-access";
import type { Statement } from "../../../components/iam/statement";
import { deliverySettings, readSettings, stackSettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";

const staging: AwsScope = { partition: "aws", account: "222233334444", region: "us-east-1" };
const prod: AwsScope = { partition: "aws", account: "333344445555", region: "eu-west-1" };
const test = { commands: ["npm test"] };

function plan(scope: AwsScope, name: string, changes: Record<string, unknown>) {
  const { account, region } = scope;
  return planDelivery(scope, name, readSettings(deliverySettings({ account, region, ...changes })));
}

const toProd = { test, promote: { to: [{ environment: "prod", account: prod.account, region: prod.region }] } };
const from = { environment: "staging", account: staging.account, region: staging.region };

const sender = plan(staging, "shop-staging", toProd);
const receiver = plan(prod, "shop-prod", { promote: { from } });

type Plan = ReturnType<typeof plan>;

function buildOf({ projects }: Plan, name: string) {
  return projects.find(({ projectName }) => projectName === name) ?? assert.fail(name);
}

function allowed(from: Plan, name: string): Statement[] {
  const artifacts = ["ArtifactStore", "Artifacts"];
  const { permissions } = buildOf(from, name);
  return permissions.filter(({ Effect, Sid }) => Effect === "Allow" && !artifacts.includes(Sid));
}

describe("the plans of both sides of a promotion, in other accounts and regions", () => {
  it("agree on the role that starts the receiver: one names it, and the other creates it for that pipeline", () => {
    const start = sender.pipeline.roles.find(({ actionName }) => actionName === "Start-shop-prod");
    const { roleName, trust, policies } = receiver.promotion?.startRole ?? assert.fail();
    assert.equal(start?.roleArn, `arn:aws:iam::333344445555:role/${roleName}`);
    assert.deepEqual(start?.statements, JSON.parse(policies.inline ?? "").Statement);
    assert.deepEqual(JSON.parse(policies.inline ?? "").Statement[0].Resource, [
      "arn:aws:codepipeline:eu-west-1:333344445555:shop-prod-pipeline",
    ]);
    assert.deepEqual(JSON.parse(trust).Statement[0].Condition, {
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::222233334444:role/${sender.pipeline.roleName}` },
    });
    assert.equal(sender.promotion?.startRole, undefined);
  });

  it("start the receiver in its region", () => {
    const action = sender.pipeline.model.stages.at(-1)?.actions.find(({ provider }) => provider === "CodePipeline");
    assert.equal(action?.region, "eu-west-1");
  });

  it("agree on the release store: bucket, key, and the one build that reads it", () => {
    const { bucketName, bucketPolicy, keyPolicy } = sender.promotion?.store ?? assert.fail();
    assert.equal(bucketName, "shop-staging-release-artifacts-222233334444-us-east-1");
    const reader = "arn:aws:iam::333344445555:role/shop-prod-verify-eu-west-1";
    const statements: Statement[] = JSON.parse(bucketPolicy).Statement;
    assert.deepEqual(
      statements.filter(({ Effect }) => Effect === "Allow"),
      [
        {
          Sid: "Receivers",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::333344445555:root"] },
          Action: ["s3:GetObject"],
          Condition: { ArnEquals: { "aws:PrincipalArn": [reader] } },
          Resource: `arn:aws:s3:::${bucketName}/*`,
        },
      ],
    );
    const uses: Statement[] = JSON.parse(keyPolicy).Statement;
    assert.deepEqual(
      uses.map(({ Sid, Condition }) => [Sid, Condition?.ArnEquals?.["aws:PrincipalArn"]]),
      [
        ["Administer", undefined],
        ["Decrypt", [reader]],
        ["Encrypt", ["arn:aws:iam::222233334444:role/shop-staging-release-us-east-1"]],
      ],
    );
    assert.deepEqual(
      allowed(receiver, "shop-prod-verify").map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["ReadRecords", [`arn:aws:s3:::${bucketName}/releases/*`]],
        ["DecryptRecords", ["arn:aws:kms:us-east-1:222233334444:key/*"]],
        ["SeeImages", ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"]],
      ],
    );
  });

  it("agree on the registry: the policy of the sender allows what the builds of the receiver ask for", () => {
    const shared: Statement[] = JSON.parse(sender.promotion?.repositoryPolicy ?? "").Statement;
    assert.deepEqual(
      shared
        .filter(({ Effect }) => Effect === "Allow")
        .map(({ Sid, Action, Condition }) => [Sid, Action, Condition?.ArnEquals?.["aws:PrincipalArn"]]),
      [
        ["Verify", ["ecr:DescribeImages"], ["arn:aws:iam::333344445555:role/shop-prod-verify-eu-west-1"]],
        [
          "Copy",
          ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          ["arn:aws:iam::333344445555:role/shop-prod-image-eu-west-1"],
        ],
      ],
    );
    const [read] = allowed(receiver, "shop-prod-image");
    assert.deepEqual(read?.Action, shared.find(({ Sid }) => Sid === "Copy")?.Action);
    assert.deepEqual(read?.Resource, ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"]);
  });

  it("agree on the signature: the key of the sender, the build that signs, and the one build that verifies", () => {
    const signing = plan(staging, "shop-staging", { ...toProd, promote: { ...toProd.promote, signature: true } });
    const verifying = plan(prod, "shop-prod", { promote: { from, signature: true } });
    const signer = "arn:aws:iam::222233334444:role/shop-staging-release-us-east-1";
    const verifier = "arn:aws:iam::333344445555:role/shop-prod-verify-eu-west-1";
    const { name, policy } = signing.promotion?.signingKey ?? assert.fail();
    assert.equal(name, "shop-staging-image-signature");
    const uses: Statement[] = JSON.parse(policy).Statement;
    assert.deepEqual(
      uses.slice(1).map(({ Sid, Principal, Action, Condition }) => [Sid, Principal, Action, Condition]),
      [
        ["Sign", signer, ["kms:Sign", "kms:Verify"], "222233334444"],
        ["Verify", verifier, ["kms:Verify"], "333344445555"],
      ].map(([sid, role, actions, account]) => [
        sid,
        { AWS: "*" },
        actions,
        {
          StringEquals: {
            "kms:CallerAccount": account,
            "kms:MessageType": ["RAW"],
            "kms:SigningAlgorithm": ["ECDSA_SHA_256"],
          },
          ArnEquals: { "aws:PrincipalArn": [role] },
        },
      ]),
    );
    assert.deepEqual(
      [uses[0]?.Action ?? []].flat().filter((action) => /Sign$|Verify|PublicKey|Crypt/i.test(action)),
      ["kms:GetPublicKey"],
    );
    assert.deepEqual(
      allowed(verifying, "shop-prod-verify")
        .slice(2)
        .map(({ Action, Resource, Condition }) => [Action, Resource, Condition]),
      [
        [
          ["ecr:BatchGetImage", "ecr:DescribeImages"],
          ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"],
          undefined,
        ],
        [
          ["kms:Verify"],
          ["arn:aws:kms:us-east-1:222233334444:key/*"],
          {
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-staging-image-signature" },
          },
        ],
      ],
    );
    const [pushers, verify] = JSON.parse(signing.promotion?.repositoryPolicy ?? "").Statement as Statement[];
    assert.deepEqual(pushers?.Condition?.ArnNotEquals?.["aws:PrincipalArn"], [
      "arn:aws:iam::222233334444:role/shop-staging-image-us-east-1",
      signer,
    ]);
    assert.deepEqual(verify?.Action, ["ecr:BatchGetImage", "ecr:DescribeImages"]);
    const alias = "arn:aws:kms:us-east-1:222233334444:alias/shop-staging-image-signature";
    for (const [side, build] of [
      [signing, "shop-staging-release"],
      [verifying, "shop-prod-verify"],
    ] as const) {
      assert.ok(JSON.stringify(buildOf(side, build).buildspec).includes(alias), build);
    }
    assert.deepEqual([sender.promotion?.signingKey, verifying.promotion?.signingKey], [undefined, undefined]);
    assert.deepEqual(
      allowed(signing, "shop-staging-release").map(({ Sid }) => Sid),
      ["WriteRecords", "SignImages", "SeeExecutions"],
    );
  });

  it("copy the signature that Verify names to an environment that signs nothing", () => {
    const to = [{ environment: "next", account: "444455556666" }];
    const copyOf = (promote: object) => {
      const receiver = plan(prod, "shop-prod", { test, promote: { from, ...promote } });
      const [copy] = receiver.pipeline.definition.stages.find(({ name }) => name === "Copy")?.actions ?? [];
      return [
        JSON.stringify(buildOf(receiver, "shop-prod-image").buildspec).includes("IMAGE_DIGEST/:/-"),
        JSON.stringify(copy?.configuration).includes("#{Verify.SIGNATURE_DIGEST}"),
      ];
    };
    assert.deepEqual(copyOf({ signature: true }), [true, true]);
    assert.deepEqual(copyOf({ signature: true, to }), [false, false]);
    assert.deepEqual(copyOf({}), [false, false]);
  });

  it("keep the registry of the sender: its build pushes, and the action that tags deployed images, and nobody else", () => {
    const pushers = (changes: object, scope = staging) => {
      const { promotion } = plan(scope, "shop-staging", { ...toProd, ...changes });
      return JSON.parse(promotion?.repositoryPolicy ?? "").Statement.filter(
        ({ Effect }: Statement) => Effect === "Deny",
      );
    };
    const image = "arn:aws:iam::222233334444:role/shop-staging-image-us-east-1";
    const only = (roles: readonly string[]) => [
      {
        Sid: "PushersOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["ecr:PutImage"],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": roles } },
      },
    ];
    assert.deepEqual(pushers({}), only([image]));
    const tagging = plan(staging, "shop-staging", { ...toProd, image: { keepImages: 20 } });
    const tagger = tagging.pipeline.roles.find(({ actionName }) => actionName === "DeployedImage")?.roleArn;
    assert.equal(tagger, "arn:aws:iam::222233334444:role/shop-staging-pipeline+Deploy+DeployedImage+us-east-1");
    assert.deepEqual(pushers({ image: { keepImages: 20 } }), only([image, tagger]));
    const inPath = { ...staging, rolePath: "/delivery/" };
    assert.deepEqual(pushers({}, inPath), only([image.replace("role/", "role/delivery/")]));
    assert.ok(sender.roleNames.includes("shop-staging-image-us-east-1"));
    assert.equal(receiver.promotion?.repositoryPolicy, undefined);
  });

  it("deny deployment and tests every action that changes images", () => {
    for (const name of ["shop-staging-deploy", "shop-staging-test"]) {
      const guard = buildOf(sender, name).permissions.find(({ Sid }) => Sid === "GuardImages");
      const patterns = [guard?.Action ?? []].flat().map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
      const denied = (action: string) => patterns.some((pattern) => pattern.test(action));
      assert.deepEqual(guardedActions.images.filter(denied), guardedActions.images, name);
      assert.deepEqual([...pulling, "ecr:DescribeImages", "ecr:ListTagsForResource"].filter(denied), [], name);
      assert.deepEqual(guard?.Resource, ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"], name);
    }
  });

  it("let the sender record, and nothing else, on an image of AWS", () => {
    const image = { builds: { image: "222233334444.dkr.ecr.us-east-1.amazonaws.com/builder:1.0" } };
    const custom = plan(staging, "shop-staging", { ...toProd, ...image });
    assert.deepEqual(
      allowed(custom, "shop-staging-release").map(({ Sid }) => Sid),
      ["WriteRecords", "SeeImages", "SeeExecutions"],
    );
    assert.equal(buildOf(custom, "shop-staging-release").image, undefined);
    assert.equal(buildOf(custom, "shop-staging-deploy").image, image.builds.image);
    const arm = plan(staging, "shop-staging", { ...toProd, builds: { architecture: "arm64" } });
    assert.equal(buildOf(arm, "shop-staging-release").environmentType, "ARM_CONTAINER");
  });

  it("keep the logs of who vouched for what for a year at least", () => {
    const short = plan(staging, "shop-staging", { ...toProd, logRetentionInDays: 30 });
    assert.equal(buildOf(short, "shop-staging-release").logRetentionInDays, 365);
    const long = plan(staging, "shop-staging", { ...toProd, logRetentionInDays: 731 });
    assert.equal(buildOf(long, "shop-staging-release").logRetentionInDays, undefined);
  });
});

describe("a promotion within one account and region", () => {
  const near = plan(staging, "shop-staging", { test, promote: { to: ["prod"] } });
  const next = plan(staging, "shop-prod", { promote: { from: "staging" } });

  it("creates the start role with the sender's pipeline, and no policy of another account", () => {
    const start = near.pipeline.roles.find(({ actionName }) => actionName === "Start-shop-prod");
    assert.equal(start?.exists, false);
    assert.equal(
      start?.roleArn,
      "arn:aws:iam::222233334444:role/shop-staging-pipeline+Promote+Start-shop-prod+us-east-1",
    );
    assert.equal(next.promotion?.startRole, undefined);
    const shared: Statement[] = JSON.parse(near.promotion?.repositoryPolicy ?? "").Statement;
    assert.deepEqual(
      shared.map(({ Sid }) => Sid),
      ["PushersOnly"],
    );
    assert.doesNotMatch(near.promotion?.store?.bucketPolicy ?? "", /Receivers/);
    assert.match(near.promotion?.store?.keyPolicy ?? "", /shop-prod-verify-us-east-1/);
  });
});

describe("a receiver", () => {
  it("has no build of the image, and no store unless it promotes or breaks the glass", () => {
    assert.deepEqual(
      receiver.projects.map(({ projectName, privileged = false }) => [projectName, privileged]),
      [
        ["shop-prod-verify", false],
        ["shop-prod-image", false],
        ["shop-prod-deploy", false],
      ],
    );
    assert.equal(receiver.promotion?.store, undefined);
    const { DOCKERHUB_TOKEN } = buildOf(receiver, "shop-prod-image").environmentVariables ?? {};
    assert.equal(DOCKERHUB_TOKEN, undefined);
  });

  it("reads findings of its own registry with a scan", () => {
    const scanning = plan(prod, "shop-prod", { promote: { from, scan: { refusedSeverities: ["CRITICAL"] } } });
    assert.deepEqual(
      allowed(scanning, "shop-prod-image").map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["ReadImages", ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"]],
        ["WriteImages", ["arn:aws:ecr:eu-west-1:333344445555:repository/shop-prod"]],
        ["ReadFindings", ["arn:aws:ecr:eu-west-1:333344445555:repository/shop-prod"]],
        ["ReadInspector", ["*"]],
      ],
    );
  });

  it("pulls from the sender's registry, if settings say so: no copy, no own registry", () => {
    const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };
    const pulling = plan(prod, "shop-prod", { promote: { from, image: "pull" }, state, destroy: { approvers } });
    const uri = "222233334444.dkr.ecr.us-east-1.amazonaws.com/shop-staging";
    assert.deepEqual(
      pulling.projects.map(({ projectName }) => projectName),
      ["shop-prod-verify", "shop-prod-deploy"],
    );
    assert.equal(pulling.keyUsers.imageRepository, false);
    assert.deepEqual(pulling.image, {
      name: "shop-staging",
      scope: { partition: "aws", account: "222233334444", region: "us-east-1" },
      repositoryName: "shop-staging",
    });
    for (const builds of [buildOf(pulling, "shop-prod-deploy"), pulling.destroy?.projects.at(-1)]) {
      assert.deepEqual(builds?.environmentVariables?.IMAGE_REPOSITORY_URI, { value: uri });
    }
    const deploy = pulling.pipeline.model.stages.find(({ name }) => name === "Deploy")?.actions[0];
    assert.match(JSON.stringify(deploy?.configuration), /#\{Verify\.IMAGE_DIGEST\}/);
    const pulledBy = ["arn:aws:iam::333344445555:role/shop-prod-web-execution"];
    const [to] = toProd.promote.to;
    const sharing = plan(staging, "shop-staging", { test, promote: { to: [{ ...to, pulledBy }] } });
    assert.deepEqual(
      JSON.parse(sharing.promotion?.repositoryPolicy ?? "").Statement.map(({ Sid, Condition }: Statement) => [
        Sid,
        Condition?.ArnEquals?.["aws:PrincipalArn"],
      ]),
      [
        ["PushersOnly", undefined],
        ["Verify", ["arn:aws:iam::333344445555:role/shop-prod-verify-eu-west-1"]],
        ["Pull", pulledBy],
      ],
    );
  });

  it("lets the break-glass approvers approve that one stage, tells them, and records in a store of its own", () => {
    const breakGlass = {
      notify: ["on-call@acme.example"],
      principals: ["arn:aws:iam::333344445555:role/ops/incident-leads"],
    };
    const breaking = plan(prod, "shop-prod", { promote: { from, breakGlass } });
    assert.deepEqual(breaking.topics, [
      { topicName: "shop-prod-break-glass-approvers", emails: ["on-call@acme.example"] },
    ]);
    const [approver] = breaking.promotion?.approvers ?? [];
    assert.equal(approver?.roleName, "incident-leads");
    assert.deepEqual(JSON.parse(approver?.policy ?? "").Statement[0].Resource, [
      "arn:aws:codepipeline:eu-west-1:333344445555:shop-prod-pipeline/BreakGlass/Approve",
    ]);
    assert.deepEqual(
      allowed(breaking, "shop-prod-break-glass").map(({ Sid, Resource }) => [Sid, Resource]),
      [["WriteRecords", ["arn:aws:s3:::shop-prod-release-artifacts-333344445555-eu-west-1/break-glass/*"]]],
    );
    const approval = breaking.pipeline.model.stages.find(({ name }) => name === "BreakGlass")?.actions[0];
    assert.equal(Object(approval).timeoutInMinutes, 60);
    const publishers = breaking.keyUsers.roles.publish;
    assert.deepEqual(publishers, ["arn:aws:iam::333344445555:role/shop-prod-pipeline+BreakGlass+Approve+eu-west-1"]);
  });

  it("asks people before the plan as well, if settings say so, and runs nothing of the commit before", () => {
    const approval = { notify: ["a@acme.example"], message: "Look at the commit." };
    const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };
    const careful = plan(prod, "shop-prod", { promote: { from, approveBeforePlan: true }, approval, state });
    const { stages } = careful.pipeline.model;
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["Source", "Verify", "Copy", "Approve", "Plan", "ApprovePlan", "Deploy"],
    );
    const [first] = stages[3]?.actions ?? [];
    assert.equal(
      Object(first?.configuration).CustomData,
      "Plans commit #{Repository.CommitId} with the image #{Image.IMAGE_DIGEST}, tested by #{Verify.TESTED_BY}. Look at the commit.",
    );
  });

  it("tags what it deployed by the tag of the copy", () => {
    const tagging = plan(prod, "shop-prod", { promote: { from }, image: { keepImages: 20 } });
    const deploy = tagging.pipeline.model.stages.find(({ name }) => name === "Deploy");
    assert.match(JSON.stringify(deploy?.actions[1]), /#\{Image\.RELEASE_TAG\}/);
  });
});

describe("an environment between two others", () => {
  const between = plan(staging, "shop-staging", {
    test,
    promote: { from: "dev", to: [{ environment: "prod", account: prod.account, region: prod.region }] },
  });

  it("verifies, copies, tests, records and starts", () => {
    assert.deepEqual(
      between.pipeline.model.stages.map(({ name }) => name),
      ["Source", "Verify", "Copy", "Deploy", "Test", "Promote"],
    );
    assert.match(JSON.stringify(between.pipeline.model.stages.at(-1)), /"#\{Image\.IMAGE_DIGEST\}"/);
  });

  it("records nothing of an execution whose deployment an empty plan skips", () => {
    const approval = { notify: ["a@acme.example"] };
    const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };
    const approving = plan(staging, "shop-staging", { ...toProd, approval, state });
    const [deploy, promote] = ["Deploy", "Promote"].map((name) =>
      approving.pipeline.model.stages.find((stage) => stage.name === name),
    );
    assert.ok(deploy?.beforeEntry);
    assert.deepEqual(promote?.beforeEntry, deploy.beforeEntry);
  });
});

describe("the names of a promotion", () => {
  it("keep account and region at the end of a store's name, by which every build is denied changes", () => {
    const { bucketName } = releaseStoreOf({ name: "a".repeat(40), scope: prod });
    assert.equal(bucketName.length, 63);
    assert.match(bucketName, /^a+-[0-9a-f]{8}-release-artifacts-333344445555-eu-west-1$/);
  });

  it("are those of the stacks of this project on both sides", () => {
    const both = [
      [staging, "staging"],
      [{ ...prod, region: "us-east-1" }, "prod"],
    ] as const;
    const [one, two] = both.map(([scope, name]) => planDelivery(scope, `shop-${name}`, stackSettings(name)));
    const start = one?.pipeline.roles.find(({ actionName }) => actionName.startsWith("Start-"));
    assert.equal(start?.roleArn, `arn:aws:iam::333344445555:role/${two?.promotion?.startRole?.roleName}`);
  });
});
