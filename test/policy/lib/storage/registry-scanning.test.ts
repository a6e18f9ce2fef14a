import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { scansOnPush } from "../../../../policy/lib/storage/registry-scanning";
import { stackResource } from "../../support/stack-resource";

const rule = (filter: Value, scanFrequency: Value = "SCAN_ON_PUSH"): Properties => ({
  scanFrequency,
  repositoryFilters: [{ filter, filterType: "WILDCARD" }],
});
const scans = (name: Value, ...rules: readonly Value[]) =>
  scansOnPush(
    stackResource("r", "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", { rules }),
    name,
  );

describe("a registry scans images on push", () => {
  for (const [title, verdict, expected] of [
    ["of every repository", scans("shop", rule("*")), true],
    ["of every repository, even an unknown one", scans(unknownValue, rule("*")), true],
    ["continuously", scans("shop", rule("*", "CONTINUOUS_SCAN")), true],
    ["by a filter that the name contains", scans("team/shop", rule("shop")), true],
    ["by a filter with a star", scans("prod-shop", rule("prod-*")), true],
    ["by one rule of several", scans("shop", rule("x"), rule("shop")), true],
    [
      "by one filter of several",
      scans("shop", { scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "x" }, { filter: "shop" }] }),
      true,
    ],
    ["not only when asked", scans("shop", rule("*", "MANUAL")), false],
    ["not by another filter", scans("shop", rule("prod-*")), false],
    ["not by a filter with a star inside a name", scans("my-prod-shop", rule("prod-*")), false],
    ["not without rules", scans("shop"), false],
    ["not by a rule without filters", scans("shop", { scanFrequency: "SCAN_ON_PUSH" }), false],
    ["unknown by an unknown filter", scans("shop", rule(unknownValue)), unknownValue],
    ["unknown with an unknown name", scans(unknownValue, rule("prod-*")), unknownValue],
    ["unknown with a name that AWS chooses", scans(undefined, rule("prod-*")), unknownValue],
    ["unknown with an unknown frequency", scans("shop", rule("*", unknownValue)), unknownValue],
    ["not by an unknown filter of a rule that never scans", scans("shop", rule(unknownValue, "MANUAL")), false],
    ["not by another filter, however often", scans("shop", rule("prod-*", unknownValue)), false],
    ["unknown with an unknown rule", scans("shop", unknownValue), unknownValue],
    ["by a known rule beside an unknown one", scans("shop", unknownValue, rule("*")), true],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }
});
