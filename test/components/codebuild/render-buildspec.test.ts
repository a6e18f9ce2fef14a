import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import type { Buildspec } from "../../../components/codebuild/buildspec";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { golden } from "../recipes/golden";

describe("renderBuildspec", () => {
  const everything: Buildspec = {
    cache: {
      paths: ["/root/.npm/**/*"],
      key: "npm-$(codebuild-hash-files package-lock.json)",
      "fallback-keys": ["npm-"],
      action: "save",
    },
    artifacts: {
      files: ["**/*"],
      name: "site-$CODEBUILD_BUILD_NUMBER",
      "discard-paths": "no",
      "base-directory": "dist",
      "exclude-paths": ["**/.*"],
      "enable-symlinks": "yes",
      "s3-prefix": "builds",
      "secondary-artifacts": { docs: { files: ["docs/**/*"], "discard-paths": "yes" } },
    },
    reports: {
      unit: { files: ["junit.xml"], "base-directory": "out", "discard-paths": "yes", "file-format": "JUNITXML" },
    },
    phases: {
      post_build: { commands: ["echo built"], "run-as": "builder" },
      build: { commands: ["set -e\nnpm run build\n", `echo ${"long ".repeat(40)}end`], finally: ["echo 'a: b' # c"] },
      pre_build: { commands: ["npm ci"], "on-failure": "RETRY-2" },
      install: { "runtime-versions": { nodejs: 22, python: "3.x" }, "on-failure": "ABORT" },
    },
    proxy: { "upload-artifacts": "no", logs: "yes" },
    env: {
      "git-credential-helper": "yes",
      "exported-variables": ["VERSION"],
      "secrets-manager": { KEY: "app/key:user" },
      "parameter-store": { NAME: "/app/name" },
      variables: { VERSION: "1.10", EMPTY: "", FLAG: "yes", MODE: "0o17", TIME: "12:30:00" },
      shell: "bash",
    },
    "run-as": "root",
  };

  it("writes every key in AWS's order, commands as blocks, long lines whole", () => {
    assert.equal(renderBuildspec(everything), golden("everything"));
  });

  it("gives equal text for equal buildspecs, whatever the order of their keys", () => {
    const reordered = Object.fromEntries(Object.entries(everything).reverse()) as Buildspec;
    assert.equal(renderBuildspec(reordered), renderBuildspec(everything));
  });

  it("writes a shared part twice, since CodeBuild need not know references", () => {
    const phase = { commands: ["true"] };
    assert.doesNotMatch(renderBuildspec({ phases: { pre_build: phase, build: phase } }), /[&*]/);
  });

  it("parses back to the same object, as YAML 1.1 and as YAML 1.2", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(..."ab01 :#-'\"\\|>&*!%@`{}[],?~=<.\n\t"), minLength: 1, maxLength: 30 }),
      fc.constantFrom("yes", "off", "null", "~", "0o17", "017", "0x1f", "1e3", ".5", "1_000", "12:30", "2026-11-21"),
    );
    const spoken = text.filter((value) => value.trim() !== "");
    const list = fc.array(spoken, { minLength: 1, maxLength: 3 });
    // Letters that make no word of a secret, which a variable of a buildspec must not be.
    const name = fc.stringMatching(/^[A-G_][A-Ga-g0-9_]{0,6}X$/);
    const value = text.filter((plain) => !/AKIA|ASIA|gh[pousr]_|github_pat_|xox|-----BEGIN/.test(plain));
    const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { noNullPrototype: true });
    const spec = record({
      version: fc.constant(0.2),
      env: record({ variables: fc.dictionary(name, value, { noNullPrototype: true }) }),
      phases: record({ build: record({ commands: list, finally: list }) }),
      artifacts: record({ files: list, "discard-paths": fc.constantFrom("yes" as const, "no" as const) }),
    });
    fc.assert(
      fc.property(spec, (buildspec) => {
        const rendered = renderBuildspec(buildspec as Buildspec);
        assert.deepEqual(parse(rendered, { version: "1.1" }), buildspec);
        assert.deepEqual(parse(rendered, { version: "1.2" }), buildspec);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a buildspec that is not valid, naming all problems", () => {
    const wrong = { phases: { build: { commands: [] } }, cache: { "fallback-keys": ["a"], paths: ["x"] } };
    assert.throws(() => renderBuildspec(wrong), {
      message: [
        "The buildspec has 2 problems:",
        "  phases.build.commands: is empty: give at least one command, or remove the key",
        "  cache.fallback-keys: has no effect without cache.key: add cache.key, or remove it",
      ].join("\n"),
    });
  });
});
