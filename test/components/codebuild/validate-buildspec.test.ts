import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";

const phases = { build: { commands: ["npm test"] } };
const paths = ["a"];

/** A buildspec with a section beside valid phases. */
function beside(section: Record<string, unknown>): Record<string, unknown> {
  return { phases, ...section };
}

function inBuild(keys: Record<string, unknown>): Record<string, unknown> {
  return { phases: { build: { commands: ["npm test"], ...keys } } };
}

const onFailure =
  "allowed are ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex> and RETRY-<count>-<regex>, with a count of 0 to 100";
const parameter = "give the name, such as /app/token, or the ARN of a parameter. CodeBuild expands no variables here";
const secret =
  "give secret-id:json-key:version-stage:version-id. Only secret-id is required; version-stage and version-id exclude each other";
const fix = "and everyone who can read the project sees it: move it to env.parameter-store or env.secrets-manager";

const refused: [what: string, spec: unknown, path: string, reason: string][] = [
  ["nothing", undefined, "", "is missing: give an object"],
  ["a text", "version: 0.2", "", 'is "version: 0.2": give an object'],
  ["a missing phases", {}, "phases", "is missing: give an object"],
  [
    "phases that run nothing",
    { phases: { install: { "runtime-versions": { nodejs: 22 } } } },
    "phases",
    "has no command: give commands in at least one of install, pre_build, build, post_build",
  ],
  ["an unknown version", beside({ version: 0.3 }), "version", "is 0.3: use 0.2, or remove the key"],
  [
    "an unknown section",
    beside({ artefacts: {} }),
    "artefacts",
    "is not known here. Did you mean artifacts? Allowed are version, run-as, env, proxy, batch, phases, reports, artifacts, cache",
  ],
  [
    "a batch without builds",
    beside({ batch: { "fast-fail": true } }),
    "batch",
    "has no builds: give exactly one of build-list, build-graph, build-matrix, build-fanout",
  ],
  [
    "a batch of two forms",
    beside({ batch: { "build-fanout": { parallelism: 2 }, "build-list": [{ identifier: "unit" }] } }),
    "batch.build-fanout",
    "is given beside build-list: give exactly one of build-list, build-graph, build-matrix, build-fanout",
  ],
  [
    "a batch task that depends on no other",
    beside({ batch: { "build-graph": [{ identifier: "unit" }, { identifier: "all", "depend-on": ["units"] }] } }),
    "batch.build-graph[1].depend-on[0]",
    'is "units": allowed are unit, all',
  ],
  [
    "a batch task that waits for itself",
    beside({ batch: { "build-graph": [{ identifier: "all" }, { identifier: "unit", "depend-on": ["unit"] }] } }),
    "batch.build-graph[1].depend-on",
    "leads back to this task, which never starts: remove one of the dependencies",
  ],
  [
    "two batch tasks of one name",
    beside({ batch: { "build-list": [{ identifier: "unit" }, { identifier: "unit" }] } }),
    "batch.build-list[1].identifier",
    'is "unit", as of an earlier task: rename one',
  ],
  [
    "a misspelt phase",
    { phases: { bulid: { commands: ["npm test"] }, build: { commands: ["npm test"] } } },
    "phases.bulid",
    "is not known here. Did you mean build? Allowed are install, pre_build, build, post_build",
  ],
  [
    "empty runtimes",
    { phases: { ...phases, install: { "runtime-versions": {} } } },
    "phases.install.runtime-versions",
    "is empty: give a runtime, or remove the key",
  ],
  [
    "an unknown runtime",
    { phases: { ...phases, install: { "runtime-versions": { node: 22 } } } },
    "phases.install.runtime-versions.node",
    'is "node". Did you mean nodejs? Allowed are android, docker, dotnet, golang, java, nodejs, php, python, ruby, rust',
  ],
  [
    "a retry by a broken regular expression",
    inBuild({ "on-failure": "RETRY-3-(timed out" }),
    "phases.build.on-failure",
    `is "RETRY-3-(timed out": ${onFailure}`,
  ],
  [
    "13 secondary artifacts",
    beside({
      artifacts: {
        files: ["a"],
        "secondary-artifacts": Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`a${n}`, { files: ["a"] }])),
      },
    }),
    "artifacts.secondary-artifacts",
    "has more than 12 artifacts: CodeBuild allows 12",
  ],
  [
    "an unknown phase",
    { phases: { ...phases, deploy: {} } },
    "phases.deploy",
    "is not known here: allowed are install, pre_build, build, post_build",
  ],
  [
    "an unknown key in a phase",
    inBuild({ command: "x" }),
    "phases.build.command",
    "is not known here. Did you mean commands? Allowed are run-as, on-failure, commands, finally",
  ],
  [
    "runtimes outside install",
    inBuild({ "runtime-versions": { nodejs: 22 } }),
    "phases.build.runtime-versions",
    "is not allowed here: move it to phases.install",
  ],
  [
    "a runtime without a version",
    { phases: { ...phases, install: { "runtime-versions": { nodejs: null } } } },
    "phases.install.runtime-versions.nodejs",
    'must be a version, such as 22, "3.x" or latest',
  ],
  [
    "an empty list of commands",
    { phases: { ...phases, pre_build: { commands: [] } } },
    "phases.pre_build.commands",
    "is empty: give at least one command, or remove the key",
  ],
  [
    "a command that is blank",
    inBuild({ finally: ["true", " "] }),
    "phases.build.finally[1]",
    "is empty: write something or leave it out",
  ],
  [
    "an unknown reaction to a failure",
    inBuild({ "on-failure": "abort" }),
    "phases.build.on-failure",
    `is "abort": ${onFailure}`,
  ],
  [
    "too many retries",
    inBuild({ "on-failure": "RETRY-101" }),
    "phases.build.on-failure",
    `is "RETRY-101": ${onFailure}`,
  ],
  [
    "too many retries of a kind",
    inBuild({ "on-failure": "RETRY-101-x" }),
    "phases.build.on-failure",
    `is "RETRY-101-x": ${onFailure}`,
  ],
  ["a retry of no kind", inBuild({ "on-failure": "RETRY-" }), "phases.build.on-failure", `is "RETRY-": ${onFailure}`],
  [
    "a user that is none",
    beside({ "run-as": "Build User" }),
    "run-as",
    'is "Build User": give the name of a Linux user of the build image',
  ],
  [
    "an unknown shell",
    beside({ env: { shell: "zsh" } }),
    "env.shell",
    'is "zsh": allowed are bash, /bin/sh, powershell.exe, cmd.exe',
  ],
  [
    "a variable with CodeBuild's prefix",
    beside({ env: { variables: { CODEBUILD_STAGE: "x" } } }),
    "env.variables.CODEBUILD_STAGE",
    'is "CODEBUILD_STAGE": use letters, digits and "_", not starting with a digit or with CODEBUILD_, which CodeBuild reserves',
  ],
  [
    "a variable that is a map",
    beside({ env: { variables: { PIN: { value: 4711 } } } }),
    "env.variables.PIN",
    "must be text: put it in quotation marks",
  ],
  [
    "a secret in plain text",
    beside({ env: { variables: { DB_PASSWORD: "hunter2" } } }),
    "env.variables.DB_PASSWORD",
    `has the name of a secret, ${fix}`,
  ],
  [
    "a credential under a harmless name",
    beside({ env: { variables: { ID: `AKIA${"A1".repeat(8)}` } } }),
    "env.variables.ID",
    `has the value of a credential, ${fix}`,
  ],
  [
    "a parameter with a space",
    beside({ env: { "parameter-store": { A: "/my app" } } }),
    "env.parameter-store.A",
    `is "/my app": ${parameter}`,
  ],
  [
    "a parameter named by a variable",
    beside({ env: { "parameter-store": { A: "/app/$STAGE" } } }),
    "env.parameter-store.A",
    `is "/app/$STAGE": ${parameter}`,
  ],
  [
    "a secret with both a stage and an id",
    beside({ env: { "secrets-manager": { A: "app:key:AWSCURRENT:1a2b" } } }),
    "env.secrets-manager.A",
    `is "app:key:AWSCURRENT:1a2b": ${secret}`,
  ],
  [
    "a variable that is set twice",
    beside({ env: { variables: { A: "x" }, "secrets-manager": { A: "app" } } }),
    "env.secrets-manager.A",
    "is also set in env.variables: keep one of the two",
  ],
  [
    "an exported secret",
    beside({ env: { "parameter-store": { A: "/a" }, "exported-variables": ["B", "A"] } }),
    "env.exported-variables[1]",
    'is "A", a value from env.parameter-store: remove it from the exported variables and read it in the later action',
  ],
  [
    "an exported variable of AWS",
    beside({ env: { "exported-variables": ["AWS_REGION"] } }),
    "env.exported-variables[0]",
    'is "AWS_REGION": use letters, digits and "_", not starting with AWS_: CodeBuild exports no such variable',
  ],
  ["a number for a yes", beside({ proxy: { logs: 1 } }), "proxy.logs", "is 1: allowed are yes, no"],
  [
    "a report group with a space",
    beside({ reports: { "my tests": { files: ["*.xml"] } } }),
    "reports.my tests",
    'is "my tests": give the ARN of a report group, a variable such as $REPORT_GROUP, or a new name of 2 to 128 letters, digits, "-" or "_"',
  ],
  [
    "an unknown format of reports",
    beside({ reports: { unit: { files: ["*.xml"], "file-format": "TAP" } } }),
    "reports.unit.file-format",
    'is "TAP": allowed are JUNITXML, CUCUMBERJSON, NUNITXML, NUNIT3XML, TESTNGXML, VISUALSTUDIOTRX, CLOVERXML, COBERTURAXML, JACOCOXML, SIMPLECOV',
  ],
  [
    "six report groups",
    beside({ reports: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`unit-${n}`, { files: ["*.xml"] }])) }),
    "reports",
    "has 6 report groups: a project allows 5",
  ],
  ["artifacts without files", beside({ artifacts: { name: "x" } }), "artifacts.files", "is missing: give a list"],
  [
    "no file at all",
    beside({ artifacts: { files: [] } }),
    "artifacts.files",
    'is empty: give at least one pattern, such as "**/*"',
  ],
  [
    "a secondary artifact with a dash",
    beside({ artifacts: { files: ["a"], "secondary-artifacts": { "a-b": { files: ["a"] } } } }),
    "artifacts.secondary-artifacts.a-b",
    'is "a-b": use the identifier from the project: 1 to 128 letters, digits or "_"',
  ],
  ["a cache without paths", beside({ cache: { key: "a" } }), "cache.paths", "is missing: give a list"],
  [
    "six fallback keys",
    beside({ cache: { paths, key: "a", "fallback-keys": ["1", "2", "3", "4", "5", "6"] } }),
    "cache.fallback-keys",
    "has more than 5 keys: CodeBuild allows 5",
  ],
  [
    "fallback keys without a key",
    beside({ cache: { paths, "fallback-keys": ["a"] } }),
    "cache.fallback-keys",
    "has no effect without cache.key: add cache.key, or remove it",
  ],
];

