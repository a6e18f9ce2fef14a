import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoPublicBadge = resourceRule({
  name: "codebuild-no-public-badge",
  displayName: "CodeBuild projects have no public badge",
  description: "CodeBuild projects should have no build badge. A badge URL is public and shows build results.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Remove badgeEnabled, or set it to false.",
  remediation: "sets badgeEnabled to false",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-badges.html",
  tags: ["codebuild", "public-access"],
  equivalentChecks: { owasp: ["SEC-7"] },
  types: ["aws:codebuild/project:Project"],
  judge: withoutBadge,
});

function withoutBadge({ props: { badgeEnabled } }: JudgedResource): Finding[] {
  return expectation("badgeEnabled", badgeEnabled, badgeEnabled !== true, "should be absent or false: remove it", {
    badgeEnabled: false,
  });
}
