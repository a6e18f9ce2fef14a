import assert from "node:assert/strict";
import { type DestroyGate, type GuardHolder, guardedResources, guardGate } from "../../../components/destroy/guard";
import { guardAllGates } from "../../../components/iam/gate-tag";
import { guardPatterns } from "../../../components/iam/guarded-actions";
import { rolePolicies } from "../../../components/iam/role-policies";
import { allowStatement, type Statement } from "../../../components/iam/statement";
import { globMatches } from "../../../policy/iam/glob";
import { connectionArn } from "../../support/pipelines";
import { scope } from "../../support/scopes";

const at = "eu-central-1:111122223333";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const gate: DestroyGate = {
  name: "shop-destroy",
  pipelineName: "shop-destroy-pipeline",
  projectNames: ["shop-destroy-preview", "shop-destroy-run"],
  roleArns: [
    role("shop-destroy-pipeline+eu-central-1"),
    role("shop-destroy-pipeline+Run+eu-central-1"),
    role("shop-destroy-run"),
  ],
  approverArns: [role("leads")],
  logGroupNames: ["/aws/codebuild/shop-destroy-preview", "/aws/codebuild/shop-destroy-run"],
  topicNames: ["shop-destroy-first-approvers"],
  artifactBucketName: "shop-destroy-artifacts",
  logBucketName: "shop-destroy-artifacts-logs",
  stateBucketName: "shop-state",
  keyAliases: ["shop-destroy-artifacts", "shop-state"],
  connectionArn,
  tokenSecrets: ["shop/pulumi:write", "shop/pulumi-read"],
};
const deploy = { projectName: "shop-deploy", gateNames: ["shop-destroy"], planObjects: undefined };
const preview = {
  projectName: "shop-destroy-preview",
  gateNames: ["shop-destroy"],
  planObjects: "arn:aws:s3:::shop-destroy-artifacts/*",
};
const secret = (name: string) => `arn:aws:secretsmanager:${at}:secret:${name}-??????`;
const statement = (sid: string, of = gate, holder: GuardHolder = deploy) =>
  guardGate(scope, of, holder).find(({ Sid }) => Sid === sid);

describe("the guard of a gate", () => {
  it("only denies, by patterns of its actions", () => {
    const statements = guardGate(scope, gate, deploy);
    assert.deepEqual([...new Set(statements.map(({ Effect }) => Effect))], ["Deny"]);
    const patterns: readonly string[] = Object.values(guardPatterns).flat();
    assert.deepEqual(
      statements.flatMap(({ Action }) => Action).filter((action) => !patterns.includes(action)),
      [],
    );
  });

  it("is about every part of the gate, with all roles of a pipeline in one pattern", () => {
    assert.deepEqual(statement("GuardGate")?.Resource, [
      `arn:aws:codepipeline:${at}:shop-destroy-pipeline`,
      `arn:aws:codepipeline:${at}:shop-destroy-pipeline/*`,
      `arn:aws:codebuild:${at}:project/shop-destroy-preview`,
      `arn:aws:codebuild:${at}:project/shop-destroy-run`,
      role("shop-destroy-pipeline+*"),
      role("shop-destroy-run"),
      role("leads"),
      "arn:aws:iam::111122223333:policy/shop-destroy-pipeline+*-*",
      "arn:aws:iam::111122223333:policy/shop-destroy-run-*",
      `arn:aws:logs:${at}:log-group:/aws/codebuild/shop-destroy-preview`,
      `arn:aws:logs:${at}:log-group:/aws/codebuild/shop-destroy-preview:*`,
      `arn:aws:logs:${at}:log-group:/aws/codebuild/shop-destroy-run`,
      `arn:aws:logs:${at}:log-group:/aws/codebuild/shop-destroy-run:*`,
      `arn:aws:sns:${at}:shop-destroy-first-approvers`,
      `arn:aws:kms:${at}:alias/shop-destroy-artifacts`,
      `arn:aws:kms:${at}:alias/shop-state`,
      connectionArn,
      secret("shop/pulumi"),
      secret("shop/pulumi-read"),
    ]);
    for (const kind of ["pipeline", "projects", "roles", "passing", "policies", "logs", "topics", "tokens"] as const) {
      const denied = statement("GuardGate")?.Action ?? [];
      assert.deepEqual(
        guardPatterns[kind].filter((pattern) => !denied.includes(pattern)),
        [],
        kind,
      );
    }
  });

  it("keeps a build out of the logs of the others, and lets it write its own", () => {
    const streams = (name: string) => `arn:aws:logs:${at}:log-group:/aws/codebuild/${name}:*`;
    assert.deepEqual(statement("GuardEvents")?.Resource, [
      streams("shop-destroy-preview"),
      streams("shop-destroy-run"),
    ]);
    assert.deepEqual(statement("GuardEvents", gate, preview)?.Resource, [streams("shop-destroy-run")]);
  });

  it("keeps the token that writes from the preview alone, which runs before anybody approves", () => {
    assert.equal(statement("GuardToken"), undefined);
    const token = statement("GuardToken", gate, preview);
    assert.deepEqual(token?.Action, [...guardPatterns.readToken]);
    assert.deepEqual(token?.Resource, [secret("shop/pulumi")]);
  });

  it("protects the bucket of the state, and its keys by their aliases", () => {
    assert.deepEqual(statement("GuardState")?.Resource, ["arn:aws:s3:::shop-state", "arn:aws:s3:::shop-state/*"]);
    const keys = statement("GuardKeys");
    assert.deepEqual(keys?.Resource, [`arn:aws:kms:${at}:key/*`]);
    assert.deepEqual(keys?.Condition, {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shop-destroy-artifacts", "alias/shop-state"] },
    });
  });

  it("has no statement about what the gate does not have", () => {
    const bare = { ...gate, stateBucketName: undefined, tokenSecrets: [] };
    assert.equal(statement("GuardState", bare), undefined);
    assert.equal(statement("GuardToken", bare, preview), undefined);
    const denied = statement("GuardGate", bare)?.Action ?? [];
    assert.deepEqual(
      guardPatterns.tokens.filter((pattern) => denied.includes(pattern)),
      [],
    );
  });

  it("ends in the guard of all gates of the account; the preview alone writes a plan", () => {
    for (const [holder, writesTo] of [
      [deploy, undefined],
      [preview, preview.planObjects],
    ] as const) {
      const all = guardAllGates(scope, { gateNames: ["shop-destroy"], writesTo });
      assert.deepEqual(guardGate(scope, gate, holder).slice(-all.length), all);
    }
  });
});

