import assert from "node:assert/strict";
import { junitReport, junitReports } from "../../../cli/report/junit";
import { result } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const violation = (level: "mandatory" | "advisory", message: string) => ({ urn: "urn:a", level, message });

describe("the JUnit report", () => {
  it("has a case for the program and one for each policy", () => {
    const text = junitReport(
      result({
        packs: [
          pack(
            policy("fails", { violations: [violation("mandatory", "a < b & c")] }),
            policy("advises", { violations: [violation("advisory", "better so")] }),
            policy("idle", { judged: 0 }),
            policy("off", { level: "disabled" }),
            policy("passes"),
          ),
        ],
      }),
    );
    assert.equal(
      text,
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="shop/dev" tests="1" failures="0" errors="0" skipped="0" time="1.234">
    <testcase classname="shop" name="dev previews" time="1.234"></testcase>
  </testsuite>
  <testsuite name="pack" tests="5" failures="1" errors="0" skipped="2" time="0">
    <testcase classname="pack" name="fails" time="0"><failure message="fails" type="mandatory">urn:a: a &#60; b &#38; c</failure></testcase>
    <testcase classname="pack" name="advises" time="0"><system-out>urn:a: better so</system-out></testcase>
    <testcase classname="pack" name="idle" time="0"><skipped/></testcase>
    <testcase classname="pack" name="off" time="0"><skipped/></testcase>
    <testcase classname="pack" name="passes" time="0"></testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it("has an error where the program failed", () => {
    const text = junitReport(
      result({ status: 2, diagnostics: [{ severity: "error", message: "settings are wrong" }] }),
    );
    assert.match(text, /errors="1"[\s\S]*<error message="the preview failed">settings are wrong<\/error>/);
  });

  it("names the stack at each suite of many stacks", () => {
    const text = junitReports([
      result({ packs: [pack(policy("passes"))] }),
      result({ stack: "prod", packs: [pack(policy("passes"))] }),
    ]);
    assert.deepEqual(
      [...text.matchAll(/(?:testsuite|classname=\S+) name="([^"]+)"/g)].map(([, name]) => name),
      ["shop/dev", "dev previews", "dev pack", "shop/prod", "prod previews", "prod pack"],
    );
    assert.match(text, /<testcase classname="prod pack" name="passes" time="0"><\/testcase>/);
  });
});