const accepted: [what: string, spec: unknown][] = [
  ["the least there can be", { phases }],
  [
    "an install phase of runtimes alone, beside a build",
    { phases: { install: { "runtime-versions": { java: "latest" } }, ...phases } },
  ],
  [
    "an exported variable that only a command sets",
    beside({ env: { "exported-variables": ["VERSION", "CODEBUILD_BUILD_ID"] } }),
  ],
  [
    "every reaction to a failure",
    {
      phases: {
        install: { "on-failure": "RETRY-100" },
        ...(inBuild({ "on-failure": "RETRY-0-time.*out" }).phases as object),
      },
    },
  ],
  ["a retry by regular expression", inBuild({ "on-failure": "RETRY-.*timed out.*" })],
  ["retries with a count and a regular expression", inBuild({ "on-failure": "RETRY-3-.*timed out.*" })],
  ["a batch of builds with other buildspecs, without phases", { batch: { "build-list": [{ identifier: "a" }] } }],
  ["an empty passphrase", beside({ env: { variables: { PULUMI_CONFIG_PASSPHRASE: "" } } })],
  [
    "a variable that is called like a method",
    beside({ env: { variables: { constructor: "x" }, "parameter-store": { toString: "/a" } } }),
  ],
  ["secondary artifacts alone", beside({ artifacts: { "secondary-artifacts": { docs: { files: ["docs/*"] } } } })],
  [
    "batch tasks of which one needs two that share another",
    beside({
      batch: {
        "build-graph": [
          { identifier: "all", "depend-on": ["unit", "lint"] },
          { identifier: "unit", "depend-on": ["install"] },
          { identifier: "lint", "depend-on": ["install"] },
          { identifier: "install" },
        ],
      },
    }),
  ],
  ["a report group named by a variable", beside({ reports: { $GROUP: { files: ["*.xml"] } } })],
  [
    "five report groups",
    beside({ reports: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`unit-${n}`, { files: ["*.xml"] }])) }),
  ],
];

