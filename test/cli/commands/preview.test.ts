import assert from "node:assert/strict";
import { readPreviewArguments } from "../../../cli/commands/preview";

function refused(...args: string[]): string {
  try {
    readPreviewArguments(args);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

describe("the arguments of a preview", () => {
  it("default to the program here and to text", () => {
    assert.deepEqual(readPreviewArguments([]), {
      cwd: ".",
      policyPacks: [],
      policyPackConfigs: [],
      json: false,
      verbose: false,
      strict: false,
      reports: [],
    });
  });

  it("take every option, packs in their order and the last stack", () => {
    const args = "--cwd a --stack dev -s prod --policy-pack p --policy-pack q --policy-pack-config c.json";
    assert.deepEqual(
      readPreviewArguments([
        ...args.split(" "),
        "--policy-pack-config=d.json",
        "--account",
        "123456789012",
        "--region",
        "eu-west-1",
        "--answers",
        "answers.yaml",
        "--strict",
        ...["--record", "recorded.yaml"],
        "--json",
        "--verbose",
        ...["--report", "a.html", "--report", "b.sarif"],
      ]),
      {
        cwd: "a",
        stack: "prod",
        policyPacks: ["p", "q"],
        policyPackConfigs: ["c.json", "d.json"],
        account: "123456789012",
        region: "eu-west-1",
        answers: "answers.yaml",
        json: true,
        verbose: true,
        strict: true,
        record: "recorded.yaml",
        reports: ["a.html", "b.sarif"],
      },
    );
  });

  it("refuse unknown options and positional arguments", () => {
    assert.equal(refused("dev", "x"), 'preview takes options only, but received "dev", "x"');
    assert.match(refused("--stak", "dev"), /^Unknown option '--stak'.*aws-pipelines preview --help/s);
    assert.match(refused("--stack"), /argument missing/);
  });

  it("refuse a number of configuration files that differs from the number of packs", () => {
    assert.match(refused("--policy-pack-config", "c"), /^1 --policy-pack-config for 0 --policy-pack: pass one file/);
    assert.match(refused("--policy-pack", "p", "--policy-pack", "q", "--policy-pack-config", "c"), /^1 .* for 2 /);
  });

  it("refuse a report of an unknown form", () => {
    assert.equal(
      refused("--report", "preview.pdf"),
      "--report preview.pdf: the extension must be one of .html, .json, .md, .sarif, .xml",
    );
  });

  it("refuse an invalid account", () => {
    assert.equal(refused("--account", "12"), '--account: "12" is not an AWS account ID. Use its 12 digits.');
  });
});
