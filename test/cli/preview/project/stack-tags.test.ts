import assert from "node:assert/strict";
import { fitting } from "../../../../cli/commands/selection";
import { allStacks } from "../../../../cli/preview/project/all-stacks";
import { stackTags } from "../../../../cli/preview/project/stack-tags";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

describe("the tags of a stack", () => {
  after(removeTemporaryDirectories);

  it("are those of the project, of the environment and of its settings, and --filter selects by them", () => {
    const top = temporaryDirectory({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig:\n  pulumi:tags:\n    value: { team: payments, tier: low }\n",
      "Pulumi.dev.yaml": "config:\n  shop:environment: { tags: { tier: test } }\n",
      "Pulumi.prod.yaml":
        "base: &base { tier: high, cost-center: 7 }\nconfig:\r\n  environment: { tags: { tier: none } }\r\n  pulumi:tags:\r\n    <<: *base\r\n",
      "Pulumi.empty.yaml": "",
    });
    const tagsOf = (stack: string) => Object.fromEntries(stackTags({ cwd: top, stack }) ?? []);
    assert.deepEqual(tagsOf("dev"), { team: "payments", tier: "test" });
    assert.deepEqual(tagsOf("prod"), { team: "payments", tier: "high", "cost-center": "7" });
    assert.deepEqual(tagsOf("empty"), { team: "payments", tier: "low" });
    const stacksWith = (filter: string) => fitting(allStacks(top), filter).map(({ stack }) => stack);
    assert.deepEqual(stacksWith("tier=high"), ["prod"]);
    assert.deepEqual(stacksWith("t*=[lt]*"), ["dev", "empty"]);
    assert.deepEqual(stacksWith("team=pay*"), ["dev", "empty", "prod"]);
    assert.deepEqual(stacksWith("team=*/x"), []);
  });

  it("are unknown where a file is wrong, and the stack stays selected", () => {
    const top = temporaryDirectory({
      "a/Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "a/Pulumi.dev.yaml": "config: [",
      "b/Pulumi.yaml": "runtime: nodejs\n",
      "b/Pulumi.dev.yaml": "{}",
    });
    assert.equal(stackTags({ cwd: `${top}/a`, stack: "dev" }), undefined);
    assert.deepEqual(
      fitting(allStacks(top), "team=x").map(({ project }) => project),
      ["shop", "b"],
    );
  });
});
