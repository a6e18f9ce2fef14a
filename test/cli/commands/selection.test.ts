import assert from "node:assert/strict";
import { fitting, readSelection, selected } from "../../../cli/commands/selection";

const places = ["dev", "prod"].map((stack) => ({ project: "api", stack, cwd: "/api" }));

describe("the selection of stacks", () => {
  it("is none without --all, and every stack with it", () => {
    assert.equal(readSelection({}), undefined);
    assert.deepEqual(readSelection({ all: true }), {});
    assert.deepEqual(readSelection({ all: true, filter: "*/prod", concurrency: "3" }), {
      filter: "*/prod",
      concurrency: 3,
    });
  });

  it("refuses what concerns one stack, and what concerns many without --all", () => {
    assert.throws(() => readSelection({ all: true, stack: ["dev"], record: "a" }, ["record"]), {
      message:
        '--all previews every stack, so --stack, --record cannot apply. "npm start" gives --stack: run "npx aws-pipelines preview --all"',
    });
    assert.throws(() => readSelection({ filter: "a", concurrency: "1" }), {
      message: "--filter, --concurrency needs --all",
    });
    assert.throws(() => readSelection({ all: true, concurrency: "x" }), {
      message: '--concurrency: "x" is no number of 1 or more',
    });
  });

  it("takes the stacks that fit the filter", () => {
    assert.deepEqual(selected(places, undefined), places);
    assert.deepEqual(selected(places, "api/p*"), [places[1]]);
    assert.throws(() => selected(places, "web/*"), {
      message: "--filter web/*: no stack fits. There are api/dev, api/prod.",
    });
    assert.deepEqual(fitting(places, "web/*"), []);
    const many = Array.from({ length: 9 }, (_, index) => ({ project: "api", stack: `s${index}`, cwd: "/api" }));
    assert.throws(() => selected(many, "web/*"), /There are api\/s0, .*, api\/s5 and 3 more\.$/);
  });
});
