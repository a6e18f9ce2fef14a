import assert from "node:assert/strict";
import { rules } from "../../../policy/rules";
import { isAsExpected, judgeCase, readCases } from "./cases/judge-case";

/**
 * Requirements of IAM policies, storage, logging and networking whose resources the pack judges. Password policies, MFA,
 * EBS, RDS and metric filters are settings of an account or types that no rule reads.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
 */
const cisRequirements = "1.16 2.1.1 2.1.2 2.1.5.1 2.1.5.2 3.1 3.2 3.3 3.4 3.6 3.7 3.8 3.9 5.3".split(" ");

for (const [file, title] of Object.entries({
  "policy.json": "the cases of attackers and of other people's programs",
  "kinds.json": "more members of each kind, with harmless twins",
  "attackers.json": "attacks that were silent once, with harmless twins",
  "fresh.json": "trust policies, resource policies and managed policies that nobody had seen before",
  "later.json": "attacks and programs of a later round, written without a look at the rules",
})) {
  describe(title, () => {
    for (const packCase of readCases(file)) {
      const { id, expect, note = "", rules: named = [] } = packCase;
      it(`${id} is ${expect}${named.length > 0 ? ` for ${named.join(" or ")}` : ""}: ${note}`, () => {
        const findings = judgeCase(packCase);
        assert.ok(isAsExpected(packCase, findings), JSON.stringify(findings, undefined, 2));
      });
    }
  });
}

describe("programs of AWS's own pages, of CDK and of Terraform modules", () => {
  const cases = readCases("aws-pages.json");
  for (const packCase of cases) {
    const origin = packCase.seen === undefined ? "written after, not compared with," : `edition ${packCase.seen} of`;
    it(`${packCase.id} is clean: ${origin} ${packCase.page}`, () => {
      const findings = judgeCase(packCase);
      assert.ok(isAsExpected(packCase, findings), JSON.stringify(findings, undefined, 2));
    });
  }

  it("show trust policies of more than 30 services and 20 Security Hub controls, checked against their pages", () => {
    const ofPages = cases.filter(({ id }) => /^(aws-trust|sh)-/.test(id));
    assert.deepEqual(
      ofPages.filter(({ seen = "" }) => !/^20\d\d(-\d\d)?$/.test(seen)).map(({ id }) => id),
      [],
    );
    const services = ofPages.flatMap(({ resources }) =>
      JSON.stringify(resources).match(/[\w.-]+(?=\.amazonaws\.com)/g),
    );
    assert.ok(new Set(services).size > 30);
    assert.ok(ofPages.filter(({ id }) => id.startsWith("sh-")).length > 20);
  });

  it("meet each requirement of CIS AWS Foundations 1.4.0 that concerns a type the pack judges", () => {
    const judged = new Set(rules.flatMap(({ types }) => types ?? []));
    const met = cases.filter(({ cis = [] }) => cis.length > 0);
    assert.deepEqual(
      met.flatMap(({ cis = [] }) => cis).toSorted((one, other) => one.localeCompare(other, "en", { numeric: true })),
      cisRequirements,
    );
    assert.deepEqual(
      met.filter(({ resources }) => !resources.some(({ type }) => judged.has(type))).map(({ id }) => id),
      [],
    );
  });

  it("name the page each", () => {
    assert.deepEqual(
      cases.filter(({ page = "" }) => !page.startsWith("https://")).map(({ id }) => id),
      [],
    );
  });
});

describe("the kinds of attacks", () => {
  const cases = readCases("kinds.json");
  const kindOf = (id: string) => /^kc?(\d+|d)/.exec(id)?.[1];
  const kindsOf = (wanted: string) =>
    new Set(cases.filter(({ expect }) => expect === wanted).map(({ id }) => kindOf(id)));

  it("have a harmless twin each, on which the rules of the attack are silent", () => {
    assert.deepEqual(
      [...kindsOf("found")].filter((kind) => !kindsOf("silent").has(kind)),
      [],
    );
  });

  it("state the rules that must speak", () => {
    assert.deepEqual(
      cases.filter(({ expect, rules: named = [] }) => expect !== "clean" && named.length === 0).map(({ id }) => id),
      [],
    );
  });
});
