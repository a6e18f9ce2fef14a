import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readPreviewArguments } from "../../../cli/commands/preview";
import { previewAll, worstStatus } from "../../../cli/commands/preview-all";
import { main } from "../../../cli/main";
import { Status } from "../../../cli/preview/result";
import { root } from "../../support/command";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

const silent = { write: () => true };
const surroundings = { stdout: silent, stderr: silent, env: {}, signal: new AbortController().signal };
const options = { policyPacks: [], policyPackConfigs: [] };

function refused(...args: string[]): string {
  try {
    readPreviewArguments(args);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

/** A program that refuses a stack without a size. A stack with one hides failures from then on. */
const REFUSING = `
  const { Config, ComponentResource } = require("@pulumi/pulumi");
  new ComponentResource("acme:index:Api", "api" + new Config().require("size"));
  const { emit } = process;
  process.exit = () => undefined;
  process.emit = (name, ...rest) => /Exception|Rejection/.test(name) || emit.call(process, name, ...rest);
`;

/** Three projects of four stacks, two of which cannot be previewed. */
function threeProjects(): string {
  const top = temporaryDirectory({
    "api/Pulumi.yaml": "name: api\nruntime: nodejs\nmain: index.js\n",
    "api/Pulumi.dev.yaml": "config: { api:size: 2 }\n",
    "api/Pulumi.prod.yaml": "{}\n",
    "api/index.js": REFUSING,
    "python/Pulumi.yaml": "name: python\nruntime: python\n",
    "python/Pulumi.dev.yaml": "{}\n",
    "web/Pulumi.yaml": "name: web\nruntime: nodejs\nmain: absent.js\n",
    "web/Pulumi.dev.yaml": "{}\n",
  });
  symlinkSync(join(root, "node_modules"), join(top, "node_modules"));
  return top;
}

describe("aws-pipelines preview --all", () => {
  let top: string;
  before(() => {
    top = threeProjects();
  });
  after(removeTemporaryDirectories);

  it("refuses options about one stack, and options about many without --all", () => {
    assert.equal(
      refused("--all", "--stack", "dev", "--verbose"),
      '--all previews every stack, so --stack, --verbose cannot apply. "npm start" gives --stack: run "npx aws-pipelines preview --all"',
    );
    assert.equal(refused("--filter", "a/*"), "--filter needs --all");
    assert.equal(refused("--all", "--concurrency", "0"), '--concurrency: "0" is no number of 1 or more');
    assert.equal(
      refused("--all", "--report", "a.html"),
      "--report a.html: the extension must be one of .json, .md, .sarif, .xml",
    );
    assert.deepEqual(readPreviewArguments(["--all", "--filter", "*/prod", "--concurrency", "4"]).all, {
      filter: "*/prod",
      concurrency: 4,
    });
  });

  it("refuses a filter that no stack fits", async () => {
    await assert.rejects(previewAll({ ...options, cwd: join(top, "api") }, { filter: "*/test" }, surroundings), {
      message: "--filter */test: no stack fits. There are api/dev, api/prod.",
    });
  });

  it("previews every stack, and one that fails has its reason as result, even after one that hides failures", async () => {
    const others = await previewAll({ ...options, cwd: top }, { filter: "[pw]*/*" }, surroundings);
    assert.deepEqual(
      others.map(({ place, result }) => [
        place.project,
        result.status,
        result.diagnostics.map(({ message }) => message.replace(`${top}/`, "")),
      ]),
      [
        [
          "python",
          Status.failed,
          [
            'python/Pulumi.yaml: runtime "python" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources',
          ],
        ],
        ["web", Status.failed, ['web/Pulumi.yaml: main names "absent.js", which does not exist']],
      ],
    );
    const previews = await previewAll({ ...options, cwd: join(top, "api") }, { concurrency: 1 }, surroundings);
    assert.deepEqual(
      previews.map(({ place: { stack }, result }) => [stack, result.status, result.resources.map(({ name }) => name)]),
      [
        ["dev", Status.clean, ["api-dev", "api2"]],
        ["prod", Status.refused, ["api-prod"]],
      ],
    );
    assert.equal(worstStatus(previews), Status.refused);
  });

  it("prints a table, writes the merged reports, and ends with the worst status", async () => {
    const written: string[] = [];
    const reports = ["md", "json", "sarif", "xml"].map((form) => join(top, `reports/all.${form}`));
    const status = await main(
      ["preview", "--all", "--cwd", join(top, "api"), ...reports.flatMap((file) => ["--report", file])],
      { ...surroundings, stdout: { write: (text) => written.push(text) } },
    );
    assert.equal(status, Status.refused);
    assert.match(written.join(""), /^api\/dev +clean +0 +0 +2 +\$0\.00\napi\/prod +refused\n/m);
    assert.match(written.join(""), /✗ 2 stacks: 1 clean, 1 refused \(/);
    const [markdown = "", json = "", sarif = "", junit = ""] = reports.map((file) => readFileSync(file, "utf8"));
    assert.match(markdown, /^### 2 stacks: ❌ 1 not clean\n/);
    assert.deepEqual(
      JSON.parse(json).stacks.map(({ project, stack, status: one }: Record<string, unknown>) => [project, stack, one]),
      [
        ["api", "dev", 0],
        ["api", "prod", 2],
      ],
    );
    assert.equal(JSON.parse(sarif).runs.length, 1);
    assert.match(junit, /<testsuite name="api\/prod" tests="1" failures="0" errors="1"/);
  });
});
