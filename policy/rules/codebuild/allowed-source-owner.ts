import { at, isSet, type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { buildSources, isHosted } from "../../lib/pipeline/build-sources";
import { repositoryOwner } from "../../lib/pipeline/repository-url";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Owners, hosts, or both as `host/owner`; an empty list allows every owner. */
  readonly allowedOwners: readonly string[];
}

export const codebuildAllowedSourceOwner = resourceRule<Config>({
  name: "codebuild-allowed-source-owner",
  displayName: "CodeBuild sources belong to allowed owners",
  description:
    "CodeBuild sources should belong to allowed owners. A build runs the repository's code with the project's role.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Build from a repository of an allowed owner, or name the owner in this policy's allowedOwners. An empty list allows all.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "source"],
  equivalentChecks: { prowler: ["codebuild_project_uses_allowed_github_organizations"], owasp: ["SEC-4", "SEC-8"] },
  types: ["aws:codebuild/project:Project"],
  config: {
    properties: { allowedOwners: textList("Owners such as acme, hosts such as git.acme.example, or host/owner") },
    defaults: { allowedOwners: [] },
  },
  judge: sourcesOfAllowedOwners,
});

function sourcesOfAllowedOwners({ props }: JudgedResource, { allowedOwners }: Config): Finding[] {
  const allowed = new Set(allowedOwners.map((owner) => owner.toLowerCase()));
  return allowed.size === 0 ? [] : buildSources(props).flatMap((source) => judgeSource(source, allowed));
}

function judgeSource(source: Located, allowed: ReadonlySet<string>): Finding[] {
  const location = at(source.value, "location");
  const hosted = isHosted(source);
  // A project with an organization webhook has this location instead of a repository.
  if (hosted === false || !isSet(location) || location === "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION") {
    return [];
  }
  if (location === unknownValue || hosted === unknownValue) {
    return [unknownAt(`${source.path}.${location === unknownValue ? "location" : "type"}`)];
  }
  const found = repositoryOwner(textOf(location));
  const names = found === undefined ? [] : [found.owner, found.host, `${found.host}/${found.owner}`];
  return names.some((name) => allowed.has(name))
    ? []
    : [violation(`${source.path}.location`, "should be a repository of an owner in config allowedOwners")];
}
