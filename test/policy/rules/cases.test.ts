import assert from "node:assert/strict";
import { isAsExpected, judgeCase, readCases } from "./cases/judge-case";

for (const [file, title] of Object.entries({
  "policy.json": "the cases of attackers and of other people's programs",
  "kinds.json": "more members of each kind, with harmless twins",
  "attackers.json": "attacks that were silent once, with harmless twins",
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
    it(`${packCase.id} is clean: ${packCase.page}`, () => {
      const findings = judgeCase(packCase);
      assert.ok(isAsExpected(packCase, findings), JSON.stringify(findings, undefined, 2));
    });
  }

  it("name the page each, among them more than 30 set-up pages of services and 20 of Security Hub", () => {
    assert.deepEqual(
      cases.filter(({ page = "" }) => !page.startsWith("https://")).map(({ id }) => id),
      [],
    );
    const count = (start: string) => new Set(cases.filter(({ id }) => id.startsWith(start)).map(({ id }) => id)).size;
    assert.ok(count("aws-trust-") > 30 && count("sh-") > 20);
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
