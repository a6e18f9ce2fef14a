import assert from "node:assert/strict";
import { type BatchBuild, planBatch, runBatch } from "../../../cli/build/batch";
import { PreviewError } from "../../../cli/preview/base/error";

const task = (identifier: string, more: Partial<BatchBuild> = {}): BatchBuild => ({
  identifier,
  buildspec: undefined,
  variables: {},
  image: undefined,
  type: undefined,
  dependsOn: [],
  ignoresFailure: false,
  ...more,
});

describe("the builds of a batch", () => {
  it("of a list keep their order, with their environments", () => {
    const env = { image: "aws/codebuild/standard:7.0", type: "ARM_CONTAINER", variables: { A: "1" } };
    assert.deepEqual(
      planBatch({
        "fast-fail": true,
        "build-list": [
          { identifier: "one", env, buildspec: "one.yml" },
          { identifier: "two", "ignore-failure": true },
        ],
      }),
      {
        failsFast: true,
        builds: [
          task("one", { buildspec: "one.yml", image: env.image, type: env.type, variables: { A: "1" } }),
          task("two", { ignoresFailure: true }),
        ],
      },
    );
  });

  it("of a graph follow their dependencies, and cannot wait for each other", () => {
    const graph = (...list: [identifier: string, ...on: string[]][]) =>
      planBatch({
        "build-graph": list.map(([identifier, ...on]) => ({ identifier, ...(on.length > 0 && { "depend-on": on }) })),
      }).builds.map(({ identifier }) => identifier);
    assert.deepEqual(graph(["c", "b"], ["b", "a"], ["a"]), ["a", "b", "c"]);
    const message = "build --batch: b, c wait for each other or for a build that the batch lacks.";
    assert.throws(() => graph(["a"], ["b", "c"], ["c", "b"]), new PreviewError(message));
  });

  it("of a matrix are the combinations of buildspecs, images and variables", () => {
    const { builds } = planBatch({
      "build-matrix": {
        static: { "ignore-failure": true, env: { type: "LINUX_CONTAINER", variables: { MODE: "test" } } },
        dynamic: { buildspec: ["a.yml", "b.yml"], env: { image: ["one", "two"], variables: { V: ["1"] } } },
      },
    });
    const more = { type: "LINUX_CONTAINER", variables: { MODE: "test", V: "1" }, ignoresFailure: true };
    assert.deepEqual(builds, [
      task("build0", { ...more, buildspec: "a.yml", image: "one" }),
      task("build1", { ...more, buildspec: "a.yml", image: "two" }),
      task("build2", { ...more, buildspec: "b.yml", image: "one" }),
      task("build3", { ...more, buildspec: "b.yml", image: "two" }),
    ]);
  });

  it("of a fan-out need CodeBuild", () => {
    assert.throws(
      () => planBatch({ "build-fanout": { parallelism: 2 } }),
      /build-fanout needs codebuild-tests-run, which CodeBuild alone has/,
    );
  });

  it("all run after a failure, unless the batch fails fast", async () => {
    const outcomes = async (failsFast: boolean) => [
      ...(await runBatch({ failsFast, builds: [task("one"), task("two")] }, async () => false)).values(),
    ];
    assert.deepEqual(await outcomes(false), ["fails", "fails"]);
    assert.deepEqual(await outcomes(true), ["fails", "does not run"]);
  });
});
