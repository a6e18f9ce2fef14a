import type * as fs from "node:fs";
import type { z } from "zod";
import { bucketName } from "../aws/names";
import type { Buildspec } from "../codebuild/buildspec";
import { matching } from "../schema/vocabulary";
import { failIf, runNode, shellQuote, strictCommand } from "./shell";

/** The deployment that a check compares with. */
export interface DeployedSourceArgs {
  /** The pipeline that deploys, in the account and region of the build. */
  pipelineName: string;
  /** The stage that deploys. @default Deploy */
  stageName?: string | undefined;
  /**
   * The action that deploys.
   * @default - any action of the stage
   */
  actionName?: string | undefined;
  /**
   * The bucket of a copy of the deployed source, as `drift/<key of the artifact>`: artifacts expire, and deployments may
   * be rare. Give the artifact store of the pipeline.
   * @default - no copy: the check fails once the artifact has expired
   */
  copyBucketName?: string | undefined;
}

const name = (what: string) =>
  matching(
    /^[A-Za-z0-9.@_-]{1,100}$/,
    `give the name of a ${what}: 1 to 100 letters, digits or the characters . @ - _`,
  );

/** Schema of the arguments. */
export const deployedSourceShape = {
  pipelineName: name("pipeline"),
  stageName: name("stage").optional(),
  actionName: name("action").optional(),
  copyBucketName: bucketName.optional(),
} satisfies Record<keyof DeployedSourceArgs, z.ZodType>;

/** The folder of copies in their bucket. */
export const copyFolder = "drift";

/** The variable that ends a check early, with the reason. */
const skipped = "NOTHING_TO_COMPARE";

const executionsFile = '"$TOOLS_DIR/executions.json"';
const sourceFile = '"$TOOLS_DIR/source.zip"';
const errorFile = '"$TOOLS_DIR/error"';

/**
 * Completes a check of drift with the source of the last deployment. The check ends with success if there is no
 * deployment yet, or if one is running.
 *
 * The deployment is the newest action execution that succeeded. Its input artifact is the source as the deployment read
 * it, so neither branch nor repository takes part. A rollback is such an execution too. The filter `succeededInStage`
 * forgets deployments before the last update of the pipeline, so the check does not use it.
 *
 * @param spec - the check, whose first command creates `TOOLS_DIR`
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 */
export function againstDeployed(spec: Buildspec, args: DeployedSourceArgs): Buildspec {
  const { build } = spec.phases;
  const [createTools = "", ...others] = build?.commands ?? [];
  return {
    ...spec,
    phases: {
      ...spec.phases,
      build: {
        ...build,
        commands: [createTools, findDeployment(args), fetchSource(args), ...others.map(unlessSkipped)],
        finally: ['cd "$CODEBUILD_SRC_DIR"', ...(build?.finally ?? [])],
      },
    },
  };
}

function unlessSkipped(command: string): string {
  return [`if [ -z "\${${skipped}:-}" ]; then`, command.trimEnd(), "fi", ""].join("\n");
}

/** A command that finds the last deployment, page by page, and exports its execution, its source and its image. */
function findDeployment({ pipelineName, stageName = "Deploy", actionName }: DeployedSourceArgs): string {
  const wanted = JSON.stringify({ stageName, actionName });
  const read = runNode(
    [`(${readDeployment.toString()})(require("node:fs"), process, process.argv[1], ${wanted});`],
    executionsFile,
  );
  return strictCommand(
    "latest=- found=- more=yes page=()",
    'while [ "$found" = - ] && [ "$more" != - ]; do',
    `  aws codepipeline list-action-executions --pipeline-name ${shellQuote(pipelineName)} --max-items 100 "\${page[@]}" --output json > ${executionsFile}`,
    `  words="$(${read})"`,
    '  read -r status found bucket key artifact digest more <<< "$words"',
    '  [ "$latest" != - ] || latest="$status"',
    '  page=(--starting-token "$more")',
    "done",
    'if [ "$latest" = InProgress ]; then',
    `  export ${skipped}="a deployment is running"`,
    'elif [ "$found" = - ]; then',
    `  export ${skipped}=${shellQuote(`${pipelineName} has deployed nothing with the stage ${stageName} yet`)}`,
    "fi",
    `if [ -n "\${${skipped}:-}" ]; then`,
    `  echo "Nothing was compared: $${skipped}"`,
    "else",
    '  if [ "$latest" != Succeeded ]; then',
    '    echo "A newer deployment ended with $latest, so its changes may show as drift"',
    "  fi",
    '  export SOURCE_EXECUTION="$found" SOURCE_BUCKET="$bucket" SOURCE_KEY="$key" SOURCE_ARTIFACT="$artifact"',
    '  if [ "$digest" != - ]; then export IMAGE_DIGEST="$digest"; fi',
    "fi",
  );
}

