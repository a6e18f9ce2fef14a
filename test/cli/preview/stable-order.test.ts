import assert from "node:assert/strict";
import { sortedResources, sortedVerdicts } from "../../../cli/preview/stable-order";
import { resource, stackResource } from "./support/resource";

describe("the order of a result", () => {
  it("has parents before children and siblings by URN, whatever the order of registration", () => {
    const group = resource("shop:index:Group", "group");
    const resources = [
      resource("aws:sqs/queue:Queue", "b", { parent: group.urn }),
      resource("aws:s3/bucket:Bucket", "z"),
      group,
      stackResource,
      resource("aws:sqs/queue:Queue", "a", { parent: group.urn }),
    ];
    const names = ["shop-dev", "z", "group", "a", "b"];
    assert.deepEqual(
      sortedResources(resources).map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      sortedResources([...resources].reverse()).map(({ name }) => name),
      names,
    );
  });

  it("has findings by resource and message", () => {
    const finding = (urn: string, message: string) => ({ urn, message, level: "advisory" as const });
    const policy = {
      ...{ name: "p", displayName: "p", description: "", level: "advisory" as const, kind: "resource" as const },
      ...{ severity: "", judged: 2, remediated: ["b", "a"] },
      violations: [finding("b", "x"), finding("a", "y"), finding("a", "x")],
    };
    const [pack] = sortedVerdicts([{ name: "pack", version: "1.0.0", policies: [policy] }]);
    assert.deepEqual(pack?.policies[0]?.remediated, ["a", "b"]);
    assert.deepEqual(pack?.policies[0]?.violations, [finding("a", "x"), finding("a", "y"), finding("b", "x")]);
  });
});
