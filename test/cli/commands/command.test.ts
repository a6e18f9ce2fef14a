import assert from "node:assert/strict";
import { parseOptions, parsePositionals } from "../../../cli/commands/command";

const options = {
  stack: { type: "string", short: "s" },
  json: { type: "boolean" },
  pack: { type: "string", multiple: true },
} as const;
const hint = '\nRun "aws-pipelines preview --help" to list the options.';

describe("the options of a command", () => {
  it("have the values that are given", () => {
    const { stack, json, pack } = parseOptions("preview", ["-s", "dev", "--json", "--pack=a", "--pack", "b"], options);
    assert.deepEqual([stack, json, pack], ["dev", true, ["a", "b"]]);
    assert.deepEqual({ ...parseOptions("preview", [], options) }, {});
  });

  it("are refused with a way to list them", () => {
    for (const args of [["--stak", "dev"], ["--stack"], ["--json=1"]]) {
      assert.throws(
        () => parseOptions("preview", args, options),
        (error: Error) => {
          assert.equal(error.name, "PreviewError");
          return error.message.endsWith(hint);
        },
      );
    }
  });

  it("name the option that a misspelt one means", () => {
    assert.throws(() => parseOptions("preview", ["--stak", "dev"], options), {
      name: "PreviewError",
      message: `Unknown option '--stak'. Did you mean --stack?${hint}`,
    });
    assert.throws(() => parseOptions("preview", ["--nonsense"], options), {
      message: `Unknown option '--nonsense'.${hint}`,
    });
  });

  it("come without other words, which are named", () => {
    assert.throws(() => parseOptions("preview", ["dev", "--json", "prod"], options), {
      name: "PreviewError",
      message: 'preview takes options only, but received "dev", "prod"',
    });
  });

  it("may come with words where a command takes some", () => {
    const { values, positionals } = parsePositionals("diff", ["one", "--json", "two"], options);
    assert.deepEqual([values.json, positionals], [true, ["one", "two"]]);
    assert.throws(() => parsePositionals("diff", ["--nope"], options), { name: "PreviewError" });
  });
});
