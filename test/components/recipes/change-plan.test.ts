import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  comparePlans,
  exportDestroyed,
  exportPreview,
  installPlanProgram,
  listAddresses,
  planArtifact,
  recordPlan,
  requireCommit,
  verifyPlan,
} from "../../../components/recipes/change-plan";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const facts = {
  tool: "tool 1.2.3",
  plugins: [],
  state: {},
  refused: [],
  changes: [
    { action: "delete", address: "bucket", type: "b", record: {} },
    { action: "forget", address: "topic", type: "t", record: {} },
  ],
};

describe("a change that is approved as a plan", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  /** Runs commands in one shell, in the source. */
  function run(commands: string[], env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", commands.join("\n")], {
      cwd: machine.source,
      encoding: "utf8",
      env: {
        ...machineEnvironment(machine),
        TOOLS_DIR: `${machine.root}/tmp`,
        CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
        EXECUTION_ID: "execution-1",
        ...env,
      },
    });
    return { status, stdout, stderr };
  }
  const install = () => {
    machine.write("state/facts.json", JSON.stringify(facts));
    return installPlanProgram("destroy", '(file) => JSON.parse(require("node:fs").readFileSync(file, "utf8"))');
  };
  const record = (target = "shop/dev") => recordPlan({ to: "plan.json", target, files: ["../state/facts.json"] });

  it("is about one commit, and a build of anything else ends", () => {
    assert.equal(run([requireCommit]).status, 0);
    for (const version of ["main", commit.slice(1), commit.toUpperCase(), "", `${commit}\nx`]) {
      assert.deepEqual(run([requireCommit], { CODEBUILD_RESOLVED_SOURCE_VERSION: version }), {
        status: 1,
        stdout: "",
        stderr: "The source of this build is no commit: make the repository the primary source of the action\n",
      });
    }
  });

  it("is recorded for a target of any name, by a program outside the source", () => {
    const { status, stdout } = run([install(), record("it's; $(here)")]);
    assert.equal(status, 0);
    assert.match(stdout, /^Resources of it's; \$\(here\) to destroy: 1\n {2}bucket\n/);
    assert.equal(machine.read("source/plan.js"), undefined);
    assert.match(machine.read("source/plan.json") ?? "", /"target": "it's; \$\(here\)"/);
  });

  for (const [partition, host] of [
    ["aws", "console.aws.amazon.com"],
    ["aws-cn", "console.amazonaws.cn"],
    ["aws-us-gov", "console.amazonaws-us-gov.com"],
    ["aws-eusc", "console.amazonaws-eusc.eu"],
  ] as const) {
    it(`exports the count, the digest and the address of the build in the console of ${partition}`, () => {
      const arn = `arn:${partition}:codebuild:eu-central-1:111122223333:build/shop-preview:0a1b-2c3d`;
      const print = 'echo "$RESOURCE_COUNT $PLAN_DIGEST"; echo "$PREVIEW_LINK"';
      const { status, stdout } = run([install(), record(), exportPreview, print], { CODEBUILD_BUILD_ARN: arn });
      const [, digest] = /^Digest of this plan: (\w{64})$/m.exec(stdout) ?? [];
      assert.equal(status, 0);
      assert.deepEqual(stdout.split("\n").slice(-3, -1), [
        `1 ${digest}`,
        `https://eu-central-1.${host}/codesuite/codebuild/111122223333/projects/shop-preview/build/shop-preview%3A0a1b-2c3d/?region=eu-central-1`,
      ]);
    });
  }

  it("is verified before it is applied, and its count is exported afterwards", () => {
    const { stdout } = run([install(), record()]);
    const [, APPROVED_DIGEST = ""] = /^Digest of this plan: (\w{64})$/m.exec(stdout) ?? [];
    const env = { APPROVED_DIGEST, CODEBUILD_SRC_DIR_Plan: machine.source };
    assert.deepEqual(run([verifyPlan("Plan", "shop/dev", ["plan.json"])], env), { status: 0, stdout: "", stderr: "" });
    assert.equal(run([verifyPlan("Plan", "shop/prod", ["plan.json"])], env).status, 1);
    assert.equal(
      run([exportDestroyed("Plan", "shop/dev"), 'echo "$DESTROYED_COUNT"'], env).stdout,
      "Destroyed resources of shop/dev: 1\n1\n",
    );
  });

  it("needs the artifact of its preview, with every file", () => {
    const missing = (file: string) =>
      `The artifact Plan with ${file} is missing: make the artifact of the preview an input of the action\n`;
    const verify = verifyPlan("Plan", "shop/dev", ["plan.json", "plan.tfplan"]);
    assert.deepEqual(run([install(), verify]), { status: 1, stdout: "", stderr: missing("plan.json") });
    run([install(), record()]);
    assert.deepEqual(run([verify], { CODEBUILD_SRC_DIR_Plan: machine.source }), {
      status: 1,
      stdout: "",
      stderr: missing("plan.tfplan"),
    });
  });

  it("is compared with the present plan, and lists its addresses", () => {
    run([install(), record()]);
    const same = [comparePlans("plan.json", "plan.json"), listAddresses("plan.json")];
    assert.deepEqual(run(same), { status: 0, stdout: "bucket\ntopic\n", stderr: "" });
  });

  it("has an artifact after which CodeBuild can name a variable", () => {
    assert.deepEqual(schemaProblems(planArtifact, "Destroy_Plan1"), []);
    for (const name of ["Destroy-Plan", "", "a".repeat(101), "Plan/..", "Plan$(id)"]) {
      assert.equal(schemaProblems(planArtifact, name).length, 1, name);
    }
  });
});
