import assert from "node:assert/strict";
import { pipelinesOf } from "../../../../cli/insight/pipelines";
import { diagramText, stageLine } from "../../../../cli/report/diagram/text";
import { plain } from "../../../../cli/report/style";
import { action, pipeline, shop } from "../../insight/programs";

const view = (subject = shop) => pipelinesOf([subject], {})[0] ?? assert.fail("no pipeline");

describe("the diagram of a pipeline as text", () => {
  it("shows each action with its work, artifacts, variables and place, and what runs together", () => {
    assert.deepEqual(diagramText(view(), plain), [
      "shop V2, SUPERSEDED",
      "  starts on push to acme/shop, branch main",
      "  → Source",
      "        Repository  CodeStarSourceConnection acme/shop main  makes source",
      "  → Build",
      "      before entry: OnlyMain (VariableCheck), else SKIP",
      "        Image  CodeBuild shop-image  takes source; makes image; reads variables of Repository",
      "      ∥ Lint  CodeBuild shop-lint  takes source",
      "  → Approve",
      "        ⏸ Release  Manual approvers",
      "  → Deploy",
      "        Service  ECS web shop  takes image; in 222233334444 eu-west-1",
      "        Smoke  Lambda smoke",
    ]);
  });

  it("breaks thirty stages between stages, never inside one", () => {
    const stages = Array.from({ length: 30 }, (_, index) => ({
      name: `Stage${index}`,
      actions: [action("A", "CodeBuild")],
    }));
    const lines = stageLine(view(pipeline("long", stages)), 60, "  ", plain);
    assert.ok(lines.length > 4);
    assert.deepEqual(
      lines.filter((line) => line.length > 60 || /→$/.test(line)),
      [],
    );
    assert.equal(lines.join(" ").match(/Stage\d+/g)?.length, 30);
  });
});
