import { type AwsScope, CustomAction, workCustomJobs } from "@platform/aws-pipelines";
import { RolePolicy } from "@pulumi/aws/iam";
import type { Provider } from "@pulumi/aws/provider";

export interface JenkinsArgs {
  readonly scope: AwsScope;
  /** The address of the server. */
  readonly url: string;
  /** The role that the server runs with. */
  readonly roleName: string;
}

/** Tells the account of its Jenkins server, whose plug-in then polls for the jobs of a project by the project's name. */
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
  // Each job brings credentials for its artifacts, so that the server needs no right to them.
  const jobs = workCustomJobs(scope, { category: "Build", providerName: "Jenkins", version: "1" });
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: jobs });
  new RolePolicy("jenkins-jobs", { role: roleName, policy }, { provider: aws });
  return action;
}
