import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";
import { keyArn } from "../storage/artifact-store-settings";

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

const principal = matching(
  /^arn:aws[\w-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  "give the ARN of a role or a user, or of an account as arn:aws:iam::<account>:root",
);

const packageRegistrySchema = allowedKeys({
  domainName,
  repositoryName: packageRepositoryName,
  publicRepositoryName: packageRepositoryName,
  npmScope,
  existingKeyArn: keyArn.optional(),
  readers: z.array(principal),
  publishers: z.array(principal),
  retainOnDelete: z.boolean(),
});

/** Lists every problem of the settings of a package registry. */
export function packageRegistryProblems(settings: z.input<typeof packageRegistrySchema>): Problem[] {
  return schemaProblems(packageRegistrySchema, settings);
}
