import assert from "node:assert/strict";
import { pipelinesOf } from "../../../cli/insight/pipelines";
import type { Outcome } from "../../../cli/insight/what-if";
import { outcomeReport } from "../../../cli/report/outcomes";
import { plain } from "../../../cli/report/style";
import { shop } from "../insight/programs";

const outcome = (starts: Outcome["starts"], ...reasons: string[]): Outcome => ({
  ...{ urn: shop.urn, name: "shop", kind: "pipeline" },
  starts,
  reasons,
});
const pipelines = pipelinesOf([shop], {});

describe("the report of what a change starts", () => {
  it("walks a run to the stage that waits, whether it starts or may start", () => {
    const run =
      "    Source: Repository\n    Build (if OnlyMain): Image, Lint\n    Approve waits for Release (approvers)\n";
    assert.equal(
      outcomeReport([outcome("yes", "its source is branch main")], pipelines, plain, 100),
      `▶ pipeline shop starts: its source is branch main\n${run}`,
    );
    assert.equal(
      outcomeReport([outcome("unknown", "a", "b")], pipelines, plain, 100),
      `? pipeline shop may start: a; or b\n${run}`,
    );
  });

  it("gives the reasons alone of a pipeline that does not start, and breaks long ones", () => {
    assert.equal(
      outcomeReport([outcome("no", "its filter takes branch release alone")], pipelines, plain, 40),
      "· pipeline shop does not start: its\n    filter takes branch release alone\n",
    );
  });

  it("says that nothing starts by a change", () => {
    assert.equal(outcomeReport([], [], plain, 80), "The program has no pipeline and no build with a webhook.\n");
  });
});
