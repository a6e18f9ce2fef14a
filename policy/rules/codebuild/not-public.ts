import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNotPublic = resourceRule({
  name: "codebuild-not-public",
  displayName: "CodeBuild projects are private",
  description: "CodeBuild projects should be private. A public project shows its logs and artifacts to the internet.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Remove projectVisibility or set it to PRIVATE, and remove resourceAccessRole.",
  remediation: "sets projectVisibility to PRIVATE and removes resourceAccessRole",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html",
  tags: ["codebuild", "public-access"],
  equivalentChecks: { prowler: ["codebuild_project_not_publicly_accessible"], owasp: ["SEC-7"] },
  types: ["aws:codebuild/project:Project"],
  judge: isPrivate,
});

function isPrivate({ props: { projectVisibility } }: JudgedResource): Finding[] {
  return expectation(
    "projectVisibility",
    projectVisibility,
    projectVisibility !== "PUBLIC_READ",
    "should be absent or PRIVATE: remove it, and resourceAccessRole with it",
    { projectVisibility: "PRIVATE", resourceAccessRole: undefined },
  );
}
