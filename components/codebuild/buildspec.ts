import { z } from "zod";
import { allowedKeys, nonEmptyText, refusedKey, shown } from "../schema/vocabulary";
import {
  artifactIdentifier,
  exportedName,
  onFailure,
  parameterName,
  reportGroup,
  secretReference,
  userName,
  variableName,
} from "./buildspec-values";

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
