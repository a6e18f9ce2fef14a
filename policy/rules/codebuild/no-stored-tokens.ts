import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildNoStoredTokens = resourceRule({
  name: "codebuild-no-stored-tokens",
  displayName: "CodeBuild stores no source tokens",
  description:
    "CodeBuild source credentials should be a connection or a secret. A stored token shows in the Pulumi state and serves every project of the account.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set authType to CODECONNECTIONS or SECRETS_MANAGER and token to the ARN, and revoke the token that was stored.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens.html",
  tags: ["codebuild", "secrets", "source"],
  equivalentChecks: { owasp: ["SEC-6"] },
  types: ["aws:codebuild/sourceCredential:SourceCredential"],
  judge: tokensElsewhere,
});

function tokensElsewhere({ props: { authType } }: JudgedResource): Finding[] {
  return expectation(
    "authType",
    authType,
    authType === "CODECONNECTIONS" || authType === "SECRETS_MANAGER",
    "should be CODECONNECTIONS or SECRETS_MANAGER, and token the ARN of one",
  );
}
