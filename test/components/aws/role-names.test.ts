import assert from "node:assert/strict";
import fc from "fast-check";
import {
  actionRoleName,
  batchRoleName,
  pipelineRoleName,
  projectRoleName,
  startRoleName,
  targetRoleName,
} from "../../../components/aws/role-names";

const region = "eu-central-1";
const action = (pipeline: string, stage: string, name: string) => actionRoleName(pipeline, stage, [name], region);

// Words that the names of roles are made of, so that names which run together are likely.
const word = fc.constantFrom("shop", "batch", "Change", "beforeEntry", region);
const name = fc.oneof(
  { weight: 9, arbitrary: fc.array(word, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.tuple(word, fc.constant("x".repeat(60)), word) },
);
const joined = name.map((words) => words.join("-"));
const condition = fc.constantFrom("beforeEntry", "onSuccess", "onFailure");
const start = fc.constantFrom("change" as const, "schedule" as const);

/** Owners of roles, with the names of the roles. */
const holder = fc.oneof(
  joined.map((project) => ({ of: ["project", project], roleName: projectRoleName(project, region) })),
  joined.map((project) => ({ of: ["batch", project], roleName: batchRoleName(project, region) })),
  joined.map((pipeline) => ({ of: ["pipeline", pipeline], roleName: pipelineRoleName(pipeline, region) })),
  fc.tuple(joined, start, joined).map(([pipeline, kind, what]) => ({
    of: ["start", pipeline, kind, what],
    roleName: startRoleName(pipeline, kind, what, region),
  })),
  fc.tuple(joined, joined, joined).map(([pipeline, stage, what]) => ({
    of: ["action", pipeline, stage, what],
    roleName: action(pipeline, stage, what),
  })),
  fc.tuple(joined, joined, condition, joined).map(([pipeline, stage, kind, rule]) => ({
    of: ["rule", pipeline, stage, kind, rule],
    roleName: actionRoleName(pipeline, stage, [kind, rule], region),
  })),
  fc.tuple(joined, joined, joined).map(([pipeline, stage, what]) => ({
    of: ["target", pipeline, stage, what],
    roleName: targetRoleName(pipeline, stage, what, region),
  })),
);

describe("names of roles", () => {
  it("say whose role it is, and where", () => {
    assert.equal(projectRoleName("shop-image", region), "shop-image-eu-central-1");
    assert.equal(batchRoleName("shop-image", region), "shop-image+batch+eu-central-1");
    assert.equal(pipelineRoleName("shop", region), "shop+eu-central-1");
    assert.equal(startRoleName("shop", "schedule", "nightly", region), "shop+schedule-nightly+eu-central-1");
    assert.equal(action("shop", "Build", "Image"), "shop+Build+Image+eu-central-1");
    assert.equal(
      actionRoleName("shop", "Build", ["beforeEntry", "Quiet"], region),
      "shop+Build+beforeEntry+Quiet+eu-central-1",
    );
    assert.equal(targetRoleName("shop", "Plan", "Network", region), "shop+Plan+target+Network+eu-central-1");
  });

  it("are never longer than IAM accepts, and keep regions apart", () => {
    const long = (where: string) => actionRoleName("p".repeat(100), "s".repeat(100), ["a".repeat(100)], where);
    assert.equal(long(region).length, 64);
    assert.match(long(region), /^p{55}\+[0-9a-f]{8}$/);
    assert.notEqual(long(region), long("eu-central-2"));
    assert.match(projectRoleName("p".repeat(150), region), /^p{55}-[0-9a-f]{8}$/);
    assert.match(pipelineRoleName("p".repeat(100), region), /^p{55}\+[0-9a-f]{8}$/);
  });

  for (const [what, ...names] of [
    ["a project and an action", projectRoleName("shop-build-image", region), action("shop", "Build", "Image")],
    ["a project and a pipeline", projectRoleName("shop", region), pipelineRoleName("shop", region)],
    ["actions of two pipelines", action("shop", "web-Build", "Image"), action("shop-web", "Build", "Image")],
    ["a project and batches of another", projectRoleName("shop-batch", region), batchRoleName("shop", region)],
    ["a pipeline and batches", pipelineRoleName("shop-batch", region), batchRoleName("shop", region)],
    ["a schedule and batches", startRoleName("shop", "schedule", "batch", region), batchRoleName("shop", region)],
    [
      "an action and a rule",
      action("shop", "Build", "beforeEntry-Quiet"),
      actionRoleName("shop", "Build", ["beforeEntry", "Quiet"], region),
    ],
    [
      "an action and the change of a source",
      action("shop", "Change", "Image"),
      startRoleName("shop", "change", "Image", region),
    ],
  ] as const) {
    it(`differ, whatever the case, of ${what} whose own names run together to the same`, () => {
      assert.equal(new Set(names.map((roleName) => roleName.toLowerCase())).size, names.length);
    });
  }

  it("differ, whatever the case, of all that have roles in an account, unless their own differ in case alone", () => {
    const holders = fc.uniqueArray(holder, {
      minLength: 100,
      maxLength: 100,
      selector: ({ of }) => of.join("/").toLowerCase(),
    });
    fc.assert(
      fc.property(holders, (all) => {
        assert.equal(new Set(all.map(({ roleName }) => roleName.toLowerCase())).size, all.length);
        for (const { roleName } of all) {
          assert.match(roleName, /^[\w+=,.@-]{1,64}$/);
        }
      }),
      { numRuns: 400 },
    );
  });
});
