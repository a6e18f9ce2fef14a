import { z } from "zod";
import { withAllowed } from "../schema/nearest";
import { allowedKeys, matching, nonEmptyText, refusedKey, shown } from "../schema/vocabulary";

/** Name of an environment variable of a build. */
export const variableName = matching(
  /^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$/,
  'use letters, digits and "_", not starting with a digit or with CODEBUILD_, which CodeBuild reserves',
);

/** Name of an exported variable. */
export const exportedName = matching(
  /^(?!AWS_)[A-Za-z_][A-Za-z0-9_]*$/,
  'use letters, digits and "_", not starting with AWS_: CodeBuild exports no such variable',
);

/** Name or ARN of a parameter, with an optional `:version` or `:label`. */
export const parameterName = matching(
  /^(arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/)?\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*(:[A-Za-z0-9_.-]+)?$/,
  "give the name, such as /app/token, or the ARN of a parameter. CodeBuild expands no variables here",
);

/** The parts of a value of `env.secrets-manager`. */
export interface SecretReference {
  /** The name or the ARN of the secret. */
  readonly secretId: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

const secretParts =
  /^((?:arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]+)(?::([^:]*))?(?::([^:\s]*))?(?::([^:\s]*))?$/;

/** Parses `secret-id:json-key:version-stage:version-id`. Returns undefined for any other text. */
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

/** Reference to a secret: only the name or ARN is required; a stage and an id exclude each other. */
export const secretReference = z.string().refine((text) => findSecretReference(text) !== undefined, {
  error: (issue) =>
    `is ${shown(issue.input)}: give secret-id:json-key:version-stage:version-id. Only secret-id is required; version-stage and version-id exclude each other`,
});

/** Linux user of the build image. */
export const userName = matching(/^[a-z_][a-z0-9_-]{0,31}$/, "give the name of a Linux user of the build image");

/** Behavior after a failure in a phase. */
export const onFailure = z.string().refine(isOnFailure, {
  error: (issue) =>
    `is ${shown(issue.input)}: allowed are ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex> and RETRY-<count>-<regex>, with a count of 0 to 100`,
});

/** Name, ARN or variable of a report group. */
export const reportGroup = matching(
  /^(arn:[a-z-]+:codebuild:[a-z0-9-]+:\d{12}:report-group\/.+|\$[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9][A-Za-z0-9_-]{1,127})$/,
  'give the ARN of a report group, a variable such as $REPORT_GROUP, or a new name of 2 to 128 letters, digits, "-" or "_"',
);

/** Identifier of a secondary artifact of the project. */
export const artifactIdentifier = matching(
  /^[A-Za-z0-9_]{1,128}$/,
  'use the identifier from the project: 1 to 128 letters, digits or "_"',
);

function isOnFailure(text: string): boolean {
  if (["ABORT", "CONTINUE", "RETRY"].includes(text)) {
    return true;
  }
  const [, count, regex] = /^RETRY-(?:(\d+)(?:-|$))?(.*)$/.exec(text) ?? [];
  return (
    regex !== undefined &&
    (count === undefined ? regex !== "" : Number(count) <= 100 && !text.endsWith("-")) &&
    isRegularExpression(regex)
  );
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) !== undefined;
  } catch {
    return false;
  }
}

const yesOrNo = z.enum(["yes", "no"]);
const commands = z.array(nonEmptyText).min(1, { error: "is empty: give at least one command, or remove the key" });
const paths = z.array(nonEmptyText).min(1, { error: 'is empty: give at least one pattern, such as "**/*"' });

const phase = { "run-as": userName.optional(), "on-failure": onFailure.optional() };

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html */
const runtimes = ["android", "docker", "dotnet", "golang", "java", "nodejs", "php", "python", "ruby", "rust"] as const;

const runtimeName = z.string().refine((name) => runtimes.some((runtime) => runtime === name), {
  error: ({ input }) => withAllowed(`is ${shown(input)}`, input, runtimes),
});

/** Versions by runtime, such as `nodejs: 22`, for the standard images of AWS. */
export const runtimeVersions = z
  .record(runtimeName, z.union([nonEmptyText, z.number()], { error: 'must be a version, such as 22, "3.x" or latest' }))
  .refine((versions) => Object.keys(versions).length > 0, { error: "is empty: give a runtime, or remove the key" });

const installPhase = allowedKeys({
  ...phase,
  "runtime-versions": runtimeVersions.optional(),
  commands: commands.optional(),
  finally: commands.optional(),
});

const laterPhase = allowedKeys({
  ...phase,
  "runtime-versions": refusedKey("move it to phases.install"),
  commands,
  finally: commands.optional(),
});

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html */
const batchEnvironment = {
  "compute-type": nonEmptyText.optional(),
  fleet: nonEmptyText.optional(),
  image: nonEmptyText.optional(),
  "privileged-mode": z.boolean().optional(),
  type: nonEmptyText.optional(),
};
const batchVariables = z.record(variableName, z.string({ error: "must be text: put it in quotation marks" }));
const batchTask = {
  /** The name of the task, unique in its batch. */
  identifier: matching(/^[A-Za-z0-9_-]{1,128}$/, 'give 1 to 128 letters, digits, "_" or "-"'),
  /** The path of another buildspec. @default - this buildspec */
  buildspec: nonEmptyText.optional(),
  "debug-session": z.boolean().optional(),
  env: allowedKeys({ ...batchEnvironment, variables: batchVariables.optional() }).optional(),
  "ignore-failure": z.boolean().optional(),
};
const several = z.array(nonEmptyText).min(1);

