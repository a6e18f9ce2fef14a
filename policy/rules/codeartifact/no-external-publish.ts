import { at, itemsOf, locatedItems } from "../../iam/value";
import { violation } from "../../lib/facts/finding";
import { leadsTo } from "../../lib/facts/links";
import { declared, type StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const codeartifactNoExternalPublish = stackRule({
  name: "codeartifact-no-external-publish",
  displayName: "Public packages stay in an upstream repository",
  description:
    "CodeArtifact repositories with an external connection should only serve as upstreams. Otherwise a public package can replace your package of the same name.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Publish to a second repository that names this one in upstreams. Grant nobody PublishPackageVersion on this one.",
  url: "https://docs.aws.amazon.com/codeartifact/latest/ug/repos-upstream.html",
  tags: ["codeartifact", "supply-chain"],
  equivalentChecks: { prowler: ["codeartifact_packages_external_public_publishing_disabled"], owasp: ["SEC-3"] },
  types: ["aws:codeartifact/repository:Repository"],
  judge: externalOnlyUpstream,
});

function externalOnlyUpstream(repositories: readonly StackResource[]): StackFinding[] {
  return repositories
    .filter((repository) => itemsOf(declared(repository, "externalConnections")).length > 0)
    .filter((repository) => !repositories.some((other) => hasUpstream(other, repository)))
    .map(({ urn }) => ({
      urn,
      finding: violation("externalConnections", "should be in a repository that another one names in upstreams"),
    }));
}

function hasUpstream(from: StackResource, repository: StackResource): boolean {
  return locatedItems("upstreams", from.props.upstreams).some(({ value: upstream }) =>
    leadsTo(
      { from, property: "upstreams", name: at(upstream, "repositoryName") },
      repository,
      repository.props.repository,
    ),
  );
}
