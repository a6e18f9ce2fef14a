import { z } from "zod";
import { type Buildspec, reportsSchema } from "../codebuild/buildspec";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import { checkArgs, repositoryPath } from "./args";
import { shellQuote } from "./shell";

/** Arguments of {@link samPackage}. */
export interface SamPackageArgs {
  /** Versions of runtimes in the build image, such as `{ python: "3.13" }`. */
  runtime: Readonly<Record<string, string | number>>;
  /** Shell commands before `sam build`, such as tests. The first that fails ends the build. @default - none */
  commands?: string[];
  /** The template, relative to the root of the repository. @default "template.yaml" */
  template?: string;
  /** Report groups with the files that the commands write. The default format is JUnit XML. @default - none */
  reports?: Buildspec["reports"];
}

/** Schema of the arguments. */
export const samPackageArgs = allowedKeys({
  /** Versions of runtimes in the build image, such as `{ python: "3.13" }`. */
  runtime: z.record(z.string(), z.union([z.string(), z.number()])),
  /**
   * Shell commands before `sam build`, such as tests. The first that fails ends the build.
   * @default - none
   */
  commands: z.array(nonEmptyText).optional(),
  /**
   * The template, relative to the root of the repository.
   * @default "template.yaml"
   */
  template: repositoryPath.optional(),
  /**
   * Report groups with the files that the commands write.
   * @default - none
   */
  reports: reportsSchema.optional(),
});

/** The template that the build makes. */
const packaged = "packaged.yaml";

/**
 * Builds an application of the Serverless Application Model, uploads its code to the artifact bucket, and makes an artifact
 * of the packaged template `packaged.yaml`.
 *
 * The build needs `ARTIFACT_BUCKET`, the name of the bucket; {@link DeliveryPipeline} sets it. CloudFormation needs the
 * code again for a rollback. Keep artifacts as long as you may roll back to them: `artifacts.expireAfterDays`.
 *
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-package.html
 */
export function samPackage(args: SamPackageArgs): Buildspec {
  const {
    runtime,
    commands = [],
    template = "template.yaml",
    reports,
  } = checkArgs("samPackage", samPackageArgs as z.ZodType<SamPackageArgs>, args);
  return {
    version: 0.2,
    env: { shell: "bash", variables: { SAM_CLI_TELEMETRY: "0" } },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { ...runtime } },
      build: {
        "on-failure": "ABORT",
        commands: [
          ...commands,
          `sam build --template-file ${shellQuote(template)}`,
          // The policy of the bucket refuses an upload that does not name its key.
          `sam package --s3-bucket "$ARTIFACT_BUCKET" --s3-prefix packages --kms-key-id "$CODEBUILD_KMS_KEY_ID" --output-template-file ${packaged}`,
        ],
      },
    },
    ...(reports && { reports }),
    artifacts: { files: [packaged] },
  };
}
