import type { Buildspec } from "../codebuild/buildspec";
import { requireCommit } from "./change-plan";
import { type ImageSigner, signImage } from "./image-signature";
import { placeOptions, type RepositoryPlace } from "./image-uri";
import { createToolsFolder, removeTools } from "./pinned-tool";
import {
  breakGlassFolder,
  breakGlassReason,
  givesNoReason,
  imageDigest,
  leaveSource,
  type ReleaseSender,
  type ReleaseStorePlace,
  reasonForm,
  recordKey,
  releaseCommit,
  requireDigest,
  requireExecution,
  returnToSource,
  storeOptions,
} from "./release";
import { failIf, strictCommand } from "./shell";

/** Arguments of {@link recordRelease}. */
export interface RecordReleaseArgs extends ReleaseSender {
  readonly store: ReleaseStorePlace;
  /** The registry whose image was deployed and tested. */
  readonly repository: RepositoryPlace;
  /** The stage of the pipeline that deploys. */
  readonly deployStage: string;
  /** Whether pushes start the pipeline. A start by hand may choose a commit of any branch, so it is not recorded. */
  readonly startsByPush: boolean;
  /**
   * The environment as the signer of the image.
   * @default - the image stays unsigned
   */
  readonly signer?: ImageSigner | undefined;
}

/**
 * Vouches for a release: signs the image if it has a signer, and writes commit, digest and execution to the release
 * store. The pipeline runs it after its tests, and passes `IMAGE_DIGEST` and `EXECUTION_ID`. The build runs no file of
 * the commit, and starts nothing: the pipeline starts the next one with the `IMAGE_DIGEST` that this build leaves behind.
 *
 * It fails for an execution that somebody started by hand, and for one that a newer deployment has overtaken.
 * CodePipeline locks single stages, so the tests may have met the newer release.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ExecutionTrigger.html
 */
export function recordRelease({
  store,
  repository,
  environment,
  pipelineName,
  deployStage,
  startsByPush,
  signer,
}: RecordReleaseArgs): Buildspec {
  const options = placeOptions(repository);
  const codepipeline = (command: string, ...args: string[]) =>
    ["aws codepipeline", command, `--region ${store.region}`, ...args, "--output text"].join(" ");
  const trigger = codepipeline(
    "get-pipeline-execution",
    `--pipeline-name ${pipelineName} --pipeline-execution-id "$EXECUTION_ID"`,
    "--query pipelineExecution.trigger.triggerType",
  );
  const deployed = codepipeline(
    "get-pipeline-state",
    `--name ${pipelineName}`,
    `--query "stageStates[?stageName=='${deployStage}'].latestExecution.pipelineExecutionId"`,
  );
  return releaseBuild(
    [imageDigest],
    [
      requireDigest,
      requireExecution,
      ...(startsByPush
        ? [
            strictCommand(
              `trigger="$(${trigger})"`,
              failIf(
                `[[ ! "$trigger" =~ ^[A-Za-z0-9]+$ || "$trigger" =~ ^(None|StartPipelineExecution|PutActionRevision)$ ]]`,
                `No push started this execution ($trigger), so its commit may be of any branch. Nothing was recorded`,
              ),
            ),
          ]
        : []),
      strictCommand(
        `deployed="$(${deployed})"`,
        failIf(
          `[ "$deployed" != "$EXECUTION_ID" ]`,
          "A newer execution has begun to deploy, and the tests may have run against it. Nothing was recorded",
        ),
      ),
      strictCommand(
        failIf(
          `! aws ecr describe-images ${options} --image-ids imageDigest="$IMAGE_DIGEST" --query 'imageDetails[0].imageDigest' --output text`,
          `${repository.repositoryName} has no image of this digest. Nothing was recorded`,
        ),
        ...(signer ? [signImage(signer)] : []),
        ...writeRecord(
          store,
          recordKey,
          `"environment":"${environment}","pipeline":"${pipelineName}","tests":"passed"`,
          [],
        ),
        `echo "${environment} vouches for commit ${releaseCommit} with the image $IMAGE_DIGEST"`,
      ),
    ],
  );
}

/**
 * Records a break-glass start after its approval, in the release store of the environment that it deploys to. The
 * pipeline passes `IMAGE_DIGEST`, `EXECUTION_ID` and `BREAK_GLASS_REASON`.
 */
export function recordBreakGlass({
  store,
  environment,
  pipelineName,
}: Omit<RecordReleaseArgs, "repository" | "deployStage" | "startsByPush" | "signer">): Buildspec {
  return releaseBuild(
    [imageDigest],
    [
      requireDigest,
      requireExecution,
      strictCommand(
        failIf(givesNoReason, `BREAK_GLASS_REASON gives no reason: give ${reasonForm}`),
        ...writeRecord(
          store,
          `${breakGlassFolder}/$EXECUTION_ID.json`,
          `"environment":"${environment}","pipeline":"${pipelineName}","tests":"none","reason":"%s"`,
          [`"$${breakGlassReason}"`],
        ),
        `echo "Break-glass release of commit ${releaseCommit} with the image $IMAGE_DIGEST: $${breakGlassReason}"`,
      ),
    ],
  );
}

/** Lines that write a record. Each value has a form without quotes and backslashes. */
function writeRecord(store: ReleaseStorePlace, key: string, fields: string, values: readonly string[]): string[] {
  const record = `{"version":1,${fields},"execution":"%s","commit":"%s","image":"%s","recordedAt":"%s"}\\n`;
  const all = [
    ...values,
    '"$EXECUTION_ID"',
    `"${releaseCommit}"`,
    '"$IMAGE_DIGEST"',
    '"$(date -u +%Y-%m-%dT%H:%M:%SZ)"',
  ];
  return [
    `printf '${record}' ${all.join(" ")} > record.json`,
    `aws s3api put-object ${storeOptions(store)} --key "${key}" --body record.json > /dev/null`,
  ];
}

/** A build about a release, in a folder of its own. It leaves variables behind. */
export function releaseBuild(exported: readonly string[], commands: readonly string[]): Buildspec {
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": [...exported] },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs: 22 } },
      build: {
        "on-failure": "ABORT",
        commands: [createToolsFolder, leaveSource, requireCommit, ...commands],
        finally: [returnToSource, removeTools],
      },
    },
  };
}