/** Prints the words that {@link findDeployment} reads, `-` for each that is unknown. Its source text runs in builds. */
function readDeployment(
  { readFileSync }: typeof fs,
  program: { readonly stdout: { write(text: string): unknown } },
  file: string,
  wanted: { readonly stageName: string; readonly actionName?: string | undefined },
): void {
  interface Execution {
    readonly stageName: string;
    readonly actionName: string;
    readonly status: string;
    readonly startTime: string | number;
    readonly pipelineExecutionId: string;
    readonly input?: {
      readonly resolvedConfiguration?: Readonly<Record<string, string>>;
      readonly inputArtifacts?: readonly {
        readonly name: string;
        readonly s3location?: { readonly bucket: string; readonly key: string };
      }[];
    };
  }
  const { actionExecutionDetails = [], NextToken } = JSON.parse(readFileSync(file, "utf8"));
  const time = ({ startTime }: Execution) => Number(new Date(startTime));
  const all = (actionExecutionDetails as Execution[])
    .filter(({ stageName }) => stageName === wanted.stageName)
    .filter(({ actionName }) => wanted.actionName === undefined || actionName === wanted.actionName)
    .sort((one, other) => time(other) - time(one));
  const found = all.find(({ status, input }) => status === "Succeeded" && input?.inputArtifacts?.[0]?.s3location);
  const [artifact] = found?.input?.inputArtifacts ?? [];
  const variables = JSON.parse(found?.input?.resolvedConfiguration?.EnvironmentVariables ?? "[]");
  const digest = variables.find(({ name }: { name: string }) => name === "IMAGE_DIGEST")?.value;
  const words = [
    all[0]?.status,
    found?.pipelineExecutionId,
    artifact?.s3location?.bucket,
    artifact?.s3location?.key,
    artifact?.name,
    /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined,
    NextToken,
  ];
  program.stdout.write(
    words.map((word) => (word === undefined || !/^[\w./@:=+-]+$/.test(word) ? "-" : word)).join(" "),
  );
}

/** A command that unpacks the source of the deployment, and takes its revision as the commit of the build. */
function fetchSource({ pipelineName, copyBucketName }: DeployedSourceArgs): string {
  const get = (bucket: string, key: string) =>
    `aws s3api get-object --bucket ${bucket} --key ${key} --query SSEKMSKeyId --output text ${sourceFile}`;
  const gone = "The source of this deployment is not in the artifact store any more. Artifacts expire: deploy again";
  const copy = `"${copyFolder}/$SOURCE_KEY"`;
  const fromStore = get('"$SOURCE_BUCKET"', '"$SOURCE_KEY"');
  const place = copyBucketName ?? "";
  return unlessSkipped(
    strictCommand(
      `revision="$(aws codepipeline get-pipeline-execution --pipeline-name ${shellQuote(pipelineName)} --pipeline-execution-id "$SOURCE_EXECUTION" --query "pipelineExecution.artifactRevisions[?name=='$SOURCE_ARTIFACT'].revisionId | [0]" --output text)"`,
      ...(copyBucketName === undefined
        ? [failIf(`! ${fromStore} > /dev/null`, gone)]
        : [
            failIf(
              `! keyId="$(${fromStore} 2> ${errorFile})" && ! keyId="$(${get(place, copy)} 2>> ${errorFile})"`,
              gone,
              `cat ${errorFile} >&2`,
            ),
            // A copy of each check is new again, so it outlives the artifact. It is under the key of the artifact.
            `aws s3api put-object --bucket ${place} --key ${copy} --body ${sourceFile} --server-side-encryption aws:kms --ssekms-key-id "$keyId" > /dev/null`,
          ]),
      'mkdir "$TOOLS_DIR/source"',
      `unzip -q ${sourceFile} -d "$TOOLS_DIR/source"`,
      'cd "$TOOLS_DIR/source"',
      'export CODEBUILD_RESOLVED_SOURCE_VERSION="$revision"',
      'echo "Comparing with the deployed revision $revision of the execution $SOURCE_EXECUTION"',
    ),
  );
}
