import { join } from "node:path";
import type { Buildspec } from "../../components/codebuild/buildspec";
import type { BuildTarget } from "./project";

/** Folders of a build on this machine. */
export interface BuildFolders {
  readonly source: string;
  readonly home: string;
  readonly temporary: string;
  /** Folders of secondary sources by identifier. */
  readonly secondary: Readonly<Record<string, string>>;
}

/** Circumstances of one build. */
export interface BuildMoment {
  readonly account: string;
  readonly region: string;
  /** Unique part of the build ID. */
  readonly id: string;
  /** Start in milliseconds since 1970. */
  readonly start: number;
  /** Commit of the source, or empty. */
  readonly revision: string;
}

/** Variables of the caller that a build sees. A list of allowed names cannot forget a credential. */
const kept = /^(PATH|LANG|LC_[A-Z]+|TERM|TZ|USER|LOGNAME|(https?|no)_proxy|(HTTPS?|NO)_PROXY)$/;

/**
 * Environment of a machine: the caller's harmless variables, and folders of the build. No credential of AWS is visible:
 * variables, files, profiles and instance metadata are cut off.
 *
 * @param caller - the environment of the command
 * @param allowsAws - whether the build sees the caller's AWS variables
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
export function machineVariables(
  caller: Readonly<Record<string, string | undefined>>,
  folders: BuildFolders,
  allowsAws: boolean,
): Record<string, string> {
  const passed = Object.entries(caller).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (kept.test(entry[0]) || (allowsAws && entry[0].startsWith("AWS_"))),
  );
  return {
    ...Object.fromEntries(passed),
    HOME: folders.home,
    TMPDIR: folders.temporary,
    ...(!allowsAws && {
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SHARED_CREDENTIALS_FILE: join(folders.home, "no-credentials"),
      AWS_CONFIG_FILE: join(folders.home, "no-config"),
    }),
  };
}

/**
 * Variables that CodeBuild sets.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function codeBuildVariables(
  target: BuildTarget,
  moment: BuildMoment,
  folders: BuildFolders,
): Record<string, string> {
  const { account, region, id, start, revision } = moment;
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:${region}:${account}:build/${target.name}:${id}`,
    CODEBUILD_BUILD_ID: `${target.name}:${id}`,
    CODEBUILD_BUILD_IMAGE: target.image,
    CODEBUILD_BUILD_NUMBER: "1",
    CODEBUILD_BUILD_SUCCEEDING: "1",
    CODEBUILD_INITIATOR: "aws-pipelines",
    CODEBUILD_KMS_KEY_ID: `arn:aws:kms:${region}:${account}:alias/aws/s3`,
    CODEBUILD_LOG_PATH: id,
    CODEBUILD_RESOLVED_SOURCE_VERSION: revision,
    CODEBUILD_SOURCE_REPO_URL: target.sourceLocation ?? "",
    CODEBUILD_SOURCE_VERSION: revision,
    CODEBUILD_SRC_DIR: folders.source,
    CODEBUILD_START_TIME: String(start),
    ...Object.fromEntries(
      Object.entries(folders.secondary).map(([name, folder]) => [`CODEBUILD_SRC_DIR_${name}`, folder]),
    ),
  };
}

/** Variables of a build, and the names of those that hold a placeholder. */
export interface OwnVariables {
  readonly values: Readonly<Record<string, string>>;
  readonly placeholders: readonly string[];
}

/** Variables of the buildspec, which those of the project override, which the given ones override. */
export function ownVariables(
  spec: Buildspec,
  target: Pick<BuildTarget, "variables">,
  given: Readonly<Record<string, string>>,
): OwnVariables {
  const standIns: Record<string, string> = {};
  const values: Record<string, string> = {};
  const set = (name: string, type: string, value: string | undefined) => {
    delete standIns[name];
    if (type === "PLAINTEXT" && value !== undefined) {
      values[name] = value;
      return;
    }
    const kind = type === "PLAINTEXT" ? "unknown" : type.toLowerCase().replace("_", "-");
    standIns[name] = values[name] = `placeholder:${kind}:${value ?? name}`;
  };
  const groups = [
    [spec.env?.variables, "PLAINTEXT"],
    [spec.env?.["parameter-store"], "PARAMETER_STORE"],
    [spec.env?.["secrets-manager"], "SECRETS_MANAGER"],
  ] as const;
  for (const [variables = {}, type] of groups) {
    for (const [name, value] of Object.entries(variables)) {
      set(name, type, value);
    }
  }
  for (const { name, type, value } of target.variables) {
    set(name, type, value);
  }
  for (const [name, value] of Object.entries(given)) {
    set(name, "PLAINTEXT", value);
  }
  return { values, placeholders: Object.keys(standIns) };
}
