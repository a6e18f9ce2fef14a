import assert from "node:assert/strict";
import { type BuildMachine, makeBuildMachine } from "./build-machine";
import { runBuildspec } from "./run-buildspec";

describe("The runner of buildspecs", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  it("hands exported variables and the directory on to the next command, but neither options nor functions", () => {
    machine.write("source/deploy/file", "here");
    const { steps, output } = runBuildspec(machine, {
      env: { shell: "bash" },
      phases: {
        pre_build: { commands: ["set -e; cd deploy; export GIVEN='a b'; KEPT=x; greet() { echo hello; }"] },
        build: { commands: ['cat file; echo " $GIVEN|$KEPT|"; false; type greet 2> /dev/null || echo unknown'] },
      },
    });
    assert.deepEqual(steps, ["pre_build", "build"]);
    assert.equal(output, "here a b||\nunknown\n");
  });

  it("skips the commands after a failed one, cleans up, and goes on with post_build after a failed build", () => {
    const { succeeded, steps, output } = runBuildspec(machine, {
      phases: {
        build: { commands: ["echo one", "exit 3", "echo two"], finally: ["echo clean"] },
        post_build: { commands: ["echo succeeding=$CODEBUILD_BUILD_SUCCEEDING"] },
      },
    });
    assert.equal(succeeded, false);
    assert.deepEqual(steps, ["build (failed)", "post_build"]);
    assert.equal(output, "one\nclean\nsucceeding=0\n");
  });

  it("ends the build after a failed pre_build, and after any phase that aborts", () => {
    const later = { build: { commands: ["echo later"] }, post_build: { commands: ["echo later"] } };
    assert.deepEqual(runBuildspec(machine, { phases: { pre_build: { commands: ["false"] }, ...later } }).steps, [
      "pre_build (failed)",
    ]);
    const aborting = { build: { "on-failure": "ABORT", commands: ["false"] }, post_build: later.post_build };
    assert.deepEqual(runBuildspec(machine, { phases: aborting }).steps, ["build (failed)"]);
  });

  it("fails a build that left out an artifact", () => {
    const { succeeded, steps } = runBuildspec(machine, {
      phases: { build: { commands: ["touch made"] } },
      artifacts: { files: ["made", "forgotten"] },
    });
    assert.equal(succeeded, false);
    assert.deepEqual(steps, ["build", "artifacts (failed: no forgotten)"]);
  });

  it("lets variables of the project win, and reads exported ones at the end", () => {
    const spec = {
      env: { variables: { ONE: "buildspec", TWO: "buildspec" }, "exported-variables": ["ONE", "TWO", "THREE"] },
      phases: { build: { commands: ["export THREE=build"] } },
    };
    assert.deepEqual(runBuildspec(machine, spec, { ONE: "project" }).exported, {
      ONE: "project",
      TWO: "buildspec",
      THREE: "build",
    });
  });

  const refused = [
    ["docker login --username a --password b example.com", "docker: unknown option --password\n"],
    ["docker squash", "docker: the stand-in knows no command squash\n"],
    ["aws ecr batch-get-image --tag x", "aws: unknown option --tag\n"],
    ["curl --fail http://example.com/x", "curl: a download that is not https\n"],
    ["npm ci", "npm: npm ci needs a package-lock.json\n"],
  ] as const;
  for (const [command, message] of refused) {
    it(`refuses \`${command}\`, as the real tool would`, () => {
      const { succeeded, output } = runBuildspec(machine, { phases: { build: { commands: [command] } } });
      assert.equal(succeeded, false);
      assert.match(output, new RegExp(`${message}$`));
      assert.deepEqual(machine.calls(), [command]);
    });
  }

  it("has no tool but the stand-ins and a few of the system's own", () => {
    const { output } = runBuildspec(machine, { phases: { build: { commands: ["terraform version"] } } });
    assert.match(output, /terraform: (command )?not found/);
  });
});
