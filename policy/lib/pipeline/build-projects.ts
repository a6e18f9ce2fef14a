import { unknownValue } from "../../iam/value";
import { referrers } from "../facts/links";
import { ofTypes, type StackResource } from "../facts/stack";
import { buildsPullRequests } from "./webhook-filters";

/** Type tokens of CodeBuild projects and of their webhooks. */
export const projectType = "aws:codebuild/project:Project";
export const webhookType = "aws:codebuild/webhook:Webhook";

export function projectsAmong(resources: readonly StackResource[]): readonly StackResource[] {
  return ofTypes(resources, [projectType]);
}

/** Whether a webhook builds pull requests with a project. Unknown when only an unknown filter may do so. */
export function isPullRequestBuild(
  project: StackResource,
  resources: readonly StackResource[],
): boolean | typeof unknownValue {
  const webhooks = ofTypes(resources, [webhookType]);
  const verdicts = referrers(webhooks, "projectName", project, project.props.name).map(({ props }) =>
    buildsPullRequests(props.filterGroups),
  );
  return verdicts.includes(true) || (verdicts.includes(unknownValue) ? unknownValue : false);
}
