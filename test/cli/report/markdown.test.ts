import assert from "node:assert/strict";
import { markdownReport, markdownReports } from "../../../cli/report/markdown";
import { shop } from "../insight/programs";
import { resource, result, stackResource } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const bucket = resource("aws:s3/bucket:Bucket", "logs");
const violations = [{ urn: bucket.urn, level: "mandatory" as const, message: "encrypt it" }];

describe("the Markdown report", () => {
  it("has the verdict, findings, pipelines and the resources folded", () => {
    const text = markdownReport(
      result({
        resources: [stackResource, bucket, shop],
        packs: [pack(policy("cmk", { severity: "high", violations }))],
        status: 1,
      }),
    );
    assert.match(text, /^### shop\/dev: ❌ Mandatory policies are violated\n/);
    assert.match(text, /1 mandatory finding, 0 advisories\. AWS was not contacted\./);
    assert.match(text, /- \*\*cmk\*\* \(high\): encrypt it {2}\n {2}`logs` \(aws:s3:Bucket\)\n/);
    assert.match(text, /```mermaid\nflowchart LR\n/);
    assert.match(text, /<details><summary>3 resources<\/summary>[\s\S]*\| aws:s3:Bucket \| logs \| create \|/);
  });

  it("stays under 60,000 characters, and leaves the resources out first", () => {
    const many = Array.from({ length: 2000 }, (_, index) => resource("aws:s3/bucket:Bucket", `bucket-${index}`));
    const text = markdownReport(
      result({ resources: [stackResource, shop, ...many], packs: [pack(policy("cmk", { violations }))] }),
    );
    assert.ok(text.length < 60_000);
    assert.match(text, /```mermaid/);
    assert.match(text, /_Left out for length: resources\. The HTML report shows everything\._\n$/);
  });

  it("keeps its bound when findings alone are longer", () => {
    const long = Array.from({ length: 500 }, (_, index) =>
      policy(`rule-${index}`, { violations: [{ urn: bucket.urn, level: "mandatory", message: "m".repeat(400) }] }),
    );
    const text = markdownReport(result({ packs: [pack(...long)] }));
    assert.ok(text.length < 60_000, `${text.length}`);
    assert.match(text, /More findings: the HTML report shows everything/);
  });

  it("takes no markup, mention or line from the program", () => {
    const hostile = resource("aws:s3/bucket:Bucket", "`x`\n# <img src=x> @acme/admins [a](b)");
    const text = markdownReport(
      result({
        resources: [hostile],
        packs: [pack(policy("p", { violations: [{ urn: hostile.urn, level: "advisory", message: "<script>|@bob" }] }))],
      }),
    );
    // A code span shows its text as it is.
    const outsideCode = text.replace(/`[^`\n]*`/g, "");
    assert.ok(!/<(img|script)|@(bob|acme)/.test(outsideCode), outsideCode);
    assert.ok(!/^# /m.test(text));
  });

  it("says unknown in place of a cost of $0.00 where nothing has a price", () => {
    const key = resource("aws:kms/key:Key", "k", { inputs: { region: "cn-north-1" } });
    const text = markdownReport(result({ resources: [stackResource, key] }));
    assert.match(text, /\nCost: unknown fixed costs, unknown with 20 runs .* 1 customer managed key in cn-north-1 /);
    const many = markdownReports([result({ resources: [stackResource, key] })]);
    assert.match(many, / \| 2 \| unknown \|\n/);
    assert.match(
      many,
      /\n\*\*Costs that are not counted:\*\*\n\n- 1 customer managed key in cn-north-1 &#40;no price of the region here&#41; \(shop\/dev\)\n/,
    );
  });

  it("has the changes of a comparison before the findings", () => {
    const changes = [
      { kind: "allowed" as const, holder: "role deploy", actions: ["s3:*"], resource: "*", conditions: [] },
    ];
    const text = markdownReport(result(), { resources: [], permissions: { changes, notKnown: ["after: x"] } });
    assert.match(
      text,
      /\*\*Changes:\*\* 1 permission wider\n\n#### Permissions\n\n- ⚠️ role deploy may now s3:&#42; on &#42;\n- Not known: after: x/,
    );
  });
});

describe("the Markdown report of many stacks", () => {
  const failing = result({ stack: "prod", packs: [pack(policy("cmk", { violations }))], status: 1 });

  it("has a table of all, and each stack folded, those that fail first", () => {
    const text = markdownReports([result(), failing]);
    assert.match(text, /^### 2 stacks: ❌ 1 not clean\n/);
    assert.match(
      text,
      /\n\| shop\/dev \| ✅ clean \| 0 \| 0 \| 1 \| \$0\.00 \|\n\| shop\/prod \| ❌ violated \| 1 \| 0 \|/,
    );
    assert.match(text, /<summary>shop\/prod<\/summary>[\s\S]*\*\*cmk\*\*[\s\S]*<summary>shop\/dev<\/summary>/);
  });

  it("stays under 60,000 characters, and says how many stacks have no room", () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...failing, stack: `s${index}` }));
    const text = markdownReports(many);
    assert.ok(text.length < 60_000, `${text.length}`);
    assert.match(text, /\n_Left out for length: \d+ stacks\._\n$/);
    assert.match(text, /\| shop\/s299 \|/);
  });
});
