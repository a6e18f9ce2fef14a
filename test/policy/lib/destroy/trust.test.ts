import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import type { Gates } from "../../../../policy/lib/destroy/gates";
import { judgeTrusts, trustsBuilds } from "../../../../policy/lib/destroy/trust";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { stackResource } from "../../support/stack-resource";

const arn = "arn:aws:codebuild:eu-west-1:123456789012:project/run";
const codebuild = { Service: "codebuild.amazonaws.com" };
const condition: Properties = {
  ArnEquals: { "aws:SourceArn": arn },
  StringEquals: { "aws:SourceAccount": "123456789012" },
};
const place = "assumeRolePolicy.Statement";
const elsewhere = (roleArn: string) => roleArn.replace("123456789012", "999999999999");
const trust = (Principal: Value, Condition: Value = undefined): Properties => ({
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal, Condition },
});
const notBound = violation(
  `${place}.Condition`,
  "should require aws:SourceArn of the project that destroys and aws:SourceAccount: its role is for its builds alone",
);
const notAlone = (path: string, wanted: string) =>
  violation(`${place}.${path}`, `should be ${wanted} alone: who has this role destroys, or has another one do it`);

describe("the trust of the role of a project that destroys", () => {
  const judged = (value: Value, arns: readonly string[] = ["arn:*:codebuild:*:*:project/run"]) =>
    readDocument({ path: "assumeRolePolicy", value }).statements.flatMap(trustsBuilds([{ arns }]));

  const cases: readonly (readonly [title: string, document: Value, ...unknown[]])[] = [
    ["is for its builds alone", trust(codebuild, condition)],
    [
      "needs the ARN of the project",
      trust(codebuild, { StringEquals: { "aws:SourceAccount": "123456789012" } }),
      notBound,
    ],
    ["needs the account", trust(codebuild, { ArnEquals: { "aws:SourceArn": arn } }), notBound],
    [
      "takes no wildcard in the ARN",
      trust(codebuild, { ...condition, ArnLike: { "aws:SourceArn": `${arn}*` }, ArnEquals: {} }),
      notBound,
    ],
    [
      "takes no other project",
      trust(codebuild, { ...condition, ArnEquals: { "aws:SourceArn": [arn, `${arn}-x`] } }),
      notBound,
    ],
    [
      "takes no wildcard in the account",
      trust(codebuild, { ...condition, StringLike: { "aws:SourceAccount": "*" }, StringEquals: {} }),
      notBound,
    ],
    [
      "takes no condition that holds without its key",
      trust(codebuild, { StringEquals: condition.StringEquals, ArnEqualsIfExists: condition.ArnEquals }),
      notBound,
    ],
    [
      "is not known with an unknown ARN",
      trust(codebuild, { ...condition, ArnEquals: { "aws:SourceArn": unknownValue } }),
      unknownAt(`${place}.Condition`),
    ],
    ["is not known with an unknown condition", trust(codebuild, unknownValue), unknownAt(`${place}.Condition`)],
    [
      "takes no other service",
      trust({ Service: "ec2.amazonaws.com" }, condition),
      notAlone("Principal.Service", "codebuild.amazonaws.com"),
    ],
    [
      "takes no account",
      trust({ AWS: "123456789012" }, condition),
      notAlone("Principal.AWS", "codebuild.amazonaws.com"),
    ],
    [
      "is not known with an unknown principal",
      trust({ Service: unknownValue }, condition),
      unknownAt(`${place}.Principal.Service`),
    ],
  ];
  for (const [title, document, ...findings] of cases) {
    it(title, () => assert.deepEqual(judged(document), findings));
  }

  it("takes any project while its name is unknown", () =>
    assert.deepEqual(judged(trust(codebuild, condition), []), []));

  it("takes no principal by exclusion", () => {
    const document = { Statement: { Effect: "Allow", NotPrincipal: { AWS: "x" }, Action: "sts:AssumeRole" } };
    assert.deepEqual(judged(document), [notAlone("NotPrincipal", "codebuild.amazonaws.com")]);
  });
});

