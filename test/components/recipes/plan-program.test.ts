import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlanFacts, planProgram } from "../../../components/recipes/plan-program";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const build = { CODEBUILD_RESOLVED_SOURCE_VERSION: commit, EXECUTION_ID: "execution-1" };
const bucket = {
  action: "delete",
  address: "bucket",
  type: "aws:s3",
  id: "assets",
  record: { size: 1, password: "hunter2" },
};
const topic = { action: "delete", address: "topic", type: "aws:sns", record: { name: "news" } };
const facts = { tool: "pulumi 3.248.0", plugins: ["aws 7.16.0"], state: { serial: 7 }, refused: [] };

describe("the program of plans", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-"));
    writeFileSync(
      join(folder, "plan.js"),
      `(${planProgram.toString()})(require("node:fs"), "destroy", (file) => JSON.parse(require("node:fs").readFileSync(file, "utf8")));`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(args: string[], env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync("node", ["plan.js", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...build, ...env },
    });
    return { status, stdout, stderr };
  }
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  /** Records a plan of facts that a tool states. */
  function record(to: string, changes: unknown[], more: Partial<PlanFacts> = {}, approved = "", env = {}) {
    writeFileSync(join(folder, "facts.json"), JSON.stringify({ ...facts, ...more, changes }));
    return run(["record", to, "shop/dev", approved, "facts.json"], env);
  }
  const withoutDigests = (text: string) =>
    text
      .replace(/"digest":"[0-9a-f]{64}",/g, "")
      .split("\n")
      .slice(0, -1);
  const digest = (file: string) => run(["digest", file]).stdout.trim();

  it("records operation, target, commit, execution, facts and changes, and never the values of a resource", () => {
    const { status, stdout } = record("plan.json", [topic, bucket]);
    const { salt, changes, state, ...rest } = read("plan.json");
    assert.equal(status, 0);
    assert.deepEqual(state, { serial: 7, digest: state.digest });
    assert.match(state.digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      operation: "destroy",
      target: "shop/dev",
      commit,
      execution: "execution-1",
      tool: "pulumi 3.248.0",
      plugins: ["aws 7.16.0"],
    });
    assert.match(salt, /^[0-9a-f]{32}$/);
    assert.deepEqual(
      changes.map(({ digest: hash, ...change }: { digest: string }) => [change, /^[0-9a-f]{64}$/.test(hash)]),
      [
        [{ action: "delete", address: "bucket", type: "aws:s3", id: "assets" }, true],
        [{ action: "delete", address: "topic", type: "aws:sns" }, true],
      ],
    );
    assert.equal(
      stdout,
      `Resources of shop/dev to destroy: 2\n  bucket (assets)\n  topic\nTool: pulumi 3.248.0\nPlugin: aws 7.16.0\nDigest of this plan: ${digest("plan.json")}\n`,
    );
    assert.doesNotMatch(stdout + JSON.stringify(read("plan.json")), /hunter2/);
  });

  it("lists what stays in the account, and what exists in the state alone, under headings of their own", () => {
    const { stdout } = record("plan.json", [
      { ...bucket, action: "forget" },
      { ...topic, action: "record" },
    ]);
    assert.deepEqual(stdout.split("\n").slice(0, -4), [
      "Resources of shop/dev to destroy: 0",
      "Resources that leave the state and remain in the account: 1",
      "  bucket (assets)",
      "Entries of the state without a resource of their own: 1",
      "  topic",
    ]);
    assert.equal(run(["count", "plan.json"]).stdout, "0\n");
    assert.equal(run(["addresses", "plan.json"]).stdout, "bucket\ntopic\n");
  });

  it("shows a name with a line break as one line", () => {
    const { stdout } = record("plan.json", [{ ...topic, address: "a\nResources to destroy: 0\u202e" }]);
    assert.match(stdout, /^ {2}a\\u\{a\}Resources to destroy: 0\\u\{202e\}$/m);
  });

  it("makes no plan that its tool refuses", () => {
    const { status, stdout, stderr } = record("plan.json", [bucket], { refused: ["bucket", "It is protected."] });
    assert.deepEqual([status, stdout, stderr], [1, "", "bucket\nIt is protected.\n"]);
    assert.throws(() => read("plan.json"), /ENOENT/);
  });

  it("gives equal changes equal digests by the random value of the approved plan, whatever the order of keys", () => {
    record("approved.json", [bucket, topic]);
    record("other.json", [bucket, topic]);
    assert.notEqual(digest("other.json"), digest("approved.json"));
    record("now.json", [topic, { ...bucket, record: { password: "hunter2", size: 1 } }], {}, "approved.json");
    assert.equal(digest("now.json"), digest("approved.json"));
    assert.deepEqual(run(["compare", "approved.json", "now.json"]), { status: 0, stdout: "", stderr: "" });
  });

  it("names every difference between what was approved and what is there now", () => {
    record("approved.json", [bucket, topic]);
    const queue = { ...topic, address: "queue" };
    const changed = { ...bucket, record: { size: 2 } };
    record("now.json", [changed, queue], { state: { serial: 8 } }, "approved.json");
    const { status, stderr } = run(["compare", "approved.json", "now.json"]);
    assert.equal(status, 1);
    assert.deepEqual(withoutDigests(stderr), [
      "This is not what was approved. Nothing was changed. Start the pipeline again.",
      '! state: approved {"serial":7}, now {"serial":8}',
      "+ queue",
      "- topic",
      "~ bucket (assets)",
    ]);
  });

  it("begins only with the approved tool, plugins and state, whatever changes there are", () => {
    record("approved.json", [bucket]);
    record("now.json", []);
    assert.deepEqual(run(["begin", "approved.json", "facts.json"]), { status: 0, stdout: "", stderr: "" });
    record("now.json", [], { plugins: ["aws 7.16.0 from https://example.com"], state: { serial: 8 } });
    const { status, stderr } = run(["begin", "approved.json", "facts.json"]);
    assert.equal(status, 1);
    assert.deepEqual(withoutDigests(stderr), [
      "This is not what was approved. Nothing was changed. Start the pipeline again.",
      '! plugins: approved ["aws 7.16.0"], now ["aws 7.16.0 from https://example.com"]',
      '! state: approved {"serial":7}, now {"serial":8}',
    ]);
  });

  it("begins with no other state of the same version, and shows no value of it", () => {
    record("approved.json", [], { stateRecord: { resources: ["hunter2"] } });
    record("now.json", [], { stateRecord: { resources: ["hunter3"] } }, "approved.json");
    for (const args of [
      ["begin", "approved.json", "facts.json"],
      ["compare", "approved.json", "now.json"],
    ]) {
      const { status, stderr } = run(args);
      assert.deepEqual([status, withoutDigests(stderr)[1]], [1, '! state: approved {"serial":7}, now {"serial":7}']);
      assert.doesNotMatch(stderr, /hunter/);
    }
  });

  describe("verifies an approved plan", () => {
    const again = "Nothing was changed. Start the pipeline again.";
    let approved: string;
    beforeEach(() => {
      record("plan.json", [bucket]);
      approved = digest("plan.json");
    });
    const verify = (env: Record<string, string>, target = "shop/dev") =>
      run(["verify", "plan.json", target], { APPROVED_DIGEST: approved, ...env });

    it("of this target, commit and execution, with the approved digest", () => {
      assert.deepEqual(verify({}), { status: 0, stdout: "", stderr: "" });
    });

    it("and refuses every other one", () => {
      const other = "0".repeat(40);
      assert.deepEqual(verify({ CODEBUILD_RESOLVED_SOURCE_VERSION: other, EXECUTION_ID: "execution-2" }, "shop/prod"), {
        status: 1,
        stdout: "",
        stderr: `${[
          "The approved plan has target shop/dev, and this build has target shop/prod.",
          `The approved plan has commit ${commit}, and this build has commit ${other}.`,
          "The approved plan has execution execution-1, and this build has execution execution-2.",
          again,
        ].join("\n")}\n`,
      });
    });

    it("and refuses a plan without an approval", () => {
      assert.equal(
        verify({ APPROVED_DIGEST: "" }).stderr,
        `APPROVED_DIGEST is missing: the action passes PLAN_DIGEST of the preview in it.\n${again}\n`,
      );
    });

    it("and refuses a plan that was changed after the approval", () => {
      writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...read("plan.json"), changes: [] }));
      const { status, stderr } = verify({});
      assert.equal(status, 1);
      assert.equal(
        stderr,
        `The plan in the artifact has digest ${digest("plan.json")}, and ${approved} was approved.\n${again}\n`,
      );
    });
  });

  it("fails for a step that it does not know", () => {
    assert.equal(run(["apply", "plan.json"]).status, 1);
  });
});
