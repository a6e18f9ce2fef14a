import { z } from "zod";
import { keyArnSchema } from "../aws/names";
import { nameLimits, physicalName, projectNameOf } from "../aws/physical-name";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, nonEmptyText, schemaProblems } from "../schema/vocabulary";
import type { Buildspec } from "./buildspec";
import { secretReference } from "./environment-variable";
import type { HostedType } from "./own-source";
import type { BuildProjectSettings } from "./project-schema";

/** The comment on the pull request, which a second project writes. */
export const commentSchema = allowedKeys({
  /** The name or ARN of the secret that holds a token for comments on the repository, with an optional JSON key. */
  secret: secretReference,
  /**
   * The ARN of the customer key that encrypts the secret.
   * @default - the AWS managed key aws/secretsmanager
   */
  keyArn: keyArnSchema.optional(),
});

const settingsSchema = z.object({
  baseBranches: distinct(z.array(nonEmptyText).min(1)),
  comment: commentSchema.optional(),
});

/** Settings of checks that a stranger's code may run with. */
export interface CheckSettings {
  readonly baseBranches: readonly string[];
  readonly comment?: z.input<typeof commentSchema> | undefined;
  readonly buildspec: Buildspec;
  readonly source: { readonly type: HostedType };
  readonly environmentVariables?: BuildProjectSettings["environmentVariables"] | undefined;
}

/** Names of the projects of checks. */
export function checkProjectNames(name: string): { readonly checks: string; readonly comments: string } {
  const checks = projectNameOf(name);
  return { checks, comments: physicalName([checks, "comment"], nameLimits.project) };
}

/** Lists secrets within reach of a stranger's code, and comments that no provider takes. */
export function checkProblems({ buildspec, environmentVariables = {}, source, ...settings }: CheckSettings): Problem[] {
  const secrets = Object.entries(environmentVariables)
    // The project refuses what is no variable.
    .filter(([, variable]) => typeof variable === "object" && variable !== null && !("value" in variable))
    .map(([name]) => `environmentVariables.${name}`);
  const env = buildspec.env ?? {};
  const read = (["parameter-store", "secrets-manager"] as const)
    .filter((key) => Object.keys(env[key] ?? {}).length > 0)
    .map((key) => `buildspec.env.${key}`);
  return [
    ...schemaProblems(settingsSchema, settings),
    ...[...secrets, ...read].map((path) => ({
      path,
      reason: "would be within reach of the code of a pull request: remove it, or read it after the merge",
    })),
    ...(settings.comment !== undefined && !source.type.startsWith("GITHUB")
      ? [
          {
            path: "comment",
            reason: `is given, and CodeBuild does not tell the pull request of ${source.type}: remove it, and see the reported status`,
          },
        ]
      : []),
  ];
}
