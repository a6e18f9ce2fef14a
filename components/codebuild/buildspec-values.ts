import { z } from "zod";
import { matching, shown } from "../schema/vocabulary";

/** The name of an environment variable of a build. */
export const variableName = matching(
  /^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$/,
  'a name is letters, digits and "_", starts with no digit, and never with CODEBUILD_, which CodeBuild keeps for itself; rename it',
);

/** The name of a variable that leaves the build. */
export const exportedName = matching(
  /^(?!AWS_)[A-Za-z_][A-Za-z0-9_]*$/,
  'name a variable (letters, digits and "_") that does not start with AWS_, which CodeBuild never exports; rename it',
);

/** A name or ARN of a parameter, perhaps with `:version` or `:label` behind it. */
export const parameterName = matching(
  /^(arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/)?\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*(:[A-Za-z0-9_.-]+)?$/,
  "give the name (such as /app/token) or the ARN of a parameter; variables in it are not expanded",
);

/** What a variable of `env.secrets-manager` reads. */
export interface SecretReference {
  /** The name or the ARN of the secret. */
  readonly secretId: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

const secretParts =
  /^((?:arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]+)(?::([^:]*))?(?::([^:\s]*))?(?::([^:\s]*))?$/;

/** Takes `secret-id:json-key:version-stage:version-id` apart; undefined when it is not of that form. */
export function findSecretReference(text: string): SecretReference | undefined {
  const [, secretId, jsonKey, versionStage, versionId] = secretParts.exec(text) ?? [];
  if (secretId === undefined || (versionStage && versionId)) {
    return undefined;
  }
  return {
    secretId,
    ...(jsonKey ? { jsonKey } : {}),
    ...(versionStage ? { versionStage } : {}),
    ...(versionId ? { versionId } : {}),
  };
}

/** All but the secret's name or ARN may be left out; a stage and an id exclude each other. */
export const secretReference = z.string().refine((text) => findSecretReference(text) !== undefined, {
  error: (issue) =>
    `is ${shown(issue.input)}: write secret-id:json-key:version-stage:version-id; all but the secret's name or ARN may be left out, and of version-stage and version-id only one may be given`,
});

/** A user of the build image. */
export const userName = matching(/^[a-z_][a-z0-9_-]{0,31}$/, "give the name of a Linux user of the build image");

/** What a failure in a phase leads to. */
export const onFailure = z.string().refine(isOnFailure, {
  error: (issue) =>
    `is ${shown(issue.input)}: allowed are ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex> and RETRY-<count>-<regex>, with a count of 0 to 100`,
});

/** The name, ARN or variable of a report group. */
export const reportGroup = matching(
  /^(arn:[a-z-]+:codebuild:[a-z0-9-]+:\d{12}:report-group\/.+|\$[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9][A-Za-z0-9_-]{1,127})$/,
  'give the ARN of a report group, a variable such as $REPORT_GROUP, or a new name of 2 to 128 letters, digits, "-" and "_"',
);

/** What the project calls a secondary artifact. */
export const artifactIdentifier = matching(
  /^[A-Za-z0-9_]{1,128}$/,
  'an artifact identifier is 1 to 128 letters, digits and "_"; rename it as the project does',
);

function isOnFailure(text: string): boolean {
  if (["ABORT", "CONTINUE", "RETRY"].includes(text)) {
    return true;
  }
  const [, count, regex] = /^RETRY-(?:(\d+)(?:-|$))?(.*)$/.exec(text) ?? [];
  return regex !== undefined && (count === undefined ? regex !== "" : Number(count) <= 100 && !text.endsWith("-"));
}
