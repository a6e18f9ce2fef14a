import assert from "node:assert/strict";
import { parseBuildspec } from "../../../components/codebuild/parse-buildspec";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";

const reference = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html";
const batches = "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html";
const build = "phases: {build: {commands: [npm test]}}";

/** Spellings that CodeBuild accepts, with the section that they are read as. */
const accepted: readonly [what: string, page: string, text: string, section: string, expected: unknown][] = [
  ["version as text", reference, `version: "0.2"\n${build}`, "version", 0.2],
  ["version 0.1", reference, `version: 0.1\n${build}`, "version", 0.1],
  [
    "plaintext variables of version 0.1",
    reference,
    `version: 0.1\nenvironment_variables: {plaintext: {STAGE: dev}}\n${build}`,
    "env",
    { variables: { STAGE: "dev" } },
  ],
  [
    "numbers, truth values and empty values as variables",
    reference,
    `env: {variables: {PORT: 8080, VERSION: 1.10, ID: 012, DEBUG: true, EMPTY: }}\n${build}`,
    "env",
    { variables: { PORT: "8080", VERSION: "1.10", ID: "012", DEBUG: "true", EMPTY: "" } },
  ],
  ["one command", reference, "phases: {build: {commands: npm test}}", "phases", { build: { commands: ["npm test"] } }],
  [
    "empty commands and phases",
    reference,
    "phases:\n  install:\n  pre_build: {commands: [null]}\n  build:\n    commands:\n      - npm test\n      -",
    "phases",
    { build: { commands: ["npm test"] } },
  ],
  [
    "one file, a type, and truth values as artifacts",
    reference,
    `${build}\nartifacts: {type: zip, files: dist/app.jar, discard-paths: true, enable-symlinks: No}`,
    "artifacts",
    { files: ["dist/app.jar"], "discard-paths": "yes", "enable-symlinks": "no" },
  ],
  [
    "report formats in any case",
    "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.reports",
    `${build}\nreports: {unit: {files: junit.xml, file-format: JunitXml}}`,
    "reports",
    { unit: { files: ["junit.xml"], "file-format": "JUNITXML" } },
  ],
  ["one path of a cache", reference, `${build}\ncache: {paths: /root/.npm}`, "cache", { paths: ["/root/.npm"] }],
  ["empty sections", reference, `${build}\ncache:\nartifacts:\nenv:`, "cache", undefined],
  [
    "settings of the EB CLI",
    "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb-cli-codebuild.html",
    `eb_codebuild_settings: {CodeBuildServiceRole: build}\n${build}`,
    "phases",
    { build: { commands: ["npm test"] } },
  ],
  [
    "merge keys",
    reference,
    "env: {variables: &all {A: a}}\nphases:\n  install: &steps {commands: [npm ci]}\n  build: {<<: *steps}",
    "phases",
    { install: { commands: ["npm ci"] }, build: { commands: ["npm ci"] } },
  ],
  [
    "a batch as a list",
    batches,
    `batch: {fast-fail: "true", build-list: [{identifier: a, env: {variables: {N: 1}}, ignore-failure: true}]}\n${build}`,
    "batch",
    {
      "fast-fail": true,
      "build-list": [{ identifier: "a", env: { variables: { N: "1" } }, "ignore-failure": true }],
    },
  ],
  [
    "a batch as a graph",
    batches,
    `batch: {build-graph: [{identifier: a}, {identifier: b, buildspec: b.yml, depend-on: a}]}\n${build}`,
    "batch",
    { "build-graph": [{ identifier: "a" }, { identifier: "b", buildspec: "b.yml", "depend-on": ["a"] }] },
  ],
  [
    "a batch as a matrix",
    batches,
    `batch: {build-matrix: {static: {env: {privileged-mode: true}}, dynamic: {buildspec: a.yml, env: {image: [x, y], variables: {V: [1, 2]}}}}}\n${build}`,
    "batch",
    {
      "build-matrix": {
        static: { env: { "privileged-mode": true } },
        dynamic: { buildspec: ["a.yml"], env: { image: ["x", "y"], variables: { V: ["1", "2"] } } },
      },
    },
  ],
  [
    "a batch as a fanout",
    batches,
    `batch: {build-fanout: {parallelism: 5, ignore-failure: false}}\n${build}`,
    "batch",
    { "build-fanout": { parallelism: 5, "ignore-failure": false } },
  ],
  [
    "JSON",
    reference,
    '{"phases": {"build": {"commands": ["npm test"]}}}',
    "phases",
    { build: { commands: ["npm test"] } },
  ],
  ["a byte order mark", reference, `\uFEFFversion: 0.2\n${build}`, "version", 0.2],
];

const refused: readonly [what: string, text: string, problems: readonly (readonly [path: string, reason: RegExp])[]][] =
  [
    ["an empty text", "", [["", /^is null: give an object$/]]],
    ["a text without structure", "npm test", [["", /^is "npm test": give an object$/]]],
    [
      "a misspelt section and phase, by line",
      "version: 0.2\nphases:\n  bulid:\n    commands: [npm test]\nartefacts: {}\n",
      [
        ["phases.bulid (line 3)", /Did you mean build\?/],
        ["artefacts (line 5)", /Did you mean artifacts\?/],
        ["phases (line 2)", /^has no command/],
      ],
    ],
    [
      "a command that YAML reads as a map, by line",
      "phases:\n  build:\n    commands:\n      - npm ci\n      - echo done: yes\n",
      [["phases.build.commands[1] (line 5)", /^is \{"echo done":"yes"\}: give text, in quotation marks/]],
    ],
    [
      "old variables in version 0.2",
      `version: 0.2\nenvironment_variables: {}\n${build}`,
      [
        [
          "environment_variables (line 2)",
          /^is not allowed here: version 0\.1 has it\. Move its plaintext to env\.variables/,
        ],
      ],
    ],
    ["a tag", `phases: !Ref phases`, [["", /no tag is allowed; write the value$/]]],
    ["an alias without an anchor", "phases: *all", [["", /^The alias \*all has no anchor before it/]]],
    ["UTF-16", "v\u0000e\u0000", [["", /^is not UTF-8 text: save the file as UTF-8$/]]],
  ];

describe("parseBuildspec", () => {
  for (const [what, page, text, section, expected] of accepted) {
    it(`accepts ${what} (${page.split("/").pop()})`, () => {
      const { buildspec, problems } = parseBuildspec(text);
      assert.deepEqual(problems, []);
      assert.ok(buildspec);
      assert.deepEqual(Object(buildspec)[section], expected);
      assert.deepEqual(parseBuildspec(renderBuildspec(buildspec)).buildspec, buildspec);
    });
  }

  for (const [what, text, expected] of refused) {
    it(`refuses ${what}`, () => {
      const { buildspec, problems } = parseBuildspec(text);
      assert.equal(buildspec, undefined);
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /^$/);
      });
    });
  }
});
