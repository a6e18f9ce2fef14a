import assert from "node:assert/strict";
import { z } from "zod";
import { checkArgs, exactVersion, repositoryPath, sha256 } from "../../../components/recipes/args";
import { allowedKeys, schemaProblems } from "../../../components/schema/vocabulary";

const version = "give one version as x.y.z, such as 1.13.5";
const hash = "give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case";
const inside = "give a path inside the repository, relative to its root, such as deploy";
const empty = "is empty: write something or leave it out";

describe("the arguments of a recipe", () => {
  for (const [what, schema, good] of [
    ["a version", exactVersion, ["0.0.1", "1.13.5", "9999.9999.9999"]],
    ["a SHA-256", sha256, ["0123456789abcdef".repeat(4)]],
    ["a path", repositoryPath, ["deploy", ".", "a/b.c/d", "..a/b..", "my folder", "it's; $(here)", "ü"]],
  ] as const) {
    it(`may be ${what}, such as ${JSON.stringify(good[0])}`, () => {
      assert.deepEqual(
        good.flatMap((value) => schemaProblems(schema, value)),
        [],
      );
    });
  }

  for (const [schema, value, reason] of [
    [exactVersion, "1.13", `is "1.13": ${version}`],
    [exactVersion, "v1.13.5", `is "v1.13.5": ${version}`],
    [exactVersion, "^1.13.5", `is "^1.13.5": ${version}`],
    [exactVersion, "latest", `is "latest": ${version}`],
    [exactVersion, "1.13.5\n", `is "1.13.5\\n": ${version}`],
    [exactVersion, "1.13.5/../evil", `is "1.13.5/../evil": ${version}`],
    [sha256, "A".repeat(64), `is "${"A".repeat(64)}": ${hash}`],
    [sha256, "a".repeat(63), `is "${"a".repeat(63)}": ${hash}`],
    [repositoryPath, "", empty],
    [repositoryPath, "/etc", `is "/etc": ${inside}`],
    [repositoryPath, "..", `is "..": ${inside}`],
    [repositoryPath, "a/../../b", `is "a/../../b": ${inside}`],
    [repositoryPath, "-rf", `is "-rf": ${inside}`],
    [repositoryPath, "a\\b", `is "a\\\\b": ${inside}`],
    [repositoryPath, "a\nb", `is "a\\nb": ${inside}`],
    [repositoryPath, "a\u0000b", `is "a\\u0000b": ${inside}`],
  ] as const) {
    it(`must not be ${JSON.stringify(value)}`, () => {
      assert.deepEqual(schemaProblems(schema, value), [{ path: "", reason }]);
    });
  }

  it("come back as they are, or end in one message with every problem", () => {
    const schema = allowedKeys({
      version: exactVersion,
      directory: repositoryPath,
      names: z.array(z.string()).optional(),
    });
    const args = { version: "1.2.3", directory: "deploy" };
    assert.equal(checkArgs("terraformApply", schema, args), args);
    assert.throws(
      () => checkArgs("terraformApply", schema, { version: "1", directory: "../x" }),
      new Error(
        `The recipe terraformApply has 2 problems:\n  version: is "1": ${version}\n  directory: is "../x": ${inside}`,
      ),
    );
  });
});
