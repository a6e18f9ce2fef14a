import { CodePipeline } from "@aws-sdk/client-codepipeline";
import { SNS } from "@aws-sdk/client-sns";

// Both clients come with the runtime.
const pipelines = new CodePipeline();
const topics = new SNS();

/** Publishes what the action says, and tells the pipeline how that went: without an answer the action waits for hours. */
export async function handler({ "CodePipeline.job": { id: jobId, data } }) {
  try {
    const { topicArn, subject, commit } = JSON.parse(data.actionConfiguration.configuration.UserParameters);
    await topics.publish({ TopicArn: topicArn, Subject: subject, Message: `Commit ${commit}` });
    await pipelines.putJobSuccessResult({ jobId });
  } catch (error) {
    await pipelines.putJobFailureResult({ jobId, failureDetails: { type: "JobFailed", message: String(error) } });
  }
}
