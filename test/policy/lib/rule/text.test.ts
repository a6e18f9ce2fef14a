import assert from "node:assert/strict";
import type { RuleConfig } from "../../../../policy/lib/rule/config";
import { policyText, type RuleText } from "../../../../policy/lib/rule/text";

const text: RuleText = {
  name: "kms-rotation",
  displayName: "KMS: keys rotate",
  description: "Keys should rotate, so that a stolen key loses its worth.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set enableKeyRotation to true.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  tags: ["kms"],
  types: ["aws:kms/key:Key"],
  equivalentChecks: { checkov: ["CKV_AWS_7"] },
};

const config: RuleConfig<{ readonly days: number }> = {
  properties: { days: { type: "integer", minimum: 1 } },
  defaults: { days: 365 },
};

describe("the text of a rule as the engine takes it", () => {
  it("has the texts of the rule, and links to its section of the page of the pack", () => {
    const { configSchema, ...policy } = policyText(text);
    const { url, ...rest } = text;
    assert.deepEqual(policy, {
      ...rest,
      url: "@platform/aws-pipelines-docs/docs/policies.md#kms-rotation",
      reference: url,
      framework: undefined,
    });
    assert.deepEqual(Object.keys(configSchema?.properties ?? {}), ["failOnUnknown", "exemptions"]);
  });

  it("has the parameters of the rule with their defaults before the common ones", () => {
    const { properties } = policyText({ ...text, config }).configSchema ?? { properties: {} };
    assert.deepEqual(Object.keys(properties), ["days", "failOnUnknown", "exemptions"]);
    assert.deepEqual(properties.days, { type: "integer", minimum: 1, default: 365 });
  });

  it("fails on unknown values by default where the rule is critical", () => {
    const defaultOf = (severity: RuleText["severity"]) =>
      policyText({ ...text, severity }).configSchema?.properties.failOnUnknown?.default;
    assert.equal(defaultOf("critical"), true);
    assert.equal(defaultOf("high"), false);
  });

  it("states a remediation only where the rule has one", () => {
    assert.equal("remediation" in policyText(text), false);
    const remediation = "sets enableKeyRotation to true";
    assert.equal(policyText({ ...text, remediation }).remediation, remediation);
  });

  it("names the risks of OWASP's list that the rule is about", () => {
    const framework = policyText({ ...text, equivalentChecks: { owasp: ["SEC-2"] } }).framework;
    assert.equal(framework?.specification, "CICD-SEC-2");
  });

  it("has tags of its own, which the engine may change", () => {
    assert.notEqual(policyText(text).tags, text.tags);
  });
});