describe("a role whose grants fill its inline policy", () => {
  const grants = Array.from({ length: 40 }, (_, index) =>
    allowStatement({
      sid: `Granted${index}`,
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [`arn:aws:ecs:${at}:service/shop-${"x".repeat(60)}/web-${index}`],
    }),
  );
  const statements = [...grants, ...guardGate(scope, gate, deploy)];
  const { inline = "", managed } = rolePolicies(statements);
  const held = [inline, ...Object.values(managed)].flatMap((text): Statement[] => JSON.parse(text).Statement);

  it("keeps the whole guard, in managed policies that AWS attaches to the same role", () => {
    assert.ok(Object.keys(managed).length > 0);
    const denies = (all: readonly Statement[]) => all.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid);
    assert.deepEqual(denies(held), denies(statements));
    assert.ok(!inline.includes("GuardTagged"));
  });

  it("cannot change those policies: the guard names them, and they have the tag of the gate", () => {
    const policyArn = `arn:aws:iam::111122223333:policy/shop-destroy-run-GuardGate`;
    const [change = ""] = guardPatterns.policies;
    const isNamed = held.some(
      ({ Action, Resource = [] }) =>
        Action.includes(change) && [Resource].flat().some((arn) => globMatches(arn, policyArn)),
    );
    assert.ok(isNamed);
    assert.ok(held.some(({ Sid, Action }) => Sid === "GuardTagged" && Action.includes(change)));
  });
});

describe("the parts of a gate", () => {
  it("are listed by what they are, for messages about grants", () => {
    assert.deepEqual(
      guardedResources(scope, gate).map(({ what, arn }) => `${arn.replace(at, "").replace("arn:aws:", "")} is ${what}`),
      [
        "codepipeline::shop-destroy-pipeline is the destroy pipeline",
        "codebuild::project/shop-destroy-preview is a project of the destroy pipeline",
        "codebuild::project/shop-destroy-run is a project of the destroy pipeline",
        "iam::111122223333:role/shop-destroy-pipeline+eu-central-1 is a role of the destroy pipeline",
        "iam::111122223333:role/shop-destroy-pipeline+Run+eu-central-1 is a role of the destroy pipeline",
        "iam::111122223333:role/shop-destroy-run is a role of the destroy pipeline",
        "iam::111122223333:role/leads is a role that approves a destroy",
        "logs::log-group:/aws/codebuild/shop-destroy-preview is a log of the destroy pipeline",
        "logs::log-group:/aws/codebuild/shop-destroy-run is a log of the destroy pipeline",
        "sns::shop-destroy-first-approvers is a topic of the destroy pipeline",
        "s3:::shop-destroy-artifacts is the artifacts of the destroy pipeline",
        "s3:::shop-destroy-artifacts-logs is the access logs of the destroy pipeline",
        "s3:::shop-state is the state",
        "kms::alias/shop-destroy-artifacts is a key of the destroy pipeline",
        "kms::alias/shop-state is a key of the destroy pipeline",
        `${connectionArn.replace(at, "").replace("arn:aws:", "")} is the connection of the destroy pipeline`,
        "secretsmanager::secret:shop/pulumi-?????? is a token of the state",
        "secretsmanager::secret:shop/pulumi-read-?????? is a token of the state",
      ],
    );
  });
});
