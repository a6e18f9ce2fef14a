import assert from "node:assert/strict";
import { gateBoundary } from "../../../components/iam/gate-boundary";
import { guardedActions, guardedByTag } from "../../../components/iam/guarded-actions";
import { policyDocument, type Statement } from "../../../components/iam/statement";
import { answersOtherThan } from "../../support/statements";

const boundaryArn = "arn:aws:iam::111122223333:policy/shop-prod-boundary";
const statements = gateBoundary({ boundaryArn, environment: "shop-prod" });

function deniedBy(action: string, chosen: (statement: Statement) => boolean): boolean {
  const patterns = statements
    .filter(chosen)
    .flatMap(({ Action }) => Action)
    .map((pattern) => new RegExp(`^${pattern.replace(/\*/g, ".*")}$`));
  return patterns.some((pattern) => pattern.test(action));
}

const byTag = ({ Condition }: Statement) => Condition?.Null !== undefined;
const kinds = Object.keys(guardedActions) as (keyof typeof guardedActions)[];

describe("gateBoundary", () => {
  it("denies each guarded action that AWS compares with the tag of a gate", () => {
    const tagged = kinds.filter((kind) => guardedByTag[kind] === true).flatMap((kind) => guardedActions[kind]);
    assert.ok(tagged.length > 100);
    assert.deepEqual(
      tagged.filter((action) => !deniedBy(action, byTag)),
      [],
    );
  });

  it("denies each action by which somebody becomes an approver, and each change of a registry", () => {
    const actions = [...guardedActions.people, ...guardedActions.account];
    assert.deepEqual(
      actions.filter((action) => !deniedBy(action, ({ Condition }) => Condition === undefined)),
      [],
    );
  });

  it("denies no action on the tag of another gate that only reads, uses a key, or uses a connection", () => {
    const free = [
      ...["cloudwatch:DescribeAlarms", "events:DescribeRule"],
      ...["codebuild:BatchGetBuilds", "codebuild:BatchGetProjects", "codepipeline:GetPipelineState"],
      ...["codeconnections:UseConnection", "codestar-connections:UseConnection", "ecr:BatchGetImage"],
      ...["iam:GetRole", "iam:ListRolePolicies", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      ...["kms:ReEncryptFrom", "kms:Sign", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
      ...["secretsmanager:DescribeSecret", "sns:GetTopicAttributes"],
    ];
    assert.deepEqual(
      free.filter((action) => deniedBy(action, byTag)),
      [],
    );
  });

  it("leaves room for the services of the environment in a managed policy of 6,144 characters", () => {
    const longest = "a".repeat(40);
    const document = policyDocument(gateBoundary({ boundaryArn, environment: longest, partners: [longest, longest] }));
    assert.ok(document.length < 5750, String(document.length));
    assert.ok(policyDocument(statements).length < 5100, String(policyDocument(statements).length));
  });

  it("names roles in the partition and the account of the boundary", () => {
    const china = gateBoundary({
      boundaryArn: boundaryArn.replace("arn:aws:", "arn:aws-cn:"),
      environment: "shop-prod",
    });
    const arns = china
      .flatMap(({ Condition = {} }) => Object.values(Condition.ArnNotLike ?? {}).flat())
      .filter((arn) => !arn.startsWith("arn:aws-cn:iam::111122223333:role/"));
    assert.deepEqual(arns, []);
  });

  it("excepts no role whose name only begins like one of the gates", async () => {
    const all: Statement = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
    const requests = [
      "shop-prod-destroyer-eu-central-1",
      "shop-prod-build-destroy-run",
      "x-self-update-shop-prod-run",
    ].map((role) => ({
      action: "codebuild:UpdateProject",
      resource: "arn:aws:codebuild:eu-central-1:111122223333:project/shop-prod-destroy-run",
      context: {
        "aws:ResourceTag/aws-pipelines:gate": "shop-prod-destroy",
        "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${role}`,
      },
    }));
    assert.equal((await answersOtherThan("Allowed", [all, ...statements], requests)).length, requests.length);
  });
});
