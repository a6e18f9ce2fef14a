import assert from "node:assert/strict";
import { pipelinesOf } from "../../../../cli/insight/pipelines";
import { mermaidDiagram } from "../../../../cli/report/diagram/mermaid";
import { action, pipeline, shop } from "../../insight/programs";

describe("the diagram of pipelines in Mermaid", () => {
  it("has a subgraph for each stage, an approval as a hexagon, and an edge between groups that follow each other", () => {
    const text = mermaidDiagram(pipelinesOf([shop], {}));
    assert.match(text, /^flowchart LR\n {2}subgraph p0\["shop"\]\n/);
    assert.match(text, /p0start\(\["push to acme\/shop, branch main"\]\)/);
    assert.match(text, /p0s2a0\{\{"⏸ Release<br\/>approvers"\}\}/);
    assert.deepEqual(text.match(/\w+ --> \w+/g), [
      "p0start --> p0s0a0",
      "p0s0a0 --> p0s1a0",
      "p0s0a0 --> p0s1a1",
      "p0s1a0 --> p0s2a0",
      "p0s1a1 --> p0s2a0",
      "p0s2a0 --> p0s3a0",
      "p0s3a0 --> p0s3a1",
    ]);
  });

  it("takes no markup from names", () => {
    const hostile = pipeline('"]; click x "javascript:alert(1)', [
      { name: "<b>", actions: [action("`a`\n", "CodeBuild")] },
    ]);
    const text = mermaidDiagram(pipelinesOf([hostile], {}));
    assert.match(text, /subgraph p0\["#34;#93;; click x #34;javascript:alert\(1\)"\]/);
    assert.match(text, /p0s0\["#60;b#62;"\]/);
    assert.match(text, /p0s0a0\["#96;a#96;#10;<br\/>CodeBuild"\]/);
  });
});
