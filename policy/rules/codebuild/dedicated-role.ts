import { rolesNamed, roleType } from "../../iam/role-use";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { unknownValue } from "../../lib/facts/value";
import { pipelineType } from "../../lib/pipeline/actions";
import { isPullRequestBuild, projectsAmong, projectType, webhookType } from "../../lib/pipeline/build-projects";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const codebuildDedicatedRole = stackRule({
  name: "codebuild-dedicated-role",
  displayName: "CodeBuild projects have a dedicated role",
  description:
    "CodeBuild projects should not share their role with a pipeline. Projects that build pull requests should share it with no other project.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps: "Create a role with the permissions of this build, and set serviceRole to its ARN.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
  tags: ["codebuild", "codepipeline", "iam"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: [projectType, webhookType, pipelineType, roleType],
  judge: rolesDedicated,
});

function rolesDedicated(resources: readonly StackResource[]): StackFinding[] {
  return projectsAmong(resources).flatMap((project) =>
    judgeProject(project, resources).map((finding) => ({ urn: project.urn, finding })),
  );
}

function judgeProject(project: StackResource, resources: readonly StackResource[]): Finding[] {
  const roles = rolesNamed(project, "serviceRole", resources);
  const uses = (user: StackResource, property: string) => overlap(rolesNamed(user, property, resources), roles);
  if (resources.some((user) => user.type === pipelineType && uses(user, "roleArn"))) {
    return [violation("serviceRole", "should not be the role of a pipeline: make one for the project")];
  }
  const buildsPullRequests = isPullRequestBuild(project, resources);
  const sharing = projectsAmong(resources).some(
    (other) => isPullRequestBuild(other, resources) === false && uses(other, "serviceRole"),
  );
  if (buildsPullRequests === false || !sharing) {
    return [];
  }
  return buildsPullRequests === unknownValue
    ? [unknownAt("filterGroups of the project's webhook")]
    : [violation("serviceRole", "should not be the role of a project that builds something else than pull requests")];
}

function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((role) => others.has(role));
}
