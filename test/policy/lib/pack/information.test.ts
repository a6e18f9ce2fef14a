import assert from "node:assert/strict";
import { EnforcementLevel, PolicySeverity, PolicyType } from "@pulumi/pulumi/proto/analyzer_pb";
import { informationOf } from "../../../../policy/lib/pack/information";
import { kmsRotation } from "../../../../policy/rules/kms/rotation";
import { s3TlsOnly } from "../../../../policy/rules/s3/tls-only";

const pack = {
  name: "aws-pipelines",
  version: "1.2.3",
  displayName: "AWS pipelines",
  description: "x",
  provider: "aws",
};

describe("the information about a pack", () => {
  const information = informationOf(pack, [kmsRotation, s3TlsOnly]);
  const [ofResource, ofStack, ...others] = information.getPoliciesList();

  it("names the pack, its version and provider, and that it takes configuration", () => {
    assert.deepEqual(
      [information.getName(), information.getVersion(), information.getDisplayname(), information.getDescription()],
      ["aws-pipelines", "1.2.3", "AWS pipelines", "x"],
    );
    assert.deepEqual([information.getProvider(), information.getSupportsconfig()], ["aws", true]);
  });

  it("describes each rule with the texts of the rule", () => {
    assert.deepEqual(others, []);
    assert.deepEqual(ofResource?.getTagsList(), kmsRotation.tags);
    assert.deepEqual(
      [ofResource?.getName(), ofResource?.getDisplayname(), ofResource?.getDescription(), ofResource?.getUrl()],
      [kmsRotation.name, kmsRotation.displayName, kmsRotation.description, kmsRotation.url],
    );
    assert.equal(ofResource?.getRemediationSteps(), kmsRotation.remediationSteps);
    assert.equal(ofResource?.getEnforcementlevel(), EnforcementLevel.MANDATORY);
    assert.equal(ofResource?.getSeverity(), PolicySeverity.POLICY_SEVERITY_MEDIUM);
  });

  it("says whether a rule judges resources or the stack", () => {
    assert.equal(ofResource?.getPolicyType(), PolicyType.POLICY_TYPE_RESOURCE);
    assert.equal(ofStack?.getPolicyType(), PolicyType.POLICY_TYPE_STACK);
  });

  it("has the schema of each rule's settings, without members that have no value", () => {
    const schema = ofResource?.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
    assert.deepEqual(schema, JSON.parse(JSON.stringify(kmsRotation.configSchema?.properties)));
    assert.ok("exemptions" in schema && "failOnUnknown" in schema);
  });

  it("is advisory and names the rule where a rule states nothing else", () => {
    const { enforcementLevel, displayName, tags, url, configSchema, framework, ...bare } = kmsRotation;
    const [policy] = informationOf(pack, [bare as typeof kmsRotation]).getPoliciesList();
    assert.equal(policy?.getDisplayname(), kmsRotation.name);
    assert.equal(policy?.getEnforcementlevel(), EnforcementLevel.ADVISORY);
    assert.deepEqual([policy?.getTagsList(), policy?.getUrl()], [[], ""]);
    assert.deepEqual([policy?.getConfigschema(), policy?.getFramework()], [undefined, undefined]);
  });
});
