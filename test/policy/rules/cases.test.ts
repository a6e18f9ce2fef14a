import assert from "node:assert/strict";
import { isAsExpected, judgeCase, readCases } from "./cases/judge-case";

for (const [file, title] of Object.entries({
  "policy.json": "the cases of attackers and of other people's programs",
  "kinds.json": "more members of each kind, with harmless twins",
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
