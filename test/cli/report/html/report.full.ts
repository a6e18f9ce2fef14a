import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { htmlReport } from "../../../../cli/report/html/report";
import { installedChromium } from "../../../support/chromium";
import { shop } from "../../insight/programs";
import { resource, result, stackResource } from "../../preview/support/resource";
import { pack, policy } from "../verdicts";

const HOSTILE = ['<script>document.title="owned"</script>', "\u202Eevil\u202C", '"><img src=x onerror=alert(1)>'];

const role = resource("aws:iam/role:Role", "deploy", {
  inputs: {
    name: "deploy",
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
    inlinePolicies: [
      {
        name: "own",
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" },
            { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" },
          ],
        }),
      },
    ],
  },
});
const key = resource("aws:kms/key:Key", "key", { inputs: { region: "eu-central-1" } });
const many = Array.from({ length: 1000 }, (_, index) =>
  resource("aws:s3/bucket:Bucket", index < HOSTILE.length ? (HOSTILE[index] ?? "") : `bucket-${index}`),
);
const long = resource("aws:s3/bucket:Bucket", "x".repeat(10_000));
const violations = [
  { urn: many[5]?.urn ?? "", level: "mandatory" as const, message: `encrypt it ${HOSTILE.join(" ")}` },
  { urn: "", level: "advisory" as const, message: "better so" },
];
const subject = result({
  resources: [stackResource, shop, role, key, ...many, long],
  packs: [
    pack(
      policy("first", { violations: violations.slice(0, 1) }),
      policy("second", { violations: violations.slice(1) }),
    ),
  ],
  status: 1,
});
const comparison = {
  resources: [{ urn: key.urn, operation: "update" as const, properties: [{ path: "tags", kind: "add" as const }] }],
  permissions: {
    changes: [
      {
        kind: "allowed" as const,
        holder: "role deploy",
        actions: ["s3:*"],
        resource: HOSTILE[0] ?? "",
        conditions: [],
      },
    ],
    notKnown: [],
  },
};

describe("the HTML report in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  const file = join(folder, "report.html");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  before(async () => {
    writeFileSync(file, htmlReport(subject, comparison));
    browser = await puppeteer.launch({ executablePath: installedChromium(), args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) {
        problems.push(`network: ${request.url()}`);
      }
    });
    await page.goto(pathToFileURL(file).href);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it("loads 1,000 resources with hostile names without an error, a request or a foreign script", async () => {
    assert.deepEqual(problems, []);
    assert.equal(await page.title(), "shop/dev preview");
    assert.equal(await page.$$eval("script", (scripts) => scripts.length), 1);
    assert.equal(await page.$$eval("img", (images) => images.length), 0);
    assert.equal(await page.$$eval("#resource-table tbody tr", (rows) => rows.length), subject.resources.length);
  });

  it("has the sections of a comparison, findings, pipelines, access, cost and resources", async () => {
    assert.deepEqual(await page.$$eval("h2", (heads) => heads.map((head) => head.textContent)), [
      "Changes",
      "Findings",
      "Pipelines",
      "Access",
      "Cost",
      "Resources",
    ]);
  });

  const rowsShown = (selector: string) =>
    page.$$eval(selector, (rows) => rows.filter((row) => !(row as { hidden?: boolean }).hidden).length);

  it("searches resources and rights, and filters findings by level", async () => {
    await page.type('[data-filters="#resource-table tbody tr"] input', "bucket-77");
    assert.equal(await rowsShown("#resource-table tbody tr"), 11);
    await page.type('[data-filters="#right-table tbody tr"] input', "deploy logs");
    assert.equal(await rowsShown("#right-table tbody tr"), 1);
    await page.select("[data-filters='#finding-list > li'] select", "advisory");
    assert.equal(await rowsShown("#finding-list > li"), 1);
    await page.select("[data-filters='#finding-list > li'] select", "");
  });

  for (const [name, scheme, width] of [
    ["light", "light", 1280],
    ["dark", "dark", 1280],
    ["narrow", "light", 390],
  ] as const) {
    it(`has no accessibility violation in ${name} mode, and no line wider than the page`, async () => {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      // The page forbids foreign scripts, so the checker runs beside it and not in it.
      await page.evaluate(axe);
      const [passed, ...violations] = (await page.evaluate(
        "axe.run().then(({ passes, violations }) => [passes.length, ...violations.map(({ id, nodes }) => id + ': ' + nodes[0].html)])",
      )) as [number, ...string[]];
      assert.deepEqual(violations, []);
      assert.ok(passed > 20, `${passed} checks passed`);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
      if (process.env.SCREENSHOTS !== undefined) {
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `report-${name}.png`) as `${string}.png` });
      }
    });
  }
});
