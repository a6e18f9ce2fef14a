import type { z } from "zod";
import { regionName, roleArnSchema } from "../aws/names";
import { allowedKeys } from "../schema/vocabulary";

/** The place that a build works in, other than its own account or region. */
export interface BuildTarget {
  /** The default region of the tool and its programs. */
  region: string;
  /**
   * The ARN of a role in another account. The role must trust the role of the build, which may assume it.
   * @default - the build works with its own role
   */
  roleArn?: string | undefined;
}

/** Schema of the place that a build works in. */
export const buildTarget = allowedKeys({
  region: regionName,
  roleArn: roleArnSchema.optional(),
}) satisfies z.ZodType<BuildTarget>;

/**
 * Lines that let the next commands work in the target. The AWS SDKs assume the role by a profile and renew its
 * credentials. A session of a role that another role assumes ends after an hour.
 *
 * `TOOLS_DIR` keeps the profile. The name of the session is the id of the build, for the trail of the target account.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export function enterTarget({ region, roleArn }: BuildTarget): string[] {
  const place = `AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`;
  const enter = [`export BUILD_REGION="$AWS_REGION"`, `export ${place}`];
  if (roleArn === undefined) {
    return enter;
  }
  const profile = ["[profile target]", `role_arn = ${roleArn}`, "credential_source = EcsContainer"];
  return [
    `printf '%s\\n' ${profile.map((line) => `'${line}'`).join(" ")} "role_session_name = build-\${CODEBUILD_BUILD_ARN##*:}" > "$TOOLS_DIR/target.config"`,
    ...enter,
    'export AWS_CONFIG_FILE="$TOOLS_DIR/target.config" AWS_PROFILE=target AWS_SDK_LOAD_CONFIG=1',
  ];
}

/** Lines that let the next commands work with the role and in the region of the build again. */
export const leaveTarget = [
  "unset AWS_CONFIG_FILE AWS_PROFILE AWS_SDK_LOAD_CONFIG",
  'export AWS_REGION="$BUILD_REGION" AWS_DEFAULT_REGION="$BUILD_REGION"',
];

/** Variables that a build with a target sets itself. */
export const targetVariables = ["AWS_CONFIG_FILE", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_REGION"];

/**
 * Runs one command of the AWS CLI with a role of another account, where a shell has no folder of tools. The credentials
 * stay in this command.
 */
export function withRole(roleArn: string, region: string, command: string): string {
  const parts = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((part) => `Credentials.${part}`).join(", ");
  const assume = `aws sts assume-role --region ${region} --role-arn ${roleArn} --role-session-name check --query "join(' ', [${parts}])" --output text`;
  return `${assume} | { read -r id secret token; AWS_ACCESS_KEY_ID="$id" AWS_SECRET_ACCESS_KEY="$secret" AWS_SESSION_TOKEN="$token" ${command}; }`;
}
