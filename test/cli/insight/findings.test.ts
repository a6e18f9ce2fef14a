import assert from "node:assert/strict";
import { findingsOf } from "../../../cli/insight/findings";
import type { PolicyVerdict } from "../../../cli/preview/analysis/verdict";

const policy = (name: string, severity: string, violations: PolicyVerdict["violations"]): PolicyVerdict => ({
  ...{ name, displayName: name, description: "", level: "mandatory", kind: "resource", judged: 1, remediated: [] },
  severity,
  violations,
});
const found = (...policies: PolicyVerdict[]) => findingsOf([{ name: "pack", version: "1", policies }]);

describe("the findings of a preview", () => {
  it("are one for each cause, with every resource that it concerns once", () => {
    const violation = (urn: string) => ({ urn, level: "mandatory" as const, message: "encrypt it" });
    assert.deepEqual(found(policy("cmk", "high", [violation("a"), violation("b"), violation("a")])), [
      { policy: "cmk", level: "mandatory", severity: "high", message: "encrypt it", urns: ["a", "b"] },
    ]);
  });

  it("come worst first: mandatory, then by severity, then by name", () => {
    const one = (level: "mandatory" | "advisory") => [{ urn: "", level, message: "m" }];
    const names = found(
      policy("z-advisory", "critical", one("advisory")),
      policy("b-low", "low", one("mandatory")),
      policy("b-high", "high", one("mandatory")),
      policy("a-high", "high", one("mandatory")),
    ).map(({ policy: name }) => name);
    assert.deepEqual(names, ["a-high", "b-high", "b-low", "z-advisory"]);
  });

  it("name no resource where they concern the whole stack", () => {
    const [finding] = found(policy("stack", "low", [{ urn: "", level: "advisory", message: "m" }]));
    assert.deepEqual(finding?.urns, []);
  });
});