describe("the trust of the roles of a stack", () => {
  const role = (urn: string, assumeRolePolicy: Value) =>
    stackResource(urn, "aws:iam/role:Role", { name: urn, assumeRolePolicy });
  const named = (...roles: readonly ReturnType<typeof role>[]) => ({
    resources: roles,
    arns: roles.map(({ urn }) => `arn:aws:iam::123456789012:role/${urn}`),
  });
  const judged = (run: Value, pipeline: Value, starter: Value) => {
    const [runRole, pipelineRole, starterRole] = [
      role("run", run),
      role("pipeline", pipeline),
      role("starter", starter),
    ];
    const gates: Gates = {
      projects: [
        {
          project: stackResource("p", "aws:codebuild/project:Project"),
          arns: [arn],
          roles: named(runRole),
          starters: named(starterRole),
        },
      ],
      pipelines: [
        {
          pipeline: stackResource("q", "aws:codepipeline/pipeline:Pipeline"),
          arns: [],
          roles: named(pipelineRole),
          starters: named(starterRole),
          approvals: [],
          sources: [],
        },
      ],
    };
    return judgeTrusts(gates);
  };
  const right = [
    trust(codebuild, condition),
    trust({ Service: "codepipeline.amazonaws.com" }),
    trust({ AWS: "arn:aws:iam::123456789012:role/pipeline" }),
  ] as const;

  it("is right from project to pipeline to starter", () => assert.deepEqual(judged(...right), []));

  it("is wrong for each role by itself", () => {
    const root = trust({ AWS: "arn:aws:iam::123456789012:root" });
    assert.deepEqual(judged(root, root, root), [
      { urn: "starter", finding: notAlone("Principal.AWS", "the role of its pipeline") },
      { urn: "pipeline", finding: notAlone("Principal.AWS", "codepipeline.amazonaws.com") },
      { urn: "run", finding: notAlone("Principal.AWS", "codebuild.amazonaws.com") },
    ]);
  });

  describe("of a role that the role of the pipeline assumes through its account", () => {
    const root = "arn:aws:iam::123456789012:root";
    const pipeline = "arn:aws:iam::123456789012:role/pipeline";
    const starters = (Condition: Value, account: Value = root) =>
      judged(right[0], right[1], trust({ AWS: account }, Condition)).map(({ finding }) => finding);
    const refused = [notAlone("Principal.AWS", "the role of its pipeline")];
    const cases: readonly (readonly [title: string, condition: Value, found: readonly unknown[]])[] = [
      ["takes the account where the caller is that role", { ArnEquals: { "aws:PrincipalArn": pipeline } }, []],
      ["takes ArnLike with that role", { ArnLike: { "aws:PrincipalArn": [pipeline] } }, []],
      ["takes no account by itself", undefined, refused],
      ["takes no other role", { ArnEquals: { "aws:PrincipalArn": [pipeline, `${pipeline}-2`] } }, refused],
      ["takes no wildcard", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } }, refused],
      ["takes no pattern of everything", { StringLike: { "aws:PrincipalArn": "*" } }, refused],
      ["takes no role of another account", { ArnEquals: { "aws:PrincipalArn": elsewhere(pipeline) } }, refused],
      ["takes no condition without its key", { ArnEqualsIfExists: { "aws:PrincipalArn": pipeline } }, refused],
      ["takes no negated comparison", { ArnNotEquals: { "aws:PrincipalArn": pipeline } }, refused],
      ["takes no other key", { StringEquals: { "aws:PrincipalAccount": "123456789012" } }, refused],
      [
        "is not known with an unknown caller",
        { ArnEquals: { "aws:PrincipalArn": unknownValue } },
        [unknownAt(`${place}.Principal.AWS`)],
      ],
      ["is not known with an unknown condition", unknownValue, [unknownAt(`${place}.Principal.AWS`)]],
    ];
    for (const [title, Condition, found] of cases) {
      it(title, () => assert.deepEqual(starters(Condition), found));
    }

    it("takes an account by its number", () =>
      assert.deepEqual(starters({ ArnEquals: { "aws:PrincipalArn": pipeline } }, "123456789012"), []));

    it("takes no wildcard principal", () =>
      assert.deepEqual(starters({ ArnEquals: { "aws:PrincipalArn": pipeline } }, "*"), refused));
  });

  it("takes no wildcard for the role of the pipeline", () => {
    const wild = trust({ AWS: "arn:aws:iam::123456789012:role/*" });
    assert.deepEqual(judged(right[0], right[1], wild), [
      { urn: "starter", finding: notAlone("Principal.AWS", "the role of its pipeline") },
    ]);
  });
});
