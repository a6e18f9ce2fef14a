import assert from "node:assert/strict";
import { readSource, reportGroupProblems } from "../../../components/codebuild/project-buildspec";

const phases = { build: { commands: ["npm test"] } };

describe("readSource", () => {
  it("reads a text, so that the role may read its parameters", () => {
    const text = "version: 0.2\nenv: {parameter-store: {A: /shop/a}}\nphases: {build: {commands: [npm test]}}\n";
    assert.deepEqual(readSource(text, "Linux"), {
      buildspec: { version: 0.2, env: { "parameter-store": { A: "/shop/a" } }, phases },
      problems: [],
    });
  });

  it("keeps an object as it is", () => {
    const buildspec = { phases };
    assert.equal(readSource(buildspec, "Linux").buildspec, buildspec);
  });

  for (const path of ["buildspec.yml", "ci/build spec.yml", "a/b.c/buildspec.json"]) {
    it(`takes ${path} for a path`, () => {
      assert.deepEqual(readSource(path, "Linux"), { buildspec: undefined, problems: [] });
    });
  }

  const refused = [
    ["", "give a buildspec, or a path below the root of the source"],
    ["/buildspec.yml", "give a buildspec, or a path below the root of the source"],
    ["../buildspec.yml", "give a buildspec, or a path below the root of the source"],
    ["arn:aws:s3:::acme-ci/buildspec.yml", "an object in S3: give the buildspec itself, or a path in the source"],
    ["version: 0.2", "is missing: give an object"],
    ["phases:\n  bulid: {commands: [npm test]}", "Did you mean build?"],
    [
      "env: {shell: cmd.exe}\nphases: {build: {commands: [npm test]}}",
      "a shell of Windows: Linux has bash and /bin/sh",
    ],
  ] as const;
  for (const [text, reason] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const { problems } = readSource(text, "Linux");
      assert.ok(problems[0]?.reason.includes(reason), JSON.stringify(problems));
    });
  }

  it("refuses the shells of another operating system", () => {
    assert.deepEqual(readSource({ env: { shell: "powershell.exe" }, phases }, "Windows").problems, []);
    assert.deepEqual(readSource({ env: { shell: "bash" }, phases }, "macOS").problems, []);
    assert.deepEqual(readSource({ env: { shell: "bash" }, phases }, "Windows").problems, [
      { path: "env.shell", reason: 'is "bash", and Windows has powershell.exe and cmd.exe' },
    ]);
    assert.deepEqual(readSource({ env: { shell: "powershell.exe" }, phases }, "Linux").problems, [
      { path: "env.shell", reason: 'is "powershell.exe", a shell of Windows: Linux has bash and /bin/sh' },
    ]);
  });
});

describe("reportGroupProblems", () => {
  it("counts the name of the project", () => {
    const buildspec = { phases, reports: { [`r${"x".repeat(99)}`]: { files: ["a"] }, unit: { files: ["a"] } } };
    assert.deepEqual(reportGroupProblems(buildspec, "p".repeat(27)), []);
    assert.deepEqual(
      reportGroupProblems(buildspec, "p".repeat(28)).map(({ path }) => path),
      [`reports.r${"x".repeat(99)}`],
    );
    assert.deepEqual(reportGroupProblems(undefined, "p".repeat(150)), []);
  });
});
