import assert from "node:assert/strict";
import type { PolicyVerdict } from "../../../cli/preview/analysis/verdict";
import { policyLines } from "../../../cli/report/policies";
import { plain } from "../../../cli/report/style";
import { pack, policy } from "./verdicts";

const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs";
const lines = (...policies: PolicyVerdict[]) => policyLines([pack(...policies)], 5, plain);
const violation = (level: "mandatory" | "advisory", message = "is public", of = urn) => ({ urn: of, level, message });

describe("the list of policies", () => {
  it("tells of each what it found, with the resource", () => {
    const found = lines(
      policy("private", { violations: [violation("mandatory", "is public\nmake it private")], judged: 2 }),
      policy("cmk", { level: "advisory", violations: [violation("advisory", "has no key", "")] }),
      policy("rotation", { level: "remediate", remediated: [urn, "urn:b"] }),
      policy("tls", { judged: 3 }),
      policy("whole", { kind: "stack" }),
    );
    assert.deepEqual(found, [
      "    pack v1.0.0: 5 of 5 policies judged 5 resources, 2 with findings",
      "    ✗ private   mandatory  1 violation",
      "        aws:s3:Bucket (logs)",
      "          is public",
      "          make it private",
      "    ! cmk       advisory   1 finding",
      "        the whole stack",
      "          has no key",
      "    ~ rotation  remediate  2 resources changed",
      "    ✓ tls       mandatory  3 resources",
      "    ✓ whole     mandatory  stack",
    ]);
  });

  it("counts those that judged nothing in one line", () => {
    assert.deepEqual(
      lines(
        policy("tls"),
        policy("a", { judged: 0 }),
        policy("b", { judged: 0 }),
        policy("c", { level: "disabled", judged: 0 }),
      ),
      [
        "    pack v1.0.0: 1 of 4 policies judged 5 resources, no findings",
        "    ✓ tls  mandatory  1 resource",
        "    - 2 more apply to no resource, 1 is disabled",
      ],
    );
  });

  it("says so where nothing was judged", () => {
    assert.deepEqual(policyLines([pack(policy("a", { judged: 0 }))], 1, plain), [
      "    pack v1.0.0: no policy of 1 applies to 1 resource, so nothing was judged",
      "    - 1 more applies to no resource",
    ]);
    assert.deepEqual(policyLines([], 1, plain), []);
  });
});
