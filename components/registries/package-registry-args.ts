import { z } from "zod";
import { keyArnSchema, principalArnSchema } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";

/** @see https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html */
export const domainName = matching(
  /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/,
  "give 2 to 50 lowercase letters, digits or hyphens, starting with a letter",
);

/** @see https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateRepository.html */
export const packageRepositoryName = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/,
  "give 2 to 100 letters, digits or the characters . _ -, starting with a letter or digit",
);

/** An npm scope without its `@`, which CodeArtifact calls a namespace. */
export const npmScope = matching(
  /^[a-z0-9][a-z0-9._-]{0,213}$/,
  "give the scope of the packages without its @, such as acme",
);

const packageRegistrySchema = allowedKeys({
  domainName,
  repositoryName: packageRepositoryName,
  publicRepositoryName: packageRepositoryName,
  npmScope,
  existingKeyArn: keyArnSchema.optional(),
  readers: z.array(principalArnSchema),
  publishers: z.array(principalArnSchema),
  retainOnDelete: z.boolean(),
});

/** Lists every problem of the settings of a package registry. */
export function packageRegistryProblems(settings: z.input<typeof packageRegistrySchema>): Problem[] {
  return schemaProblems(packageRegistrySchema, settings);
}