/**
 * Builds of a batch, in exactly one of four forms.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html
 */
const batchSchema = allowedKeys({
  "fast-fail": z.boolean().optional(),
  "build-list": z.array(allowedKeys(batchTask)).min(1).optional(),
  /** Tasks that depend on each other. */
  "build-graph": z
    .array(allowedKeys({ ...batchTask, "depend-on": several.optional() }))
    .min(1)
    .optional(),
  /** One task for each combination of the dynamic values. */
  "build-matrix": allowedKeys({
    static: allowedKeys({
      env: allowedKeys({ ...batchEnvironment, variables: batchVariables.optional() }).optional(),
      "ignore-failure": z.boolean().optional(),
    }).optional(),
    dynamic: allowedKeys({
      buildspec: several.optional(),
      env: allowedKeys({
        "compute-type": several.optional(),
        image: several.optional(),
        type: several.optional(),
        variables: z.record(variableName, several).optional(),
      }).optional(),
    }),
  }).optional(),
  /** One task a share of the tests, which the command `codebuild-tests-run` selects. */
  "build-fanout": allowedKeys({
    parallelism: z.int().min(1).max(100),
    "ignore-failure": z.boolean().optional(),
  }).optional(),
});

const testFormats = ["JUNITXML", "CUCUMBERJSON", "NUNITXML", "NUNIT3XML", "TESTNGXML", "VISUALSTUDIOTRX"] as const;
const coverageFormats = ["CLOVERXML", "COBERTURAXML", "JACOCOXML", "SIMPLECOV"] as const;
const reportFormats = z.enum([...testFormats, ...coverageFormats]);

/** Whether a report format holds code coverage, which CodeBuild uploads by another call. The default format is JUNITXML. */
export function isCoverage(format: z.output<typeof reportFormats> | undefined): boolean {
  return coverageFormats.some((coverage) => coverage === format);
}

/** Report groups by name or ARN. */
export const reportsSchema = z.record(
  reportGroup,
  allowedKeys({
    /** Patterns of the report files. */
    files: paths,
    /**
     * The directory of the patterns.
     * @default - the root of the source
     */
    "base-directory": nonEmptyText.optional(),
    /**
     * Whether the report drops the directories of its files.
     * @default no
     */
    "discard-paths": yesOrNo.optional(),
    /**
     * The format of the files.
     * @default JUNITXML
     */
    "file-format": reportFormats.optional(),
  }),
);

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const maxSecondaryArtifacts = 12;

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
 * Schema of a buildspec of version 0.2, as an object with the keys of AWS.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export const buildspecSchema = allowedKeys({
  /** Version 0.1 runs every command in a separate shell. @default 0.2 */
  version: z
    .literal([0.1, 0.2], { error: (issue) => `is ${shown(issue.input)}: use 0.2, or remove the key` })
    .default(0.2),
  /** The Linux user that runs the commands. @default root */
  "run-as": userName.optional(),
  env: allowedKeys({
    /** @default /bin/sh */
    shell: z.enum(["bash", "/bin/sh", "powershell.exe", "cmd.exe"]).optional(),
    /** Plaintext values. Everyone who can read the project or its builds sees them. */
    variables: z.record(variableName, z.string({ error: "must be text: put it in quotation marks" })).optional(),
    /** Variables that CodeBuild reads from Parameter Store when the build starts. */
    "parameter-store": z.record(variableName, parameterName).optional(),
    /** Variables that CodeBuild reads from Secrets Manager, `secret-id:json-key:version-stage:version-id`. */
    "secrets-manager": z.record(variableName, secretReference).optional(),
    /** Variables that later actions of a pipeline can reference. */
    "exported-variables": z.array(exportedName).optional(),
    "git-credential-helper": yesOrNo.optional(),
  }).optional(),
  environment_variables: refusedKey("version 0.1 has it. Move its plaintext to env.variables, or give version 0.1"),
  proxy: allowedKeys({ "upload-artifacts": yesOrNo.optional(), logs: yesOrNo.optional() }).optional(),
  batch: batchSchema.optional(),
  phases: allowedKeys({
    install: installPhase.optional(),
    pre_build: laterPhase.optional(),
    build: laterPhase.optional(),
    post_build: laterPhase.optional(),
  }),
  reports: reportsSchema.optional(),
  artifacts: allowedKeys({
    ...artifact,
    /** A build in a pipeline may have secondary artifacts alone. */
    files: paths.optional(),
    /** Secondary artifacts by the identifiers of the project, at most 12. */
    "secondary-artifacts": z
      .record(artifactIdentifier, allowedKeys(artifact))
      .refine((artifacts) => Object.keys(artifacts).length <= maxSecondaryArtifacts, {
        error: `has more than ${maxSecondaryArtifacts} artifacts: CodeBuild allows ${maxSecondaryArtifacts}`,
      })
      .optional(),
  }).optional(),
  cache: allowedKeys({
    key: nonEmptyText.optional(),
    /** Key prefixes that CodeBuild tries in this order when no cache has the key; at most 5. */
    "fallback-keys": z.array(nonEmptyText).max(5, { error: "has more than 5 keys: CodeBuild allows 5" }).optional(),
    action: z.enum(["restore", "save"]).optional(),
    paths,
  }).optional(),
});

/** A buildspec as an object; `version` is optional. */
export type Buildspec = z.input<typeof buildspecSchema>;

/** The phases in the order that CodeBuild runs them. */
export const phaseNames = ["install", "pre_build", "build", "post_build"] as const;
export type PhaseName = (typeof phaseNames)[number];
