import type * as fs from "node:fs";
import type { Buildspec } from "../codebuild/buildspec";
import { type ImageSigner, verifySignature } from "./image-signature";
import { placeOptions, type RepositoryPlace } from "./image-uri";
import { releaseBuild } from "./record-release";
import {
  breakGlassReason,
  givesNoReason,
  imageDigest,
  noBreakGlass,
  noSignature,
  type ReleaseSender,
  type ReleaseStorePlace,
  reasonForm,
  recordKey,
  releaseCommit,
  requireDigest,
  signatureDigest,
  storeOptions,
  verifiedVariables,
} from "./release";
import { failIf, runNode, shellQuote, strictCommand } from "./shell";

/** Arguments of {@link verifyRelease}. */
export interface VerifyReleaseArgs extends ReleaseSender {
  /** The release store of the environment that promotes. */
  readonly store: ReleaseStorePlace;
  /** The registry of the environment that promotes. */
  readonly repository: RepositoryPlace;
  /** Whether a start with a reason may go past the records, to an approval of its own. */
  readonly breakGlass: boolean;
  /**
   * The environment that promotes as the signer of its images. A break-glass start may go past the signature too.
   * @default - signatures are not looked at
   */
  readonly signer?: ImageSigner | undefined;
}

/**
 * Verifies a start of a pipeline that deploys promoted releases. The sending environment must have a record of this
 * commit with this image, its registry the image, and its key must verify the signature. Otherwise the build fails. The
 * pipeline passes `IMAGE_DIGEST`, and `BREAK_GLASS_REASON` where break-glass starts exist. The build runs no file of
 * the commit.
 *
 * It leaves behind the digest, the execution that tested the release, and whether this is a break-glass start. With a
 * signer it also leaves behind the digest of the signature, or `none` for a break-glass start.
 */
export function verifyRelease(args: VerifyReleaseArgs): Buildspec {
  const { store, repository, environment, pipelineName, breakGlass, signer } = args;
  const unrecorded = `${environment} has no record of this commit with this image. Its pipeline records both after its tests`;
  const unsigned = `${environment} has recorded this image, and its key verifies no signature of it`;
  const findImage = `aws ecr describe-images ${placeOptions(repository)} --image-ids imageDigest="$IMAGE_DIGEST"`;
  const isRecord = runNode(
    [`(${readRecord.toString()})(require("node:fs"), process.argv.slice(1));`],
    ...["record.json", environment, pipelineName, `"${releaseCommit}"`, '"$IMAGE_DIGEST"'],
  );
  const exported = [
    ...(breakGlass ? verifiedVariables : verifiedVariables.slice(0, 2)),
    ...(signer ? [signatureDigest] : []),
  ];
  return releaseBuild(exported, [
    requireDigest,
    strictCommand(
      `lacks=${shellQuote(unrecorded)}`,
      `if aws s3api get-object ${storeOptions(store)} --key "${recordKey}" record.json > /dev/null; then`,
      `  execution="$(${isRecord})"`,
      "  lacks=",
      ...(signer
        ? [`  if ! ${signatureDigest}="$(${verifySignature(signer)})"; then lacks=${shellQuote(unsigned)}; fi`]
        : []),
      "fi",
      'if [ -z "$lacks" ]; then',
      `  TESTED_BY="execution $execution of ${pipelineName}${signer ? ", signed" : ""}"`,
      ...(breakGlass ? ["  BREAK_GLASS=no", `  ${breakGlassReason}=${noBreakGlass}`] : []),
      ...(breakGlass
        ? [
            `elif ${givesNoReason}; then`,
            `  echo "$lacks"${shellQuote(`. A break-glass start gives a reason in BREAK_GLASS_REASON: ${reasonForm}`)} >&2`,
            "  exit 1",
            "else",
            "  TESTED_BY=nobody",
            "  BREAK_GLASS=yes",
            ...(signer ? [`  ${signatureDigest}=${noSignature}`] : []),
          ]
        : ["else", '  echo "$lacks" >&2', "  exit 1"]),
      "fi",
      failIf(
        breakGlass
          ? `! tags="$(${findImage} --query 'imageDetails[0].imageTags' --output text)"`
          : `! ${findImage} > /dev/null`,
        `The registry of ${environment} has no image of this digest`,
      ),
      // Nobody vouches for a break-glass start: the tag, which nobody can move, still ties the image to its commit.
      ...(breakGlass
        ? [
            failIf(
              `[ "$BREAK_GLASS" = yes ] && [[ ! " \${tags//[[:space:]]/ } " =~ \\ ${releaseCommit}[-\\ ] ]]`,
              `No tag in the registry of ${environment} names this image by this commit`,
            ),
          ]
        : []),
      `echo "Commit ${releaseCommit} with the image $${imageDigest}, tested by: $TESTED_BY"`,
      `export ${exported.join(" ")}`,
    ),
  ]);
}

/** Prints the execution of a record, and fails unless the record says what its key says. Its source text runs in builds. */
function readRecord({ readFileSync }: typeof fs, [file = "", environment, pipeline, commit, image]: string[]): void {
  const record = JSON.parse(readFileSync(file, "utf8"));
  const expected = { version: 1, environment, pipeline, commit, image, tests: "passed" };
  const wrong = Object.entries(expected)
    .filter(([key, value]) => record[key] !== value)
    .map(([key]) => key);
  if (wrong.length > 0 || !/^[A-Za-z0-9-]+$/.test(record.execution)) {
    process.stderr.write(`The record of this release is of another one: ${[...wrong, "execution"].join(", ")}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(record.execution);
}
