import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, shown } from "../schema/vocabulary";
import { environmentProblems, imageOf } from "./build-environment";
import { type BuildProjectSettings, buildProjectSchema } from "./project-schema";

/** Machine of the builds of an environment. */
export const machineSchema = allowedKeys({
  /**
   * Processor of the machine. The SHA-256 of a tool belongs to its download for this processor.
   * @default "x86_64"
   */
  architecture: z.enum(["x86_64", "arm64"]).optional(),
  /**
   * Build image for the processor, with its tag or digest: of AWS, or of ECR, which the build roles may then pull.
   * @default - "aws/codebuild/standard:8.0", or "aws/codebuild/amazonlinux-aarch64-standard:3.0" for arm64
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  image: buildProjectSchema.shape.image,
  /**
   * Memory, vCPUs and disk of a build.
   * @default "BUILD_GENERAL1_SMALL"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  computeType: z
    .enum([
      "BUILD_GENERAL1_SMALL",
      "BUILD_GENERAL1_MEDIUM",
      "BUILD_GENERAL1_LARGE",
      "BUILD_GENERAL1_XLARGE",
      "BUILD_GENERAL1_2XLARGE",
    ])
    .optional(),
});

export type MachineSettings = z.input<typeof machineSchema>;

/** The settings of a build project on this machine. */
export function projectMachine({
  architecture,
  image,
  computeType,
}: MachineSettings = {}): Pick<BuildProjectSettings, "environmentType" | "image" | "computeType"> {
  return {
    ...(architecture === "arm64" && { environmentType: "ARM_CONTAINER" as const }),
    ...(image !== undefined && { image }),
    ...(computeType !== undefined && { computeType }),
  };
}

/** The architecture for a download, where it is not the usual one. */
export function downloadArchitecture({ architecture }: MachineSettings = {}): { architecture?: "arm64" } {
  return architecture === "arm64" ? { architecture } : {};
}

/** Refuses an image of another processor or system. */
export function machineProblems(machine: MachineSettings): Problem[] {
  const { architecture = "x86_64", image } = machine;
  return environmentProblems(projectMachine(machine))
    .filter(({ path }) => path === "image")
    .map(({ path }) => ({
      path,
      reason: `is ${shown(image)}, which is no image for ${architecture} on Linux: give one with a fixed tag or digest, such as ${imageOf(projectMachine({ architecture }))}`,
    }));
}
