import assert from "node:assert/strict";
import type { Comparison } from "../../../cli/report/differences";
import { stackComparisonsReport } from "../../../cli/report/stack-comparisons";
import { plain } from "../../../cli/report/style";
import { resource, result, stackResource } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const none: Comparison = { resources: [], permissions: { changes: [], notKnown: [] } };
const wider: Comparison = {
  resources: [
    { urn: "urn:pulumi:dev::shop::aws:sns/topic:Topic::news", operation: "update", properties: [] },
    { urn: "urn:pulumi:dev::shop::aws:sns/topic:Topic::old", operation: "delete", properties: [] },
  ],
  permissions: {
    changes: [
      { kind: "allowed", holder: "role a", actions: ["s3:*"], resource: "*", conditions: [] },
      { kind: "no longer allowed", holder: "role b", actions: ["s3:*"], resource: "*", conditions: [] },
    ],
    notKnown: ["role c has a policy that is not known"],
  },
};
const config = { "aws:region": "us-east-1" };
const shop = result({ config, resources: [stackResource, resource("aws:kms/key:Key", "key", { provider: "aws" })] });
const judged = result({
  stack: "test",
  packs: [pack(policy("tags", { violations: [{ urn: "", level: "advisory", message: "name an owner" }] }))],
});
const failed = result({
  stack: "old",
  status: 3,
  resources: [],
  diagnostics: [{ severity: "error", message: "no main" }],
});

describe("the comparisons of many stacks", () => {
  it("are a row for each stack, the reason of each failure, the permissions of each stack and one verdict", () => {
    const text = stackComparisonsReport(
      [
        { result: shop, kind: "compared", comparison: wider },
        { result: judged, kind: "compared", comparison: none },
        { result: result({ stack: "gone" }), kind: "removed" },
        { result: failed, kind: "failed", isBefore: true },
      ],
      1200,
      plain,
      120,
    );
    assert.equal(
      text,
      [
        "stack      verdict  create  update  replace  delete  wider  mandatory  advisory  a month",
        "shop/dev   wider         0       1        0       1      1          0         0    $1.00",
        "shop/test  same          0       0        0       0      0          0         1    $0.00",
        "shop/gone  removed",
        "shop/old   failed",
        "",
        "✗ shop/old: the preview failed",
        "  no main",
        "  This is the preview of the other commit.",
        "",
        "shop/dev: 1 permission wider, 1 permission narrower, 1 to update, 1 to delete",
        "  + role a may now s3:* on *",
        "  - role b may no longer s3:* on *",
        "  ? role c has a policy that is not known",
        "",
        "4 stacks: 1 same, 1 wider, 1 removed, 1 failed (1.2 s)",
        "",
      ].join("\n"),
    );
  });

  it("name costs that have no price under the table", () => {
    const resources = [stackResource, resource("aws:dynamodb/table:Table", "orders")];
    const text = stackComparisonsReport(
      [{ result: result({ resources }), kind: "new", comparison: none }],
      0,
      plain,
      120,
    );
    assert.match(
      text,
      / unknown\n\n! Costs that are not counted\n {2}1 Table \(aws:dynamodb\), without a price here\n {2}shop\/dev\n/,
    );
  });

  it("have no column of findings where no pack ran", () => {
    const text = stackComparisonsReport([{ result: shop, kind: "new", comparison: none }], 0, plain, 120);
    assert.match(
      text,
      /^stack {5}verdict {2}create {2}update {2}replace {2}delete {2}wider {2}a month\nshop\/dev {2}new {11}0 /,
    );
  });
});
