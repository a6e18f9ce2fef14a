import { at, type Located } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { approvalTemplateType, everyStatement } from "../../lib/pipeline/approval-template";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Necessary approvals of a pull request. */
  readonly minApprovals: number;
}

export const codecommitApprovalsMin2 = resourceRule<Config>({
  name: "codecommit-approvals-min-2",
  displayName: "Pull requests need two approvals",
  description:
    "CodeCommit approval rules should require two approvals. With one approval, two people can bring any change into production.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set NumberOfApprovalsNeeded to 2 or more in every statement of content.",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-manage-templates.html",
  tags: ["codecommit", "review"],
  equivalentChecks: { checkov: ["CKV_AWS_257"], owasp: ["SEC-1"] },
  types: [approvalTemplateType],
  config: {
    properties: {
      minApprovals: { type: "integer", minimum: 1, maximum: 20, description: "How many must approve a pull request" },
    },
    defaults: { minApprovals: 2 },
  },
  judge: ({ props }: JudgedResource, { minApprovals }: Config) =>
    everyStatement(props.content, (statement) => approvedByEnough(statement, minApprovals)),
});

function approvedByEnough({ path, value: statement }: Located, minApprovals: number): Finding[] {
  const needed = at(statement, "NumberOfApprovalsNeeded");
  return expectation(
    `${path}.NumberOfApprovalsNeeded`,
    needed,
    typeof needed === "number" && needed >= minApprovals,
    `should be at least ${minApprovals}`,
  );
}
