import { CodePipeline } from "@aws-sdk/client-codepipeline";
import { SNS } from "@aws-sdk/client-sns";

// The Node.js runtime of Lambda contains both clients.
const pipelines = new CodePipeline();
const topics = new SNS();

/** Publishes the message of the action and reports the result. Without a result, the action waits until its timeout. */
export async function handler({ "CodePipeline.job": { id: jobId, data } }) {
  try {
    const { topicArn, subject, commit } = JSON.parse(data.actionConfiguration.configuration.UserParameters);
    await topics.publish({ TopicArn: topicArn, Subject: subject, Message: `Commit ${commit}` });
    await pipelines.putJobSuccessResult({ jobId });
  } catch (error) {
    await pipelines.putJobFailureResult({ jobId, failureDetails: { type: "JobFailed", message: String(error) } });
  }
}
