import { at, isSet, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { shareOrigin } from "../../lib/facts/links";
import type { StackResource } from "../../lib/facts/stack";
import { isPullRequestBuild, projectsAmong, projectType, webhookType } from "../../lib/pipeline/build-projects";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const codebuildCacheIsolated = stackRule({
  name: "codebuild-cache-isolated",
  displayName: "Pull-request builds share no cache",
  description:
    "Projects that build pull requests should not share a cache with other builds. A pull request could poison what a deployment uses.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set cache.type to NO_CACHE, or to S3 with a location that no other project uses.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html",
  tags: ["codebuild", "pull-request", "isolation"],
  equivalentChecks: { owasp: ["SEC-4", "SEC-9"] },
  types: [projectType, webhookType],
  judge: cachesIsolated,
});

function cachesIsolated(resources: readonly StackResource[]): StackFinding[] {
  const projects = projectsAmong(resources);
  const trusted = projects.filter((project) => isPullRequestBuild(project, resources) === false);
  return projects
    .filter((project) => !trusted.includes(project))
    .flatMap((project) =>
      judgeCache(project, trusted).map((finding) => ({
        urn: project.urn,
        finding:
          isPullRequestBuild(project, resources) === true
            ? finding
            : unknownAt("filterGroups of the project's webhook"),
      })),
    );
}

function judgeCache(project: StackResource, trusted: readonly StackResource[]): Finding[] {
  switch (at(project.props.cache, "type")) {
    case "LOCAL":
      return [violation("cache.type", "should not be LOCAL: builds of pull requests leave it to the next build")];
    case "S3":
      return trusted.some((other) => sharesCache(project, other))
        ? [violation("cache.location", "should be one that no project has that builds something else")]
        : [];
    case unknownValue:
      return [unknownAt("cache.type")];
    default:
      return [];
  }
}

/**
 * Whether two projects keep their caches in one place. Namespaces only name them apart: the role of each project may
 * write all that is there. A location that is not known yet is the same when it comes from the same resource.
 */
function sharesCache(project: StackResource, other: StackResource): boolean {
  const mine = at(project.props.cache, "location");
  return (
    at(other.props.cache, "type") === "S3" &&
    isSet(mine) &&
    mine === at(other.props.cache, "location") &&
    (mine !== unknownValue || shareOrigin(project, other, "cache"))
  );
}
