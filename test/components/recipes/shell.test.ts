import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { failIf, shellQuote, strictCommand } from "../../../components/recipes/shell";

function bash(script: string): { status: number | null; stdout: string } {
  return spawnSync("bash", ["-c", script], { encoding: "utf8" });
}

describe("shellQuote", () => {
  const cases = [
    ["deploy/app", "deploy/app"],
    ["", "''"],
    ["two words", "'two words'"],
    ["it's", "'it'\\''s'"],
    ["$(rm -rf /)", "'$(rm -rf /)'"],
    ["~", "'~'"],
    ["a=b", "'a=b'"],
    ["*", "'*'"],
  ] as const;
  for (const [value, quoted] of cases) {
    it(`writes ${JSON.stringify(value)} as ${quoted}`, () => {
      assert.equal(shellQuote(value), quoted);
    });
  }

  it("hands any text to a program as one word, unchanged", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab '\"\\$`!*?~#;&|<>(){}[]=\n\té€😀"), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (values) => {
        const { stdout } = bash(`printf '%s\\0' ${values.map(shellQuote).join(" ")}`);
        assert.deepEqual(stdout.split("\0").slice(0, -1), values);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a NUL, which no argument can hold", () => {
    assert.throws(() => shellQuote("a\0b"), {
      message: 'The value "a\\u0000b" holds a NUL, which no command line can carry; remove it',
    });
  });
});

describe("strictly", () => {
  const failing = [
    ["a line that fails", "false"],
    ["a pipe whose first command fails", "false | cat"],
    ["a variable that is not set", 'echo "$SURELY_NOT_SET"'],
  ] as const;
  for (const [what, line] of failing) {
    it(`ends a command at ${what}`, () => {
      const { status, stdout } = bash(strictCommand("echo before", line, "echo after"));
      assert.notEqual(status, 0);
      assert.equal(stdout, "before\n");
    });
  }

  it("runs all lines when none fails", () => {
    assert.deepEqual(bash(strictCommand("echo one", "echo two")).stdout, "one\ntwo\n");
  });
});

describe("failIf", () => {
  it("ends a command with a message where the condition holds, and shows what explains it first", () => {
    const command = strictCommand(failIf("[ 1 = 1 ]", "it's $HOME", "echo because >&2"), "echo after");
    const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    assert.deepEqual([status, stdout, stderr], [1, "", "because\nit's $HOME\n"]);
  });

  it("does nothing where the condition does not hold", () => {
    assert.deepEqual(bash(strictCommand(failIf("false", "no"), "echo after")).stdout, "after\n");
  });
});
