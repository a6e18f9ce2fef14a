import assert from "node:assert/strict";
import { ignoredKeys, normalizeBuildspec } from "../../../components/codebuild/normalize-buildspec";

const phases = { build: { commands: ["make"] } };

/** The rewritten form of a buildspec with these further keys. */
function normalized(more: Record<string, unknown>) {
  const {
    version,
    phases: _,
    ...others
  } = normalizeBuildspec({ version: 0.2, phases, ...more }) as Record<string, unknown>;
  assert.equal(version, 0.2);
  return others;
}

describe("another spelling of a buildspec", () => {
  for (const [what, written, meant] of [
    ["a version as text", { version: "0.2", phases }, { version: 0.2, phases }],
    ["one command instead of a list", { phases: { build: { commands: "make" } } }, { phases }],
    [
      "numbers and booleans among commands",
      { phases: { build: { commands: [1, true, "x"] } } },
      { phases: { build: { commands: ["1", "true", "x"] } } },
    ],
    ["empty commands", { phases: { build: { commands: [null, "make"] } } }, { phases }],
    ["phases without anything", { phases: { install: null, pre_build: {}, build: { commands: "make" } } }, { phases }],
    ["a list of nothing", { phases: { build: { commands: [null] } } }, { phases: {} }],
    ["no phases beside a batch", { batch: { "fast-fail": "true" } }, { phases: {}, batch: { "fast-fail": true } }],
    ["settings of the EB CLI", { phases, eb_codebuild_settings: { Image: "x" } }, { phases }],
    [
      "plaintext variables of version 0.1",
      { version: 0.1, environment_variables: { plaintext: { A: 1 } }, env: { shell: "bash" }, phases },
      { version: 0.1, env: { variables: { A: "1" }, shell: "bash" }, phases },
    ],
  ] as const) {
    it(`with ${what} is read`, () => {
      assert.deepEqual(normalizeBuildspec(written), meant);
    });
  }

  for (const [what, written, meant] of [
    [
      "variables",
      {
        env: {
          variables: { A: 1, B: true, C: null, D: "d" },
          "exported-variables": "A",
          "git-credential-helper": true,
        },
      },
      {
        env: {
          variables: { A: "1", B: "true", C: "", D: "d" },
          "exported-variables": ["A"],
          "git-credential-helper": "yes",
        },
      },
    ],
    [
      "a proxy",
      { proxy: { "upload-artifacts": false, logs: "YES" } },
      { proxy: { "upload-artifacts": "no", logs: "yes" } },
    ],
    [
      "reports",
      { reports: { unit: { files: "junit.xml", "file-format": "JunitXml", "discard-paths": true } } },
      { reports: { unit: { files: ["junit.xml"], "file-format": "JUNITXML", "discard-paths": "yes" } } },
    ],
    [
      "artifacts",
      { artifacts: { type: "zip", files: "**/*", "secondary-artifacts": { docs: { files: "docs/*" } } } },
      { artifacts: { files: ["**/*"], "secondary-artifacts": { docs: { files: ["docs/*"] } } } },
    ],
    ["artifacts without anything", { artifacts: { type: "zip" } }, {}],
    [
      "a cache",
      { cache: { paths: "node_modules/**/*", "fallback-keys": "npm-" } },
      { cache: { paths: ["node_modules/**/*"], "fallback-keys": ["npm-"] } },
    ],
    [
      "a list of builds",
      {
        batch: {
          "build-list": [
            { identifier: "a", "ignore-failure": "true", env: { variables: { N: 1 }, "privileged-mode": "false" } },
          ],
        },
      },
      {
        batch: {
          "build-list": [
            { identifier: "a", "ignore-failure": true, env: { variables: { N: "1" }, "privileged-mode": false } },
          ],
        },
      },
    ],
    [
      "a graph of builds",
      { batch: { "build-graph": [{ identifier: "b", "depend-on": "a" }] } },
      { batch: { "build-graph": [{ identifier: "b", "depend-on": ["a"] }] } },
    ],
    [
      "a matrix of builds",
      {
        batch: {
          "build-matrix": {
            static: { "ignore-failure": "false" },
            dynamic: { buildspec: "b.yml", env: { image: "i", variables: { N: 1, M: [2, "x"] } } },
          },
        },
      },
      {
        batch: {
          "build-matrix": {
            static: { "ignore-failure": false },
            dynamic: { buildspec: ["b.yml"], env: { image: ["i"], variables: { N: ["1"], M: ["2", "x"] } } },
          },
        },
      },
    ],
  ] as const) {
    it(`with ${what} is read`, () => {
      assert.deepEqual(normalized(written), meant);
    });
  }

  for (const value of [null, undefined, "text", 7, ["a"]]) {
    it(`is not guessed from ${JSON.stringify(value)}`, () => {
      assert.equal(normalizeBuildspec(value), value);
    });
  }

  it("stays wrong where it is wrong, so that the schema refuses it", () => {
    const wrong = {
      version: 0.2,
      phases: { build: "make", bild: {} },
      artifacts: "out",
      batch: ["a"],
      cache: 7,
      reports: { unit: "junit.xml" },
      env: { variables: ["A"], "exported-variables": { A: 1 } },
      environment_variables: { plaintext: {} },
      unknown: true,
    };
    assert.deepEqual(normalizeBuildspec(wrong), wrong);
  });

  it("changes nothing in a buildspec of the form of the schema, and not its argument", () => {
    const spec = { version: 0.2, env: { variables: { A: "a" } }, phases };
    const written = { version: "0.2", phases: { build: { commands: "make" } } };
    assert.deepEqual(normalizeBuildspec(spec), spec);
    normalizeBuildspec(written);
    assert.deepEqual(written, { version: "0.2", phases: { build: { commands: "make" } } });
  });
});

describe("ignoredKeys", () => {
  it("names what CodeBuild ignores", () => {
    assert.deepEqual(
      ignoredKeys({ eb_codebuild_settings: { Image: "x" }, phases, artifacts: { type: "zip", files: "a" } }),
      [
        "eb_codebuild_settings is ignored: the EB CLI reads it, CodeBuild does not",
        "artifacts.type is ignored: version 0.1 had it, and CodePipeline or the project decides it",
      ],
    );
  });

  for (const value of [null, "text", { phases, artifacts: "out" }]) {
    it(`names nothing in ${JSON.stringify(value)}`, () => {
      assert.deepEqual(ignoredKeys(value), []);
    });
  }
});
