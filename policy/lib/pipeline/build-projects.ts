import { unknownValue } from "../../iam/value";
import { referrers } from "../facts/links";
import type { StackResource } from "../facts/stack";
import { buildsPullRequests } from "./webhook-filters";

/** Type tokens of CodeBuild projects and of what starts them on a repository's events. */
export const projectType = "aws:codebuild/project:Project";
export const webhookType = "aws:codebuild/webhook:Webhook";

export function projectsAmong(resources: readonly StackResource[]): StackResource[] {
  return resources.filter(({ type }) => type === projectType);
}

/** Whether a webhook builds pull requests with a project; unknown when only an unknown filter may do so. */
export function isPullRequestBuild(
  project: StackResource,
  resources: readonly StackResource[],
): boolean | typeof unknownValue {
  const webhooks = resources.filter(({ type }) => type === webhookType);
  const verdicts = referrers(webhooks, "projectName", project, project.props.name).map(({ props }) =>
    buildsPullRequests(props.filterGroups),
  );
  return verdicts.includes(true) || (verdicts.includes(unknownValue) ? unknownValue : false);
}
