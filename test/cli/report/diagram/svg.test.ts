import assert from "node:assert/strict";
import { pipelinesOf } from "../../../../cli/insight/pipelines";
import { escapeXml, svgDiagram, svgImage } from "../../../../cli/report/diagram/svg";
import { action, pipeline, shop } from "../../insight/programs";

const view = (subject = shop) => pipelinesOf([subject], {})[0] ?? assert.fail("no pipeline");

describe("the diagram of a pipeline in SVG", () => {
  it("has a title for screen readers, a box for each action, and an arrow between stages", () => {
    const svg = svgDiagram(view());
    assert.match(svg, /role="img" aria-label="Pipeline shop: Source, then Build, then Approve, then Deploy"/);
    assert.equal(svg.match(/<rect /g)?.length, 6);
    assert.equal(svg.match(/class="arrow"/g)?.length, 3);
    assert.equal(svg.match(/class="then"/g)?.length, 1);
    assert.equal(svg.match(/class="action waits"/g)?.length, 1);
    assert.match(svg, /if before entry: OnlyMain/);
    assert.match(svg, />222233334444 eu-west-1</);
  });

  it("keeps each box inside the image, and boxes of one stage apart", () => {
    const actions = Array.from({ length: 30 }, (_, index) =>
      action(`Action${index}`, "CodeBuild", { runOrder: (index % 3) + 1 }),
    );
    const svg = svgDiagram(view(pipeline("large", [{ name: "All", actions }])));
    const [, height] = /height="(\d+)"/.exec(svg) ?? [];
    const boxes = [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="\d+" height="(\d+)"/g)].map(([, y, h]) => [
      Number(y),
      Number(y) + Number(h),
    ]);
    assert.equal(boxes.length, 30);
    assert.ok(boxes.every(([, end = 0]) => end <= Number(height)));
    assert.ok(boxes.slice(1).every(([start = 0], index) => start > (boxes[index]?.[1] ?? 0)));
  });

  it("carries its style as an image of its own", () => {
    assert.match(svgImage(view()), /^<svg [^>]+><style>\n\.pipeline \{/);
  });

  it("shows hostile names as text, cut to the box", () => {
    const svg = svgDiagram(
      view(pipeline("<script>", [{ name: "\u202Eevil", actions: [action("x".repeat(10000), "CodeBuild")] }])),
    );
    assert.ok(!svg.includes("<script>") && !svg.includes("\u202E"));
    assert.match(svg, new RegExp(`>${"x".repeat(26)}…<`));
  });

  it("escapes markup and leaves out control characters", () => {
    assert.equal(escapeXml(`<a href="'">&\u0000\u202E\n`), "&#60;a href=&#34;&#39;&#34;&#62;&#38;\n");
  });
});
