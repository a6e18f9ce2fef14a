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
    assert.equal(page.match(/ src="/g), null);
    const links = new Set(page.match(/href="[^"#][^"]*"/g));
    assert.deepEqual([...links], ['href="https://aws.amazon.com/codepipeline/pricing/"']);
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
    assert.equal(page.split('id="resource-table"')[1]?.match(/<tr><td>/g)?.length, 3);
    assert.match(page, /<h2 id="cost"[^>]*>Cost<\/h2>\n<p>\$0\.00 a month fixed, at least \$0\.60 with 20 runs/);
    assert.match(page, /<p>The program has no role, user or group\.<\/p>/);
  });

  it("lists who acts as each role, every right, and the changes of a comparison", () => {
    const document = (principal: object | undefined) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*", Principal: principal }] });
    const role = resource("aws:iam/role:Role", "deploy", {
      inputs: {
        assumeRolePolicy: document({ Service: "codebuild.amazonaws.com" }),
        inlinePolicies: [{ name: "own", policy: document(undefined) }],
      },
    });
    const changes = [
      { kind: "allowed" as const, holder: "role deploy", actions: ["s3:*"], resource: "*", conditions: [] },
    ];
    const text = htmlReport(result({ resources: [role] }), {
      resources: [{ urn: role.urn, operation: "update", properties: [{ path: "name", kind: "change" }] }],
      permissions: { changes, notKnown: ["after: document x"] },
    });
    assert.match(text, /<th scope="row">deploy <span class="quiet">role<\/span><\/th><td>service codebuild/);
    assert.match(text, /<tr><td>deploy<\/td><td>may<\/td><td>s3:\*<\/td><td>\*<\/td><td>own<\/td><\/tr>/);
    const heads = [...text.matchAll(/<th scope="col">([^<]*)/g)].map(([, head]) => head);
    assert.deepEqual(heads.slice(4, 11), [
      "Identity",
      "Acted by",
      "Identity",
      "Effect",
      "Actions",
      "Resources",
      "Policy",
    ]);
    assert.match(text, /<span class="level">wider<\/span> <span>role deploy may now s3:\* on \*<\/span>/);
    assert.match(text, /<td>update<\/td><td>aws:iam:Role<\/td><td>deploy<\/td><td>name changes<\/td>/);
    assert.match(text, /<li>Not known: after: document x<\/li>/);
  });

  it("tells the parts of the program that it does not know", () => {
    const text = htmlReport(result({ gaps: [{ kind: "environment", what: "shop/<dev>" }] }));
    assert.match(text, /Incomplete:<\/strong> 1 environment is not read offline, so its settings are missing<\/p>/);
    assert.match(text, /<li>environment shop\/&#60;dev&#62;: Pulumi ESC holds its settings<\/li>/);
    assert.doesNotMatch(htmlReport(result()), /Incomplete/);
  });

  it("says unknown in place of a cost of $0.00 where nothing has a price, and why", () => {
    const costOf = (...more: ReturnType<typeof resource>[]) =>
      /<h2 id="cost"[\s\S]*?<\/section>/.exec(htmlReport(result({ resources: [stackResource, ...more] })))?.[0] ?? "";
    const text = costOf(resource("aws:kms/key:Key", "k", { inputs: { region: "us-gov-west-1" } }));
    assert.match(text, /<p>unknown fixed costs, unknown with 20 runs of each pipeline/);
    assert.match(
      text,
      /<li>Without a price here: 1 customer managed key in us-gov-west-1 \(no price of the region here\)/,
    );
    assert.match(costOf(), /<p>The stack has no resource that AWS bills\.<\/p>/);
  });

  it("says so where there is no finding and no pipeline", () => {
    const empty = htmlReport(result());
    assert.match(empty, /<strong>✓ The program runs; no policy pack ran<\/strong>/);
    assert.match(empty, /<p>No policy found anything\.<\/p>/);
    assert.match(empty, /<p>The program has no pipeline\.<\/p>/);
  });
});
