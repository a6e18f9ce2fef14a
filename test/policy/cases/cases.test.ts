import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAsExpected, judgeCase, readCases } from "./judge-case";

/** Cases that the rules do not judge right yet; the list only shrinks. */
const knownFailures: readonly string[] = JSON.parse(readFileSync(join(__dirname, "known-failures.json"), "utf8"));

describe("the cases of attackers and of other people's programs", () => {
  for (const packCase of readCases("policy.json")) {
    const { id, expect, note = "", rules: named = [] } = packCase;
    const isKnownFailure = knownFailures.includes(id);
    const state = isKnownFailure ? "is not yet" : "is";
    it(`${id} ${state} ${expect}${named.length > 0 ? ` for ${named.join(" or ")}` : ""}: ${note}`, () => {
      const findings = judgeCase(packCase);
      const verdicts = JSON.stringify(findings, undefined, 2);
      assert.equal(isAsExpected(packCase, findings), !isKnownFailure, verdicts);
    });
  }
});
