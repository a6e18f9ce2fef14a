import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/command";

interface Job {
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, unknown> }[];
}

const example = (name: string) => readFileSync(join(root, "examples/ci", name), "utf8");

describe("The recipes for pull requests", () => {
  it("hold a secret only in a job that checks out the base branch", () => {
    const { permissions, jobs } = parse(example("github-actions.yml")) as {
      permissions: object;
      jobs: Record<string, Job>;
    };
    assert.deepEqual(permissions, { contents: "read" });
    const bound = Object.entries(jobs).map(([name, job]) => [
      name,
      JSON.stringify(job).includes("secrets."),
      job.steps.find(({ uses }) => uses?.startsWith("actions/checkout"))?.with?.ref,
    ]);
    assert.deepEqual(bound, [
      ["packages", true, `\${{ github.event.pull_request.base.sha }}`],
      ["preview", false, undefined],
    ]);
  });

  it("comment from the default branch, without a checkout", () => {
    const { on, jobs } = parse(example("github-comment.yml")) as { on: object; jobs: Record<string, Job> };
    assert.deepEqual(on, { workflow_run: { workflows: ["preview"], types: ["completed"] } });
    assert.ok(!JSON.stringify(jobs).includes("checkout"));
    const [, find] = jobs.comment?.steps ?? [];
    assert.match(find?.run ?? "", /gh api --method GET .* -f head="\$HEAD" .*\.head\.sha == env\.SHA/s);
    assert.doesNotMatch(JSON.stringify(jobs.comment?.steps.map(({ run }) => run)), /\$\{\{/);
  });

  it("give CodeBuild no secret", () => {
    assert.deepEqual(parse(example("buildspec.yml")).env, { shell: "bash" });
  });

  describe("preview with the base branch's pack and configuration, whatever the pull request brings", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "pull-request-"));
      mkdirSync(join(folder, "base/node_modules/.bin"), { recursive: true });
      mkdirSync(join(folder, "change"));
      const program = join(folder, "base/node_modules/.bin/aws-pipelines");
      writeFileSync(program, '#!/bin/sh\necho "$*"\n');
      chmodSync(program, 0o755);
      writeFileSync(join(folder, "change/policies.json"), '{"all":"disabled"}');
      writeFileSync(join(folder, "change/Pulumi.dev.yaml"), "{}");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const { jobs } = parse(example("github-actions.yml")) as { jobs: Record<string, Job> };
    const { phases } = parse(example("buildspec.yml")) as { phases: { build: { commands: string[] } } };
    const commands: [string, string, string][] = [
      [
        "GitHub",
        jobs.preview?.steps.find(({ run = "" }) => run.includes(" preview "))?.run ?? "",
        "md --report preview.sarif",
      ],
      ["CodeBuild", phases.build.commands[0] ?? "", "xml"],
    ];
    for (const [place, command, reports] of commands) {
      it(`on ${place}`, () => {
        const { status, stdout } = spawnSync("bash", ["-c", command], {
          cwd: join(folder, "change"),
          env: { ...process.env, BASE: "../base" },
          encoding: "utf8",
        });
        assert.equal(status, 0);
        assert.equal(
          stdout,
          `preview --all --policy-pack ../base/node_modules/@platform/aws-pipelines-policy --policy-pack-config ../base/policies.json --report preview.${reports}\n`,
        );
      });
    }
  });
});
