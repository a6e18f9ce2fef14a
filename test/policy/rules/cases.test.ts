import assert from "node:assert/strict";
import { isAsExpected, judgeCase, readCases } from "./cases/judge-case";

describe("the cases of attackers and of other people's programs", () => {
  for (const packCase of readCases("policy.json")) {
    const { id, expect, note = "", rules: named = [] } = packCase;
    it(`${id} is ${expect}${named.length > 0 ? ` for ${named.join(" or ")}` : ""}: ${note}`, () => {
      const findings = judgeCase(packCase);
      assert.ok(isAsExpected(packCase, findings), JSON.stringify(findings, undefined, 2));
    });
  }
});
