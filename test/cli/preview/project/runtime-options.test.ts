import assert from "node:assert/strict";
import { readProgramRuntime, readRuntimeOptions } from "../../../../cli/preview/project/runtime-options";

const read = (runtime: unknown) => readRuntimeOptions("Pulumi.yaml", runtime);
const typescript = { PULUMI_NODEJS_TYPESCRIPT: "true" };

describe("the runtime of a project", () => {
  it("is Node with TypeScript, unless the project says otherwise", () => {
    for (const runtime of ["nodejs", { name: "nodejs" }, { name: "nodejs", options: {} }]) {
      assert.deepEqual(read(runtime), { nodeArgs: [], env: typescript });
    }
    assert.deepEqual(read({ name: "nodejs", options: { typescript: false } }), { nodeArgs: [], env: {} });
  });

  it("has the options of the project", () => {
    const options = { tsconfig: "tsconfig.pulumi.json", nodeargs: "--max-old-space-size=99 '--title=a b'" };
    assert.deepEqual(read({ name: "nodejs", options }), {
      nodeArgs: ["--max-old-space-size=99", "--title=a b"],
      env: { ...typescript, PULUMI_NODEJS_TSCONFIG_PATH: "tsconfig.pulumi.json" },
    });
  });

  for (const [runtime, message] of [
    [
      "python",
      'Pulumi.yaml: runtime "python" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources',
    ],
    [
      { name: "yaml" },
      'Pulumi.yaml: runtime "yaml" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources',
    ],
    [undefined, "Pulumi.yaml: runtime is missing; set it to nodejs, or use pulumi preview"],
    [{}, "Pulumi.yaml: runtime is missing; set it to nodejs, or use pulumi preview"],
    [
      { name: "nodejs", options: { typescript: "yes" } },
      "Pulumi.yaml: runtime.options.typescript must be true or false",
    ],
    [
      { name: "nodejs", options: { nodeargs: ["--x"] } },
      "Pulumi.yaml: runtime.options.tsconfig and runtime.options.nodeargs must be text",
    ],
    [
      { name: "nodejs", options: { tsconfig: 1 } },
      "Pulumi.yaml: runtime.options.tsconfig and runtime.options.nodeargs must be text",
    ],
  ] as const) {
    it(`is refused as ${JSON.stringify(runtime) ?? "nothing"}`, () => {
      assert.throws(() => read(runtime), { name: "PreviewError", message });
    });
  }
});

describe("the runtime of a program", () => {
  const program = (runtime: unknown) => readProgramRuntime("Pulumi.yaml", runtime);

  it("is Node.js or YAML", () => {
    assert.deepEqual(program("nodejs"), { language: "nodejs", nodeArgs: [], env: typescript });
    for (const runtime of ["yaml", { name: "yaml", options: {} }]) {
      assert.deepEqual(program(runtime), {
        language: "yaml",
        nodeArgs: [],
        env: { PULUMI_NODEJS_TYPESCRIPT: "false" },
      });
    }
  });

  it("is refused with the fix for a compiler of YAML and for other languages", () => {
    assert.throws(() => program({ name: "yaml", options: { compiler: "cue export" } }), {
      message:
        "Pulumi.yaml: runtime.options.compiler does not run offline, because it is a command; write its output to Main.yaml and remove the option",
    });
    for (const language of ["python", "go", "dotnet", "java"]) {
      assert.throws(() => program(language), {
        message: `Pulumi.yaml: runtime "${language}" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources`,
      });
    }
  });
});
