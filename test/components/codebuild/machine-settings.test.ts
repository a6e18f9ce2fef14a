import assert from "node:assert/strict";
import {
  downloadArchitecture,
  type MachineSettings,
  machineProblems,
  projectMachine,
} from "../../../components/codebuild/machine-settings";

describe("the machine of builds", () => {
  it("is one of CodeBuild for Linux, with an image and a download of its processor", () => {
    assert.deepEqual([projectMachine(), downloadArchitecture()], [{}, {}]);
    assert.deepEqual(projectMachine({ architecture: "x86_64" }), {});
    const arm: MachineSettings = { architecture: "arm64", computeType: "BUILD_GENERAL1_LARGE" };
    assert.deepEqual(projectMachine(arm), { environmentType: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_LARGE" });
    assert.deepEqual(downloadArchitecture(arm), { architecture: "arm64" });
    assert.deepEqual(projectMachine({ image: "aws/codebuild/standard:7.0" }), { image: "aws/codebuild/standard:7.0" });
  });

  const arm = "aws/codebuild/amazonlinux-aarch64-standard:3.0";
  const refused: readonly (readonly [string, MachineSettings, string])[] = [
    ["an ARM image on x86", { image: arm }, "x86_64"],
    ["an x86 image on ARM", { architecture: "arm64", image: "aws/codebuild/standard:8.0" }, "arm64"],
    ["an image for Windows", { image: "aws/codebuild/windows-base:2022-1.0" }, "x86_64"],
    ["an image for Lambda", { image: "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22" }, "x86_64"],
  ];
  for (const [what, machine, architecture] of refused) {
    it(`does not run ${what}`, () => {
      const example = architecture === "arm64" ? arm : "aws/codebuild/standard:8.0";
      assert.deepEqual(machineProblems(machine), [
        {
          path: "image",
          reason: `is "${machine.image}", which is no image for ${architecture} on Linux: give one with a fixed tag or digest, such as ${example}`,
        },
      ]);
    });
  }

  it("runs every other combination", () => {
    for (const computeType of ["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_2XLARGE"] as const) {
      assert.deepEqual(machineProblems({ computeType, architecture: "arm64", image: arm }), []);
      assert.deepEqual(machineProblems({ computeType, image: "aws/codebuild/standard:8.0" }), []);
    }
  });
});
