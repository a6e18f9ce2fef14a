import { grammarProblems } from "../../iam/grammar";
import type { Finding } from "../../lib/facts/finding";
import {
  identityDocumentsOf,
  identityTypes,
  problemFindings,
  trustDocumentsOf,
  trustTypes,
} from "../../lib/iam/documents";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Actions that are newer than the pack's data. */
  readonly knownActions: readonly string[];
}

export const iamValidDocument = resourceRule<Config>({
  name: "iam-valid-document",
  displayName: "Policy documents are valid",
  description: "IAM policy documents should be valid. AWS rejects some mistakes late and ignores others.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Correct the element at the path: Version 2012-10-17, Effect Allow or Deny, and actions and condition operators as AWS spells them.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  tags: ["iam"],
  equivalentChecks: { accessAnalyzer: ["ERROR", "findings"], owasp: ["SEC-7"] },
  types: [...new Set([...identityTypes, ...trustTypes])],
  config: {
    properties: {
      knownActions: textList("Actions that are newer than the pack's data of AWS's actions, as in s3:GetObject"),
    },
    defaults: { knownActions: [] },
  },
  judge: isValid,
});

function isValid(resource: JudgedResource, { knownActions }: Config): Finding[] {
  return problemFindings({
    problems: [
      ...trustDocumentsOf(resource).flatMap((document) => grammarProblems(document, "trust", knownActions)),
      ...identityDocumentsOf(resource).flatMap((document) => grammarProblems(document, "identity", knownActions)),
    ],
  });
}
