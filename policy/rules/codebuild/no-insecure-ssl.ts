import { at, type Located } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { buildSources } from "../../lib/pipeline/build-sources";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoInsecureSsl = resourceRule({
  name: "codebuild-no-insecure-ssl",
  displayName: "CodeBuild verifies TLS of its sources",
  description:
    "CodeBuild sources should verify TLS certificates. Otherwise an attacker on the network path can change the code.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove insecureSsl from source and secondarySources, and let the image trust your server's certificate.",
  remediation: "sets insecureSsl to false",
  url: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html",
  tags: ["codebuild", "tls", "source"],
  equivalentChecks: { owasp: ["SEC-7"] },
  types: ["aws:codebuild/project:Project"],
  judge: tlsVerified,
});

function tlsVerified({ props }: JudgedResource): Finding[] {
  return buildSources(props).flatMap(judgeSource);
}

function judgeSource({ path, value: source }: Located): Finding[] {
  const insecure = at(source, "insecureSsl");
  return expectation(`${path}.insecureSsl`, insecure, insecure !== true, "should be absent or false: remove it", {
    [`${path}.insecureSsl`]: false,
  });
}
