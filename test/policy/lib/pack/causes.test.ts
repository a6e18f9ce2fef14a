import assert from "node:assert/strict";
import { unjudged, unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { byCause, type Diagnostic, ReportedUnknowns } from "../../../../policy/lib/pack/causes";

const advisory: Omit<Diagnostic, "finding"> = {
  rule: { name: "write-scoped", description: "Statements should name resources.", severity: "medium" },
  level: "advisory",
};
const mandatory: Omit<Diagnostic, "finding"> = {
  rule: { name: "no-admin", description: "No policy should allow everything.", severity: "critical" },
  level: "mandatory",
};
const third: Omit<Diagnostic, "finding"> = {
  rule: { name: "no-users", description: "There should be no users.", severity: "low" },
  level: "advisory",
};

describe("findings about one unknown value", () => {
  it("are one finding of the strictest rule, which names the others", () => {
    const finding = unknownAt("policy");
    const all = [advisory, mandatory, third].map((diagnostic) => ({ ...diagnostic, finding }));
    assert.deepEqual(byCause(all), [
      {
        ...mandatory,
        finding: {
          ...finding,
          message: finding.message.replace(
            "so this rule cannot judge it",
            "so this rule and write-scoped, no-users cannot judge it",
          ),
        },
      },
    ]);
  });

  it("stay apart for other values and other resources", () => {
    const all = [
      { ...advisory, finding: unknownAt("policy") },
      { ...mandatory, finding: unknownAt("assumeRolePolicy") },
      { ...mandatory, urn: "b", finding: unknownAt("policy") },
    ];
    assert.deepEqual(byCause(all), all);
  });

  it("stay apart where each rule has its own reason", () => {
    const all = [advisory, mandatory].map((diagnostic) => ({ ...diagnostic, finding: unjudged("name", "may be any") }));
    assert.deepEqual(byCause(all), all);
  });

  it("do not hide a violation with the same text", () => {
    const { message } = unknownAt("policy");
    const all = [
      { ...advisory, finding: { ...violation("policy", ""), message } },
      { ...mandatory, finding: unknownAt("policy") },
    ];
    assert.deepEqual(byCause(all), all);
  });

  it("name a rule once, and keep the finding of one rule as it is", () => {
    const all = [advisory, advisory].map((diagnostic) => ({ ...diagnostic, finding: unknownAt("policy") }));
    assert.deepEqual(byCause(all), all.slice(0, 1));
  });
});

describe("an unknown value that a resource has", () => {
  const finding = unknownAt("policy");
  const reported = (level: Diagnostic["level"]) => {
    const unknowns = new ReportedUnknowns();
    unknowns.add("a", [{ ...advisory, level, finding }]);
    return unknowns;
  };
  const ofStack = (level: Diagnostic["level"], urn = "a"): Diagnostic[] => [{ ...mandatory, level, urn, finding }];

  it("is not reported again with the stack", () => {
    assert.deepEqual(reported("mandatory").without(ofStack("mandatory")), []);
    assert.deepEqual(reported("mandatory").without(ofStack("advisory")), []);
    assert.deepEqual(reported("advisory").without(ofStack("advisory")), []);
  });

  it("is reported again at a stricter level, and for another resource", () => {
    assert.deepEqual(reported("advisory").without(ofStack("mandatory")), ofStack("mandatory"));
    assert.deepEqual(reported("mandatory").without(ofStack("mandatory", "b")), ofStack("mandatory", "b"));
  });

  it("leaves other findings of the stack", () => {
    const other = [{ ...mandatory, urn: "a", finding: violation("policy", "should name its principals") }];
    assert.deepEqual(reported("mandatory").without(other), other);
  });
});
