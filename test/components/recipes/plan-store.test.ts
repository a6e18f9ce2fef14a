import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fetchPlan, folderOfPlan, planBucket, planName, storePlan } from "../../../components/recipes/plan-store";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";

const place = { planBucketName: "acme-artifacts" };
const key = "arn:aws:kms:eu-central-1:111122223333:key/1234";

describe("the store of plans", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("tools/plan.json", '{"salt":"1"}');
  });
  afterEach(() => machine.remove());

  function run(command: string, env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", command], {
      encoding: "utf8",
      env: {
        ...machineEnvironment(machine),
        TOOLS_DIR: `${machine.root}/tools`,
        CODEBUILD_KMS_KEY_ID: key,
        EXECUTION_ID: "1a2b-3c",
        ...env,
      },
    });
    return { status, stdout, stderr };
  }

  it("keeps a plan by its execution, under the key of the artifacts, and hands it back", () => {
    assert.deepEqual(run(storePlan(place)), { status: 0, stdout: "", stderr: "" });
    assert.equal(machine.read("state/objects/acme-artifacts/plans/1a2b-3c.json"), '{"salt":"1"}');
    assert.deepEqual(run(fetchPlan(place)), { status: 0, stdout: "", stderr: "" });
    assert.equal(machine.read("tools/approved.json"), '{"salt":"1"}');
  });

  it("keeps the plans of one execution apart by their names", () => {
    run(storePlan({ ...place, planName: "Network" }));
    assert.equal(machine.read("state/objects/acme-artifacts/plans/Network/1a2b-3c.json"), '{"salt":"1"}');
    assert.equal(run(fetchPlan({ ...place, planName: "Service" })).status, 1);
    assert.equal(run(fetchPlan({ ...place, planName: "Network" })).status, 0);
    assert.deepEqual([folderOfPlan(), folderOfPlan("Network")], ["plans", "plans/Network"]);
    assert.deepEqual([schemaProblems(planName, "Network"), schemaProblems(planName, "../x").length], [[], 1]);
  });

  it("hands back no plan of another execution, and says so", () => {
    run(storePlan(place));
    const { status, stderr } = run(fetchPlan(place), { EXECUTION_ID: "9f" });
    assert.equal(status, 1);
    assert.match(stderr, /This execution has no plan\. Nothing was changed\. Start the pipeline again\n$/);
  });

  it("refuses a name of an execution that leads elsewhere", () => {
    for (const EXECUTION_ID of ["", "../source", "a b", "$(id)"]) {
      assert.match(run(storePlan(place), { EXECUTION_ID }).stderr, /^EXECUTION_ID is missing/);
    }
    assert.deepEqual(machine.calls(), []);
  });

  it("is a bucket", () => {
    assert.deepEqual(schemaProblems(planBucket, "acme-artifacts"), []);
    assert.equal(schemaProblems(planBucket, "Acme; rm").length, 1);
  });
});
