import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Longest allowed build timeout, in minutes. */
  readonly maxMinutes: number;
}

export const codebuildTimeoutBounded = resourceRule<Config>({
  name: "codebuild-timeout-bounded",
  displayName: "Builds time out",
  description:
    "CodeBuild projects should time out soon. A stuck or abused build keeps the project's role until its timeout.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Lower buildTimeout, or raise this policy's maxMinutes.",
  remediation: "sets buildTimeout to maxMinutes",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
  tags: ["codebuild", "isolation"],
  equivalentChecks: { owasp: ["SEC-7"] },
  types: ["aws:codebuild/project:Project"],
  config: {
    properties: {
      maxMinutes: { type: "integer", minimum: 5, maximum: 2160, description: "The longest buildTimeout, in minutes" },
    },
    defaults: { maxMinutes: 120 },
  },
  judge: timesOut,
});

/** AWS's default timeout is one hour. */
function timesOut({ props: { buildTimeout } }: JudgedResource, { maxMinutes }: Config): Finding[] {
  const isBounded = typeof buildTimeout !== "number" || buildTimeout <= maxMinutes;
  return expectation("buildTimeout", buildTimeout, isBounded, `should be at most ${maxMinutes} minutes: lower it`, {
    buildTimeout: maxMinutes,
  });
}
