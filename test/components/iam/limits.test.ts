import assert from "node:assert/strict";
import { sizeProblems } from "../../../components/iam/limits";

const limits = [
  ["inline policies", 10_240],
  ["managed policy", 6_144],
  ["trust policy", 2_048],
  ["bucket policy", 20_480],
  ["key policy", 32_768],
] as const;

describe("sizeProblems", () => {
  for (const [kind, limit] of limits) {
    it(`accepts a ${kind} of ${limit} characters and refuses one more`, () => {
      assert.deepEqual(sizeProblems("policy", kind, "x".repeat(limit)), []);
      assert.deepEqual(sizeProblems("policy", kind, "x".repeat(limit + 1)), [
        {
          path: "policy",
          reason: `makes a ${kind} of ${limit + 1} characters, and AWS accepts ${limit}; grant fewer statements, resources or principals`,
        },
      ]);
    });
  }
});
