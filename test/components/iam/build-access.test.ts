import assert from "node:assert/strict";
import { runBatches, writeLogs, writePipelineLogs, writeReports } from "../../../components/iam/build-access";
import { gov, scope } from "../../support/scopes";

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

  it("that reports coverage alone may write no test cases", () => {
    const [statement, ...others] = writeReports(scope, "shop-test", { tests: [], coverage: ["lines"] });
    assert.equal(statement?.Sid, "CoverageReports");
    assert.deepEqual(others, []);
  });

  it("of a batch starts, stops and retries builds of its own project alone", () => {
    assert.deepEqual(runBatches(scope, "shop-test"), {
      Sid: "Batches",
      Effect: "Allow",
      Action: ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
      Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop-test"],
    });
  });
});

describe("an action on CodePipeline's own compute", () => {
  it("writes to the log group of its pipeline, which CodePipeline creates", () => {
    const group = "arn:aws-us-gov:logs:us-gov-west-1:777788889999:log-group:/aws/codepipeline/shop";
    assert.deepEqual(writePipelineLogs(gov, "shop"), {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [group, `${group}:*`],
    });
  });
});
