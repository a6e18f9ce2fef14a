import { expand, isEveryAction, isWholeService, notInIamData, onlyReads, someNames } from "../../iam/action-table";
import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unjudged, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { textList } from "../../lib/rule/config";
import { resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Patterns that policies may use, as written there. */
  readonly allowedActions: readonly string[];
}

export const iamNoWildcardAction = resourceRule<Config>({
  name: "iam-no-wildcard-action",
  displayName: "Wildcard actions only read",
  description: "Wildcards in IAM actions should only read. A write pattern grows with every action that AWS adds.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Replace the pattern by the necessary actions, or add it to this policy's allowedActions.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "least-privilege"],
  equivalentChecks: { cdkNag: ["IAMNoWildcardPermissions"], trivy: ["AWS-0057"], owasp: ["SEC-5"] },
  types: identityTypes,
  config: {
    properties: {
      allowedActions: textList("Action patterns that policies may use, as written there"),
    },
    defaults: { allowedActions: [] },
  },
  judge: identityAllows(wildcardsOnlyRead),
});

function wildcardsOnlyRead({ actions }: Statement, { allowedActions }: Config): Finding[] {
  return actions.filter(({ value }) => !allowedActions.includes(textOf(value))).flatMap(judgeAction);
}

function judgeAction({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const pattern = textOf(value);
  if (!hasWildcard(pattern) || isEveryAction(pattern) || isWholeService(pattern)) {
    return [];
  }
  const actions = expand(pattern);
  if (actions.length === 0) {
    return [unjudged(path, `${pattern} ${notInIamData}`)];
  }
  const writes = actions.filter((action) => !onlyReads([action]));
  return writes.length === 0
    ? []
    : [violation(path, `should name the actions that are needed: ${pattern} includes ${someNames(writes)}`)];
}
