import { z } from "zod";
import { exactVersion, repositoryPath, sha256 } from "../recipes/args";
import { pulumiUpArgs } from "../recipes/pulumi-up";
import { providerAddress } from "../recipes/terraform-cli";
import { allowedKeys } from "../schema/vocabulary";

const tool = {
  /** The version of the tool, x.y.z. */
  version: exactVersion,
  /** The SHA-256 of the tool's download for Linux on the processor of the builds, as its publisher lists it. */
  sha256,
  /**
   * The directory of the infrastructure in the repository.
   * @default "deploy"
   */
  directory: repositoryPath.optional(),
};

/** Settings of a Pulumi program. */
export const pulumiProgram = {
  /** The tool that applies the infrastructure. */
  tool: z.literal("pulumi"),
  /** The stack of the program; it must exist. */
  stack: pulumiUpArgs.shape.stack,
  /**
   * The major version of Node.js that runs the program.
   * @default 22
   */
  nodejs: pulumiUpArgs.shape.nodejs,
  ...tool,
};

/** Settings of a Terraform module. */
export const terraformModule = {
  /** The tool that applies the infrastructure. */
  tool: z.literal("terraform"),
  ...tool,
  /**
   * Providers that the module uses beside the default ones, such as `integrations/github`. The preview of a
   * destroy runs them before anybody approves: name providers that you trust with the preview's role. `helm` and
   * `kubernetes` of HashiCorp start programs of the commit.
   * @default - providers of HashiCorp that start no program
   */
  providers: z.array(providerAddress).optional(),
};

/** Infrastructure in a repository, and the one version of the tool that works on it. */
export const infrastructureSchema = z.discriminatedUnion("tool", [
  allowedKeys(pulumiProgram),
  allowedKeys(terraformModule),
]);

export type InfrastructureSettings = z.output<typeof infrastructureSchema>;

/** Where the infrastructure is, unless settings say so. */
export const defaultDirectory = "deploy";
