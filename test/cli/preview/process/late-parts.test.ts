import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");
const ahead = ["--require", join(root, "bin/cli/preview/process/late-parts.js")];

function resultOf(program: string, ...options: string[]): unknown {
  const run = spawnSync(process.execPath, ["--no-warnings", ...options, "-e", program], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TRACEPARENT: undefined },
  });
  assert.equal(run.stderr, "");
  return JSON.parse(run.stdout);
}

const loaded = `const loaded = (pattern) => Object.keys(require.cache).filter((file) => pattern.test(file)).length > 0;`;

describe("the files of functions that a program uploads", () => {
  const program = `
    ${loaded}
    const { runtime } = require("@pulumi/pulumi");
    const atStart = loaded(/@npmcli.arborist.lib.index/);
    const again = () => runtime.computeCodePaths();
    runtime.computeCodePaths().then(again).then((paths) => {
      const atEnd = loaded(/@npmcli.arborist.lib.index/);
      console.log(JSON.stringify({ atStart, atEnd, paths: [...paths.keys()].sort() }));
    });
  `;

  it("are looked for by what is loaded only then, and found as without", () => {
    const late = Object(resultOf(program, ...ahead));
    const soon = Object(resultOf(program));
    assert.deepEqual(late, { ...soon, atStart: false });
    assert.ok(soon.paths.includes("node_modules/@grpc/grpc-js"));
    assert.equal(soon.atStart, soon.atEnd);
  });
});

describe("a part of the SDK that few programs use", () => {
  const program = `
    ${loaded}
    const pulumi = require("@pulumi/pulumi");
    const { z } = require("zod");
    const parts = [/typescript.lib.typescript/, /pulumi.automation.localWorkspace/, /zod.v4.locales.de/];
    const before = parts.map(loaded);
    const { LocalWorkspace } = pulumi.automation;
    const names = Object.keys(pulumi.automation).includes("LocalWorkspace") && "Stack" in pulumi.automation;
    const german = z.locales.de().localeError({ code: "invalid_type", expected: "string", input: 1 });
    const size = 12;
    pulumi.runtime.serializeFunction(() => size).then(({ text }) => {
      const works = [typeof LocalWorkspace.create, names, typeof german, text.includes("size: 12")];
      console.log(JSON.stringify({ before, works, after: parts.map(loaded) }));
    });
  `;
  const works = ["function", true, "string", true];

  it("is loaded at its first use, and works as without", () => {
    const [none, all] = [
      [false, false, false],
      [true, true, true],
    ];
    assert.deepEqual(resultOf(program, ...ahead), { before: none, works, after: all });
    assert.deepEqual(resultOf(program), { before: all, works, after: all });
  });
});

describe("the traces of a program's run", () => {
  const program = `
    ${loaded}
    const tracing = require("@pulumi/pulumi/cmd/run/tracing");
    const span = tracing.newSpan("a part");
    span.setAttribute("key", "value");
    span.end();
    console.log(JSON.stringify(loaded(/@opentelemetry.sdk-trace-base/)));
  `;

  it("are not recorded, and nothing is loaded to record them", () => {
    assert.equal(resultOf(program, ...ahead), false);
    assert.equal(resultOf(program), true);
  });
});
