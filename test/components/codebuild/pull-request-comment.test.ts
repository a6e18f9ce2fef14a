import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commentBuildspec, commentPlace, commentVariables } from "../../../components/codebuild/pull-request-comment";

const builds = "arn:aws:codebuild:eu-central-1:111122223333:build/shop-checks:";
const id = "0a1b2c3d-0000-4000-8000-000000000001";
const reports = "arn:aws:codebuild:eu-central-1:111122223333:report/shop-checks";

interface Run {
  readonly status: number | null;
  readonly output: string;
  /** The requests to the provider. */
  readonly requests: { method: string; url: string; token: string; body: string }[];
}

/** Runs the program with a stand-in of aws and a provider that has these comments. */
async function comment(build: object, comments: object[], buildArn = `${builds}${id}`, answer = 200): Promise<Run> {
  const requests: Run["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      const token = request.headers.authorization ?? "";
      requests.push({ method: request.method ?? "", url: request.url ?? "", token, body });
      response.writeHead(answer, { "content-type": "application/json" });
      response.end(JSON.stringify(request.method === "GET" ? comments : { id: 1 }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const bin = mkdtempSync(join(tmpdir(), "comment-"));
  const summary = {
    reports: [
      { reportGroupArn: `${reports}-unit`, testSummary: { total: 7, statusCounts: { SUCCEEDED: 5, FAILED: 2 } } },
      { reportGroupArn: `${reports}-lines`, codeCoverageSummary: { lineCoveragePercentage: 81.5 } },
    ],
  };
  const file = (name: string, content: object) => writeFileSync(join(bin, name), JSON.stringify(content));
  file("batch-get-builds", { builds: [build] });
  file("batch-get-reports", summary);
  writeFileSync(join(bin, "aws"), `#!/bin/sh\nexec cat '${bin}'/"$2"\n`, { mode: 0o755 });
  const [command = ""] = commentBuildspec.phases.build.commands;
  const child = spawn("/bin/sh", ["-c", command], {
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      API_URL: `http://127.0.0.1:${address.port}`,
      REPOSITORY: "acme/shop",
      BUILDS: builds,
      BUILD_ARN: buildArn,
      COMMENT_TOKEN: "hunter2",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part) => {
      output += part;
    });
  }
  const status = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  server.close();
  rmSync(bin, { recursive: true });
  return { status, output, requests };
}

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const build = { sourceVersion: "pr/12", buildStatus: "FAILED", resolvedSourceVersion: commit, reportArns: ["r:1"] };
const body = [
  "<!-- aws-pipelines: shop-checks -->",
  "**Build FAILED** of 4f1d9b1c0e5a",
  "",
  "| report | size | result |",
  "| --- | --- | --- |",
  "| shop-checks-unit | 7 tests | 2 failed |",
  "| shop-checks-lines | coverage | 81.5 % of lines |",
].join("\n");

describe("the comment on a pull request", () => {
  it("is one comment with the status and the numbers of the reports", async () => {
    const { status, output, requests } = await comment(build, [{ id: 5, body: "Looks good" }]);
    assert.equal(status, 0, output);
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      ["GET /repos/acme/shop/issues/12/comments?per_page=100&page=1", "POST /repos/acme/shop/issues/12/comments"],
    );
    assert.deepEqual(JSON.parse(requests[1]?.body ?? ""), { body });
    assert.ok(requests.every(({ token }) => token === "Bearer hunter2"));
    assert.doesNotMatch(output, /hunter2/);
  });

  it("replaces its own comment, and no other", async () => {
    const { requests } = await comment(build, [
      { id: 5, body: "x" },
      { id: 6, body },
    ]);
    assert.equal(requests[1]?.method, "PATCH");
    assert.equal(requests[1]?.url, "/repos/acme/shop/issues/comments/6");
  });

  it("holds no text that a stranger wrote", async () => {
    const hostile = { ...build, resolvedSourceVersion: "<b>", buildStatus: "FAILED](x)", reportArns: [] };
    const { requests } = await comment(hostile, []);
    assert.deepEqual(JSON.parse(requests[1]?.body ?? ""), {
      body: "<!-- aws-pipelines: shop-checks -->\n**Build FAILED**",
    });
  });

  it("says nothing about builds that no pull request started", async () => {
    const { status, requests } = await comment({ ...build, sourceVersion: "main" }, []);
    assert.deepEqual([status, requests], [0, []]);
  });

  it("refuses builds of other projects, and reports a provider that refuses", async () => {
    const other = await comment(build, [], builds.replace("shop-checks", "other") + id);
    assert.deepEqual([other.status, other.requests], [1, []]);
    const refused = await comment(build, [], undefined, 403);
    assert.equal(refused.status, 1);
    assert.match(refused.output, /GET \/issues\/12\/comments\?per_page=100&page=1 answers 403/);
  });

  it("goes to the API of GitHub, or of the server", () => {
    assert.deepEqual(commentPlace("https://github.com/acme/shop.git"), {
      apiUrl: "https://api.github.com",
      repository: "acme/shop",
    });
    assert.deepEqual(commentPlace("https://git.acme.example/acme/shop"), {
      apiUrl: "https://git.acme.example/api/v3",
      repository: "acme/shop",
    });
    const place = { apiUrl: "https://api.github.com", repository: "acme/shop" };
    assert.equal(commentVariables(place, builds.replace(":build/", ":project/").slice(0, -1)).BUILDS.value, builds);
  });
});
