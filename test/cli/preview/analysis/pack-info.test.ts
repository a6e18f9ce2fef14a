import assert from "node:assert/strict";
import {
  AnalyzerInfo,
  EnforcementLevel,
  PolicyConfigSchema,
  PolicyInfo,
  PolicySeverity,
  PolicyType,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { settingsOf, verdictsOf } from "../../../../cli/preview/analysis/pack-info";
import { toStruct } from "../../../../cli/preview/engine/struct";

function policy(name: string, change: (info: PolicyInfo) => void = () => undefined): PolicyInfo {
  const info = new PolicyInfo();
  info.setName(name);
  info.setEnforcementlevel(EnforcementLevel.MANDATORY);
  info.setPolicyType(PolicyType.POLICY_TYPE_RESOURCE);
  change(info);
  return info;
}

const info = new AnalyzerInfo();
info.setSupportsconfig(true);
info.setPoliciesList([
  policy("b", (it) => {
    const schema = new PolicyConfigSchema();
    schema.setProperties(toStruct({ days: { type: "integer" } }));
    schema.setRequiredList(["days"]);
    it.setConfigschema(schema);
    it.setPolicyType(PolicyType.POLICY_TYPE_STACK);
    it.setSeverity(PolicySeverity.POLICY_SEVERITY_CRITICAL);
    it.setDescription("\u001b[31mred\u001b[0m");
    it.setDisplayname("B");
  }),
  policy("a", (it) => it.setEnforcementlevel(EnforcementLevel.ADVISORY)),
]);

describe("the policies of a pack", () => {
  it("have settings by their schema, sorted by name", () => {
    assert.deepEqual(settingsOf(info), [
      { name: "a", level: "advisory", properties: {}, required: [] },
      { name: "b", level: "mandatory", properties: { days: { type: "integer" } }, required: ["days"] },
    ]);
  });

  it("have none where the pack takes no configuration", () => {
    const older = info.clone();
    older.setSupportsconfig(false);
    assert.deepEqual(
      settingsOf(older).map(({ properties, required }) => [properties, required]),
      [
        [{}, []],
        [{}, []],
      ],
    );
  });

  it("have empty verdicts, with the levels of the configuration and no terminal escapes", () => {
    const empty = { judged: 0, remediated: [], violations: [] };
    const settled = new Map([["a", { level: "disabled", properties: {} } as const]]);
    assert.deepEqual(verdictsOf(info, settled), [
      { name: "a", displayName: "a", description: "", level: "disabled", kind: "resource", severity: "", ...empty },
      {
        name: "b",
        displayName: "B",
        description: "red",
        level: "mandatory",
        kind: "stack",
        severity: "critical",
        ...empty,
      },
    ]);
  });

  it("have one of four severities, or none", () => {
    const severities = ["LOW", "MEDIUM", "HIGH", "CRITICAL", "UNSPECIFIED"] as const;
    const found = severities.map((severity) => {
      const one = new AnalyzerInfo();
      one.setPoliciesList([policy("a", (it) => it.setSeverity(PolicySeverity[`POLICY_SEVERITY_${severity}`]))]);
      return verdictsOf(one, new Map())[0]?.severity;
    });
    assert.deepEqual(found, ["low", "medium", "high", "critical", ""]);
  });
});
