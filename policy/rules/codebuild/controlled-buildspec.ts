import { at, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { isPullRequestBuild, projectsAmong, projectType, webhookType } from "../../lib/pipeline/build-projects";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const codebuildControlledBuildspec = stackRule({
  name: "codebuild-controlled-buildspec",
  displayName: "Pull requests cannot change their buildspec",
  description:
    "Projects that build pull requests should keep the buildspec outside the repository. Otherwise the pull request decides what runs.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps: "Set source.buildspec to the buildspec's text, or to the ARN of an S3 object.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
  tags: ["codebuild", "pull-request"],
  equivalentChecks: { prowler: ["codebuild_project_user_controlled_buildspec"], owasp: ["SEC-4"] },
  types: [projectType, webhookType],
  judge: buildspecsControlled,
});

function buildspecsControlled(resources: readonly StackResource[]): StackFinding[] {
  return projectsAmong(resources)
    .filter((project) => isPullRequestBuild(project, resources) !== false)
    .flatMap((project) => judgeProject(project, isPullRequestBuild(project, resources) === true));
}

function judgeProject({ urn, props }: StackResource, isCertain: boolean): StackFinding[] {
  const path = "source.buildspec";
  const buildspec = at(props.source, "buildspec");
  if (isControlled(textOf(buildspec))) {
    return [];
  }
  const finding: Finding =
    isCertain && buildspec !== unknownValue
      ? violation(path, "should be the buildspec itself, or the ARN of one in S3: a pull request is built with it")
      : unknownAt(isCertain ? path : "filterGroups of the project's webhook");
  return [{ urn, finding }];
}

/** An inline buildspec has several lines, or is one JSON or YAML mapping; other text is a path. */
function isControlled(buildspec: string): boolean {
  return /\n|^\s*(\{|version\s*:)/.test(buildspec) || /^arn:[^:]*:s3:::/.test(buildspec);
}