describe("validateBuildspec", () => {
  for (const [what, spec, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validateBuildspec(spec), [{ path, reason }]);
    });
  }

  for (const [what, spec] of accepted) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(validateBuildspec(spec), []);
    });
  }

  it("refuses every batch task of a circle, and no task outside of it", () => {
    const tasks = [
      ["build", "test"],
      ["test", "lint"],
      ["lint", "build"],
      ["report", "build"],
    ].map(([name, needed]) => ({
      identifier: name,
      "depend-on": [needed],
    }));
    assert.deepEqual(
      validateBuildspec(beside({ batch: { "build-graph": tasks } })).map(({ path }) => path),
      ["batch.build-graph[0].depend-on", "batch.build-graph[1].depend-on", "batch.build-graph[2].depend-on"],
    );
  });

  it("finds a wrong shape and a contradiction elsewhere at once", () => {
    const spec = { phases: { build: "npm test" }, env: { variables: { TOKEN: "x" } }, cache: 7 };
    assert.deepEqual(
      validateBuildspec(spec).map(({ path }) => path),
      ["phases.build", "cache", "phases", "env.variables.TOKEN"],
    );
  });

  it("never repeats the value of a plain variable", () => {
    const variables = { TOKEN: "hunter2", "BAD NAME": "hunter2", NESTED: { value: "hunter2" } };
    const problems = validateBuildspec(beside({ env: { variables } }));
    assert.equal(problems.length, 3);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });
});
