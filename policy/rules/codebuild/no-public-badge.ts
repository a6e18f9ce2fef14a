import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoPublicBadge = resourceRule({
  name: "codebuild-no-public-badge",
  displayName: "Builds have no public badge",
  description:
    "CodeBuild projects should have no build badge: its URL is public and tells whoever has it how builds end.",
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
