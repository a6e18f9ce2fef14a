import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { htmlReport } from "../../../../cli/report/html/report";
import { shop } from "../../insight/programs";
import { resource, result, stackResource } from "../../preview/support/resource";
import { pack, policy } from "../verdicts";

const hash = (text: string | undefined) =>
  `'sha256-${createHash("sha256")
    .update(text ?? "")
    .digest("base64")}'`;

describe("the HTML report", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "<script>alert(1)</script>");
  const violations = [{ urn: bucket.urn, level: "advisory" as const, message: "<img src=x onerror=alert(1)>" }];
  const page = htmlReport(
    result({ resources: [stackResource, bucket, shop], packs: [pack(policy("cmk", { severity: "low", violations }))] }),
  );

  it("lets nothing run or load but its own style and script", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1];
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
    const policyText = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
    assert.ok(page.includes(`<meta http-equiv="Content-Security-Policy" content="${policyText}">`));
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.deepEqual(page.match(/(?:src|href)="[^"#][^"]*"/g), null);
    assert.deepEqual(page.match(/ (?:style|on\w+)="/g), null);
  });

  it("shows hostile text as text", () => {
    assert.ok(page.includes("&#60;script&#62;alert(1)&#60;/script&#62;"));
    assert.ok(page.includes("&#60;img src=x onerror=alert(1)&#62;"));
  });

  it("has the verdict, the findings with their level, each pipeline as picture and text, and every resource", () => {
    assert.match(page, /<p class="clean"><strong>✓ No mandatory policy is violated<\/strong><\/p>/);
    assert.match(page, /<li class="advisory" data-level="advisory">/);
    assert.match(page, /<svg [^>]*aria-label="Pipeline shop: /);
    assert.match(page, /<pre>shop V2, SUPERSEDED\n/);
    assert.equal(page.match(/<tbody>[\s\S]*<\/tbody>/)?.[0].match(/<tr>/g)?.length, 3);
  });

  it("says so where there is no finding and no pipeline", () => {
    const empty = htmlReport(result());
    assert.match(empty, /<p>No policy found anything\.<\/p>/);
    assert.match(empty, /<p>The program has no pipeline\.<\/p>/);
  });
});
