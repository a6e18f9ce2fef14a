import { bindsCaller, sourceKeys } from "../../iam/bounds";
import type { Principal, Statement } from "../../iam/document";
import { roleSource } from "../../iam/sources";
import { textOf, unknownValue } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { trustAllows, trustTypes } from "../../lib/iam/documents";
import { textList } from "../../lib/rule/config";
import { resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Service principals that may assume roles without a source. */
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
      exemptServices: textList("Service principals that may assume roles without aws:SourceAccount and aws:SourceArn"),
    },
    defaults: { exemptServices: [] },
  },
  judge: trustAllows(saysForWhom),
});

function saysForWhom({ path, principals, conditions }: Statement, { exemptServices }: Config): Finding[] {
  const services = principals.filter((principal) => isService(principal, exemptServices));
  const verdict = bindsCaller(conditions, sourceKeys);
  if (services.length === 0 || verdict === true) {
    return [];
  }
  const place = `${path}.Condition`;
  const sources = services.flatMap(({ value }) => roleSource(textOf(value)) ?? []);
  const isHidden = services.some(({ value }) => value === unknownValue);
  if (isHidden || (verdict === unknownValue && sources.length > 0)) {
    return [unknownAt(place)];
  }
  const desired = "should require aws:SourceAccount, or an aws:SourceArn that names the account";
  const required = sources.find((source) => source.in === "setup");
  if (required !== undefined) {
    return [violation(place, `${desired}: see ${required.page}`)];
  }
  return sources.slice(0, 1).map(({ page }) => advice(place, `${desired}: see ${page}`));
}

/** Services in China's partition have a suffix. */
function isService({ type, value }: Principal, exemptServices: readonly string[]): boolean {
  return type === "Service" && !exemptServices.includes(textOf(value).replace(/\.cn$/, ""));
}
