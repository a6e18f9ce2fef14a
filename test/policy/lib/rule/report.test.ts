import assert from "node:assert/strict";
import { advice, type Finding, unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { reporter, settled } from "../../../../policy/lib/rule/report";

const rule = { description: "Keys should rotate.", severity: "high" } as const;
const finding = violation("enableKeyRotation", "should be true");

function reported(found: Finding, failOnUnknown = false, urn?: string): unknown[] {
  const calls: unknown[] = [];
  reporter(rule, { failOnUnknown, exemptions: [] }, (...args: unknown[]) => calls.push(args))(found, urn);
  return calls;
}

describe("the report of a finding", () => {
  it("is at the rule's level for a violation, with its message alone", () => {
    assert.deepEqual(reported(finding, false, "urn:key"), [["enableKeyRotation should be true", "urn:key"]]);
    assert.deepEqual(reported(finding), [["enableKeyRotation should be true", undefined]]);
  });

  it("is an advisory with the rule's text for all else", () => {
    const advisory = (message: string, urn?: string) => [
      [{ message: `Keys should rotate.\n${message}`, urn, severity: "high", enforcementLevel: "advisory" }],
    ];
    assert.deepEqual(reported(advice("tags", "should name an owner")), advisory("tags should name an owner"));
    assert.deepEqual(reported({ kind: "excepted", message: "x" }, true, "urn:key"), advisory("x", "urn:key"));
    assert.deepEqual(reported(unknownAt("policy")), advisory(unknownAt("policy").message));
  });

  it("is at the rule's level for an unknown value where the configuration says so", () => {
    assert.deepEqual(reported(unknownAt("policy"), true), [[unknownAt("policy").message, undefined]]);
    assert.equal(reported(advice("tags", "x"), true).length, 1);
    assert.equal(typeof (reported(advice("tags", "x"), true) as unknown[][])[0]?.[0], "object");
  });
});

describe("the exceptions for a resource", () => {
  const exemption = (expires: string) => ({ urn: "*::aws:kms/key:Key::old", reason: "moves in spring", expires });
  const urn = "urn:pulumi:dev::shop::aws:kms/key:Key::old";
  const kinds = (expires: string, of = urn) =>
    settled([finding, unknownAt("policy")], of, { failOnUnknown: false, exemptions: [exemption(expires)] }).map(
      ({ kind }) => kind,
    );

  it("except each of its findings while they hold", () => {
    assert.deepEqual(kinds("9999-12-31"), ["excepted", "excepted"]);
  });

  it("hold on their last day, in UTC", () => {
    assert.deepEqual(kinds(new Date().toISOString().slice(0, 10)), ["excepted", "excepted"]);
  });

  it("end, and are for no other resource", () => {
    assert.deepEqual(kinds("2020-01-01"), ["violation", "unjudged"]);
    assert.deepEqual(kinds("9999-12-31", `${urn}er`), ["violation", "unjudged"]);
    assert.deepEqual(settled([finding], urn, { failOnUnknown: false, exemptions: [] }), [finding]);
  });
});
