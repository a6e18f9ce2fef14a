import assert from "node:assert/strict";
import { ofHistory, ofPipeline, ofProject } from "../../../components/notifications/metrics";

describe("the metrics of alarms", () => {
  it("name the service that publishes them, and one pipeline or project", () => {
    assert.deepEqual(
      [
        ofPipeline("shop", "PipelineDuration"),
        ofProject("image", "FailedBuilds"),
        ofHistory("shop", "SucceededRuns"),
      ].map(({ namespace, metricName, dimension }) => `${namespace} ${metricName} ${dimension.join("=")}`),
      [
        "AWS/CodePipeline PipelineDuration PipelineName=shop",
        "AWS/CodeBuild FailedBuilds ProjectName=image",
        "aws-pipelines SucceededRuns PipelineName=shop",
      ],
    );
  });
});
