import assert from "node:assert/strict";
import { readCommandLine } from "../../../cli/commands/preview-options";

function refused(...args: string[]): string {
  try {
    readCommandLine(args);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

describe("the command line", () => {
  it("asks for a preview here, as text, unless told otherwise", () => {
    assert.deepEqual(readCommandLine(["preview"]), {
      kind: "preview",
      cwd: ".",
      policyPacks: [],
      policyPackConfigs: [],
      json: false,
    });
  });

  it("takes every option, packs in their order and the last stack", () => {
    const args = "preview --cwd a --stack dev -s prod --policy-pack p --policy-pack q --policy-pack-config c.json";
    assert.deepEqual(
      readCommandLine([
        ...args.split(" "),
        "--policy-pack-config=d.json",
        "--account",
        "123456789012",
        "--region",
        "eu-west-1",
        "--json",
      ]),
      {
        kind: "preview",
        cwd: "a",
        stack: "prod",
        policyPacks: ["p", "q"],
        policyPackConfigs: ["c.json", "d.json"],
        account: "123456789012",
        region: "eu-west-1",
        json: true,
      },
    );
  });

  it("asks for help or the version", () => {
    assert.deepEqual(readCommandLine(["--help"]), { kind: "help" });
    assert.deepEqual(readCommandLine(["preview", "-h"]), { kind: "help" });
    assert.deepEqual(readCommandLine(["--version"]), { kind: "version" });
  });

  it("refuses what it does not know, and names what there is", () => {
    assert.equal(refused(), 'no command given; the one there is: "aws-pipelines preview"');
    assert.equal(refused("up"), 'unknown command "up"; the one there is: "aws-pipelines preview"');
    assert.equal(refused("preview", "dev", "x"), 'preview takes options only, but was given "dev", "x"');
    assert.match(refused("preview", "--stak", "dev"), /^Unknown option '--stak'.*aws-pipelines --help/s);
    assert.match(refused("preview", "--stack"), /argument missing/);
  });

  it("refuses configuration files that fit no pack", () => {
    assert.match(
      refused("preview", "--policy-pack-config", "c"),
      /^1 --policy-pack-config for 0 --policy-pack: give one file/,
    );
    assert.match(
      refused("preview", "--policy-pack", "p", "--policy-pack", "q", "--policy-pack-config", "c"),
      /^1 .* for 2 /,
    );
  });

  it("refuses an account that is none", () => {
    assert.equal(refused("preview", "--account", "12"), '--account must be the 12 digits of an AWS account, not "12"');
  });
});
