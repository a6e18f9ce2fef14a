import { namesOwner } from "../../iam/bounds";
import { hasUnknownCondition, requiring } from "../../iam/conditions";
import type { Principal, Statement } from "../../iam/document";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { textList } from "../../lib/rule/config";
import { resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Service principals that assume roles without saying for whom. */
  readonly exemptServices: readonly string[];
}

export const iamTrustConfusedDeputy = resourceRule<Config>({
  name: "iam-trust-confused-deputy",
  displayName: "Services assume roles for your account only",
  description:
    "Trust in an AWS service should require aws:SourceAccount or aws:SourceArn. Otherwise another customer's resource can make the service use the role.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Add a Condition that compares aws:SourceAccount with your account (StringEquals), or aws:SourceArn with the ARN of the resource that uses the role (ArnLike).",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  tags: ["iam", "trust"],
  equivalentChecks: { prowler: ["iam_role_cross_service_confused_deputy_prevention"], owasp: ["SEC-2"] },
  types: trustTypes,
  config: {
    properties: {
      exemptServices: textList(
        "Service principals that assume roles without sending aws:SourceAccount and aws:SourceArn",
      ),
    },
    defaults: { exemptServices: ["ec2.amazonaws.com", "lambda.amazonaws.com"] },
  },
  judge: trustAllows(saysForWhom),
});

const sourceKeys = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

function saysForWhom({ path, principals, conditions }: Statement, { exemptServices }: Config): Finding[] {
  const services = principals.filter((principal) => isGuardedService(principal, exemptServices));
  const sources = requiring(conditions, sourceKeys).map(({ values }) => values);
  if (services.length === 0 || sources.some((values) => values.length > 0 && values.every(namesOwner))) {
    return [];
  }
  const unsure =
    hasUnknownCondition(conditions) ||
    [...services.map(({ value }) => value), ...sources.flat()].includes(unknownValue);
  return unsure
    ? [unknownAt(`${path}.Condition`)]
    : [violation(`${path}.Condition`, "should require aws:SourceAccount, or an aws:SourceArn that names the account")];
}

function isGuardedService({ type, value }: Principal, exemptServices: readonly string[]): boolean {
  // China's partition adds a suffix to some services' names.
  return type === "Service" && !exemptServices.includes(textOf(value).replace(/\.cn$/, ""));
}
