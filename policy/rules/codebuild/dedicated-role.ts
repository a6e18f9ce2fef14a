import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { type NamedRoles, roleFinder, roleType } from "../../lib/iam/roles";
import { pipelineType } from "../../lib/pipeline/actions";
import { isPullRequestBuild, projectsAmong, projectType, webhookType } from "../../lib/pipeline/build-projects";
import { about } from "../../lib/rule/about";
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

/** A project with the keys of its role, and whether it builds pull requests. */
interface RoleUse {
  readonly urn: string;
  readonly keys: readonly string[];
  readonly forPullRequests: boolean | typeof unknownValue;
}

function rolesDedicated(resources: readonly StackResource[]): StackFinding[] {
  const findRoles = roleFinder(resources);
  const keysOf = (user: StackResource, property: string) => roleKeys(findRoles(user, property, user.props[property]));
  const uses = projectsAmong(resources).map(
    (project): RoleUse => ({
      urn: project.urn,
      keys: keysOf(project, "serviceRole"),
      forPullRequests: isPullRequestBuild(project, resources),
    }),
  );
  const pipelines = resources.filter(({ type }) => type === pipelineType);
  const ofPipelines = new Set(pipelines.flatMap((pipeline) => keysOf(pipeline, "roleArn")));
  const ofOthers = new Set(uses.filter(({ forPullRequests }) => forPullRequests === false).flatMap(({ keys }) => keys));
  return uses.flatMap(({ urn, keys, forPullRequests }) => {
    if (keys.some((key) => ofPipelines.has(key))) {
      return about(urn, [violation("serviceRole", "should not be the role of a pipeline: make one for the project")]);
    }
    return forPullRequests !== false && keys.some((key) => ofOthers.has(key))
      ? about(urn, [shared(forPullRequests)])
      : [];
  });
}

/** Two uses with a key in common use one role: the ARN as written, or the role resource. */
function roleKeys({ arns, resources }: NamedRoles): string[] {
  return [...arns, ...resources.map(({ urn }) => urn)];
}

function shared(forPullRequests: RoleUse["forPullRequests"]): Finding {
  return forPullRequests === unknownValue
    ? unknownAt("filterGroups of the project's webhook")
    : violation("serviceRole", "should not be the role of a project that builds something else than pull requests");
}
