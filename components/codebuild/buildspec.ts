import { z } from "zod";
import { allowedKeys, matching, nonEmptyText, refusedKey, shown } from "../schema/vocabulary";

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

const yesOrNo = z.enum(["yes", "no"]);
const commands = z.array(nonEmptyText).min(1, { error: "has no command: give at least one, or leave the key out" });
const paths = z.array(nonEmptyText).min(1, { error: 'names no file: give at least one, such as "**/*"' });

const phase = { "run-as": userName.optional(), "on-failure": onFailure.optional() };

const installPhase = allowedKeys({
  ...phase,
  /** Runtime to version, such as `nodejs: 22`; AWS's standard images only. */
  "runtime-versions": z
    .record(z.string(), z.union([z.string(), z.number()], { error: 'must be a version, such as 22, "3.x" or latest' }))
    .optional(),
  commands: commands.optional(),
  finally: commands.optional(),
});

const laterPhase = allowedKeys({
  ...phase,
  "runtime-versions": refusedKey("runtimes are chosen in the install phase; move it to phases.install"),
  commands,
  finally: commands.optional(),
});

const testFormats = ["JUNITXML", "CUCUMBERJSON", "NUNITXML", "NUNIT3XML", "TESTNGXML", "VISUALSTUDIOTRX"] as const;
const coverageFormats = ["CLOVERXML", "COBERTURAXML", "JACOCOXML", "SIMPLECOV"] as const;
const reportFormats = z.enum([...testFormats, ...coverageFormats]);

/** Whether a report of a format, JUnit's when none is named, holds coverage: CodeBuild takes it in by another call. */
export function isCoverage(format: z.output<typeof reportFormats> | undefined): boolean {
  return coverageFormats.some((coverage) => coverage === format);
}

/** Report groups by name or ARN. */
export const reportsSchema = z.record(
  reportGroup,
  allowedKeys({
    files: paths,
    "base-directory": nonEmptyText.optional(),
    "discard-paths": yesOrNo.optional(),
    /** @default JUNITXML */
    "file-format": reportFormats.optional(),
  }),
);

const artifact = {
  files: paths,
  name: nonEmptyText.optional(),
  "discard-paths": yesOrNo.optional(),
  "base-directory": nonEmptyText.optional(),
  "exclude-paths": z.array(nonEmptyText).optional(),
  "enable-symlinks": yesOrNo.optional(),
  "s3-prefix": nonEmptyText.optional(),
};

/**
 * A buildspec of version 0.2 as an object, in AWS's own spelling.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export const buildspecSchema = allowedKeys({
  /** @default 0.2 */
  version: z
    .literal(0.2, { error: (issue) => `is ${shown(issue.input)}: only 0.2 works here; leave it out` })
    .default(0.2),
  /** The Linux user that runs all commands. @default root */
  "run-as": userName.optional(),
  env: allowedKeys({
    /** @default /bin/sh */
    shell: z.enum(["bash", "/bin/sh", "powershell.exe", "cmd.exe"]).optional(),
    /** Plain values: whoever may read the project or its builds sees them. */
    variables: z.record(variableName, z.string({ error: "must be text: put it in quotation marks" })).optional(),
    /** Variables read from Parameter Store when the build starts. */
    "parameter-store": z.record(variableName, parameterName).optional(),
    /** Variables read from Secrets Manager, `secret-id:json-key:version-stage:version-id`. */
    "secrets-manager": z.record(variableName, secretReference).optional(),
    /** Variables that later actions of a pipeline may read. */
    "exported-variables": z.array(exportedName).optional(),
    "git-credential-helper": yesOrNo.optional(),
  }).optional(),
  proxy: allowedKeys({ "upload-artifacts": yesOrNo.optional(), logs: yesOrNo.optional() }).optional(),
  batch: refusedKey("batch builds are not supported yet; use parallel actions of a pipeline stage"),
  phases: allowedKeys({
    install: installPhase.optional(),
    pre_build: laterPhase.optional(),
    build: laterPhase.optional(),
    post_build: laterPhase.optional(),
  }),
  reports: reportsSchema.optional(),
  artifacts: allowedKeys({
    ...artifact,
    /** By the identifiers of the project's secondary artifacts. */
    "secondary-artifacts": z.record(artifactIdentifier, allowedKeys(artifact)).optional(),
  }).optional(),
  cache: allowedKeys({
    key: nonEmptyText.optional(),
    /** Prefixes of keys, tried in this order when nothing has the key itself; at most 5. */
    "fallback-keys": z
      .array(nonEmptyText)
      .max(5, { error: "has more than 5 keys: CodeBuild takes up to 5" })
      .optional(),
    action: z.enum(["restore", "save"]).optional(),
    paths,
  }).optional(),
});

/** A buildspec as a person writes it; `version` may be left out. */
export type Buildspec = z.input<typeof buildspecSchema>;

/** The phases in the order in which CodeBuild runs them. */
export const phaseNames = ["install", "pre_build", "build", "post_build"] as const;
export type PhaseName = (typeof phaseNames)[number];
