import assert from "node:assert/strict";
import { artifactAccess } from "../../../components/iam/artifact-access";
import { writeLogs, writeReports } from "../../../components/iam/build-access";
import { pushImages, repositoryUri } from "../../../components/iam/image-access";
import { allowStatement, policyDocument } from "../../../components/iam/statement";
import { china, gov, scope } from "../../support/scopes";

const ownAccount = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
const store = {
  Sid: "ArtifactStore",
  Effect: "Allow",
  Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
  Resource: ["arn:aws:s3:::store"],
  Condition: ownAccount,
};

function objects(...actions: string[]) {
  return {
    Sid: "Artifacts",
    Effect: "Allow",
    Action: actions,
    Resource: ["arn:aws:s3:::store/*"],
    Condition: ownAccount,
  };
}

describe("artifactAccess", () => {
  it("grants nothing to who neither reads nor writes", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: false, write: false }), []);
  });

  it("grants no write to a reader", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: true, write: false }), [
      store,
      objects("s3:GetObject", "s3:GetObjectVersion"),
    ]);
  });

  it("grants no read of objects to a writer", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: false, write: true }), [
      store,
      objects("s3:PutObject", "s3:PutObjectAcl"),
    ]);
  });

  it("grants both to who does both, in buckets of its own account alone", () => {
    assert.deepEqual(artifactAccess(scope, "store", { read: true, write: true }), [
      store,
      objects("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"),
    ]);
  });
});

describe("artifactAccess to several buckets", () => {
  it("is granted in the same two statements", () => {
    assert.deepEqual(
      artifactAccess(scope, ["store", "further"], { read: true, write: false }).map(({ Resource }) => Resource),
      [
        ["arn:aws:s3:::store", "arn:aws:s3:::further"],
        ["arn:aws:s3:::store/*", "arn:aws:s3:::further/*"],
      ],
    );
  });
});

describe("artifactAccess to tagged objects", () => {
  it("lets a writer tag them, and a reader do nothing more", () => {
    const [, written] = artifactAccess(scope, "store", { read: false, write: true, tagged: true });
    assert.deepEqual(written, objects("s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"));
    const [, read] = artifactAccess(scope, "store", { read: true, write: false, tagged: true });
    assert.deepEqual(read, objects("s3:GetObject", "s3:GetObjectVersion"));
  });
});

describe("a build", () => {
  it("writes to the streams of its own log group, and makes no group", () => {
    assert.deepEqual(writeLogs(scope, "/aws/codebuild/shop"), {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop:*"],
    });
  });

  it("writes to the report groups of its own project", () => {
    const group = "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test";
    const create = ["codebuild:CreateReport", "codebuild:CreateReportGroup", "codebuild:UpdateReport"];
    assert.deepEqual(writeReports(scope, "shop-test", { tests: ["unit", "load"], coverage: ["lines"] }), [
      {
        Sid: "TestReports",
        Effect: "Allow",
        Action: ["codebuild:BatchPutTestCases", ...create],
        Resource: [`${group}-unit`, `${group}-load`],
      },
      {
        Sid: "CoverageReports",
        Effect: "Allow",
        Action: ["codebuild:BatchPutCodeCoverages", ...create],
        Resource: [`${group}-lines`],
      },
    ]);
  });

  it("that reports nothing may write to no report group", () => {
    assert.deepEqual(writeReports(scope, "shop-test", { tests: [], coverage: [] }), []);
  });

  it("pushes to one repository; only the login, which AWS cannot scope, is for the registry", () => {
    assert.deepEqual(pushImages(scope, "shop/web"), [
      { Sid: "RegistryLogin", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "PushImages",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: ["arn:aws:ecr:eu-central-1:111122223333:repository/shop/web"],
      },
    ]);
  });
});

describe("repositoryUri", () => {
  it("is the address of the registry in every partition, without a tag", () => {
    assert.deepEqual(
      [scope, china, gov].map((at) => repositoryUri(at, "shop/web")),
      [
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web",
        "444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/web",
        "777788889999.dkr.ecr.us-gov-west-1.amazonaws.com/shop/web",
      ],
    );
  });
});

describe("a statement", () => {
  it("has a condition only where one is given", () => {
    const grant = { sid: "A", actions: ["s3:GetObject"], resources: ["x"] };
    assert.deepEqual(allowStatement(grant), { Sid: "A", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["x"] });
    assert.deepEqual(allowStatement({ ...grant, conditions: ownAccount }).Condition, ownAccount);
  });

  it("keeps its place in a document, so that the same input gives the same text", () => {
    const grant = (sid: string) => allowStatement({ sid, actions: ["s3:GetObject"], resources: ["x"] });
    assert.equal(
      policyDocument([grant("B"), grant("A")]),
      '{"Version":"2012-10-17","Statement":[{"Sid":"B","Effect":"Allow","Action":["s3:GetObject"],"Resource":["x"]},{"Sid":"A","Effect":"Allow","Action":["s3:GetObject"],"Resource":["x"]}]}',
    );
  });
});
