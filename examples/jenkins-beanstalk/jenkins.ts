import { type AwsScope, CustomAction, workCustomJobs } from "@platform/aws-pipelines";
import { RolePolicy } from "@pulumi/aws/iam";
import type { Provider } from "@pulumi/aws/provider";

export interface JenkinsArgs {
  readonly scope: AwsScope;
  /** The address of the Jenkins server. */
  readonly url: string;
  /** The role of the Jenkins server. */
  readonly roleName: string;
}

/** Registers a custom action for a Jenkins server. Its plug-in polls for jobs by the name of the Jenkins project. */
export function registerJenkins({ scope, url, roleName }: JenkinsArgs, aws: Provider): CustomAction {
  const action = new CustomAction(
    "Jenkins",
    {
      category: "Build",
      configurationProperties: { ProjectName: { required: true, key: true, queryable: true } },
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 1, max: 1 },
      entityUrlTemplate: `${url}/job/{Config:ProjectName}`,
      executionUrlTemplate: `${url}/job/{Config:ProjectName}/{ExternalExecutionId}`,
    },
    { providers: { aws } },
  );
  // Each job carries credentials for its artifacts, so the server needs no access to the bucket.
  const jobs = workCustomJobs(scope, { category: "Build", providerName: "Jenkins", version: "1" });
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: jobs });
  new RolePolicy("jenkins-jobs", { role: roleName, policy }, { provider: aws });
  return action;
}
