import { at, type Located, textOf } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { isSecretValue } from "../../lib/facts/secret-shapes";
import { buildSources } from "../../lib/pipeline/build-sources";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildSourceUrlNoCredentials = resourceRule({
  name: "codebuild-source-url-no-credentials",
  displayName: "Source URLs hold no credentials",
  description:
    "CodeBuild source URLs should hold no user, password or token. URLs show in the console, the logs and the API.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove the credential from the URL, connect the repository by source.auth, and revoke the exposed credential.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens.html",
  tags: ["codebuild", "secrets"],
  equivalentChecks: {
    guard: ["CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK"],
    securityHub: ["CodeBuild.1"],
    config: ["CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK"],
    prowler: ["codebuild_project_source_repo_url_no_sensitive_credentials"],
    owasp: ["SEC-6"],
  },
  types: ["aws:codebuild/project:Project"],
  judge: urlsWithoutCredentials,
});

function urlsWithoutCredentials({ props }: JudgedResource): Finding[] {
  return buildSources(props).flatMap(judgeSource);
}

function judgeSource({ path, value: source }: Located): Finding[] {
  const location = at(source, "location");
  return expectation(
    `${path}.location`,
    location,
    !/^\s*https?:\/\/[^/?#]*@/i.test(textOf(location)) && !isSecretValue(textOf(location)),
    "should hold no user, password or token: remove it and use source.auth",
  );
}
