import type * as childProcess from "node:child_process";
import type * as fs from "node:fs";
import type { Buildspec } from "../codebuild/buildspec";
import { signatureTag } from "./image-signature";
import { placeOptions, type RepositoryPlace } from "./image-uri";
import { releaseBuild } from "./record-release";
import { imageDigest, noSignature, releaseCommit, releaseTag, requireDigest, signatureDigest } from "./release";
import { failIf, runNode, strictCommand } from "./shell";

/** Severities of findings in an image, the worst first. */
export const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED"] as const;

export type Severity = (typeof severities)[number];

/** Arguments of {@link copyImage}. */
export interface CopyImageArgs {
  /** The registry of the environment that promotes. */
  readonly from: RepositoryPlace;
  /** The registry of this environment. */
  readonly to: RepositoryPlace;
  /**
   * Severities of findings that end the execution.
   * @default - findings are not looked at
   */
  readonly refusedSeverities?: readonly Severity[] | undefined;
  /**
   * Whether the verified signature of the image is copied too.
   * @default false
   */
  readonly signature?: boolean | undefined;
}

/** How often the build asks for the findings, every ten seconds: a scan takes minutes. */
const scanAttempts = 90;

/**
 * Copies the image of a release from the registry of the environment that promotes to the own one. The copy has all
 * platforms and is the same byte by byte, so the digest stays. The tag is the commit and the beginning of the digest.
 * The build leaves it behind as `RELEASE_TAG`. With `refusedSeverities` the build then waits for ECR's or Inspector's
 * scan of the copy, and fails by its findings. No scan counts as a finding. With `signature` the copy of the image has
 * the signature that the verification named by its digest. The tag of a signature may name another manifest by now. A
 * break-glass start has no signature.
 *
 * The pipeline passes `IMAGE_DIGEST`, and `SIGNATURE_DIGEST` with `signature`. The build runs no file of the commit and no Docker.
 */
export function copyImage({ from, to, refusedSeverities = [], signature = false }: CopyImageArgs): Buildspec {
  const values = [from, to].map((value) => JSON.stringify(value)).join(", ");
  const program = [`(${copyProgram.toString()})(require("node:fs"), require("node:child_process"), ${values});`];
  const ofSignature = signature ? [`"$${signatureDigest}"`, `"${signatureTag}"`] : [noSignature];
  return releaseBuild(
    [imageDigest, releaseTag],
    [
      requireDigest,
      ...(signature ? [requireSignature] : []),
      strictCommand(
        `${releaseTag}="${releaseCommit}-\${IMAGE_DIGEST:7:12}"`,
        runNode(program, '"$IMAGE_DIGEST"', `"$${releaseTag}"`, ...ofSignature),
        `copy="$(aws ecr describe-images ${placeOptions(to)} --image-ids imageTag="$${releaseTag}" --query 'imageDetails[0].imageDigest' --output text)"`,
        failIf('[ "$copy" != "$IMAGE_DIGEST" ]', `The tag of this release in ${to.repositoryName} names another image`),
        `export ${releaseTag}`,
      ),
      ...(refusedSeverities.length > 0 ? [checkFindings(to, refusedSeverities)] : []),
    ],
  );
}

/** A command that fails unless the verification named a signature, or said that there is none. */
const requireSignature = strictCommand(
  failIf(
    `[[ ! "\${${signatureDigest}:-}" =~ ^(${noSignature}|sha256:[0-9a-f]{64})$ ]]`,
    `${signatureDigest} names no signature: the action passes the one that the action Verify leaves behind`,
  ),
);

/**
 * A command that waits for the scan of the image, and fails by its findings. A scan that failed, or that ECR does not
 * support, fails as well.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 */
function checkFindings(repository: RepositoryPlace, refused: readonly Severity[]): string {
  const read = runNode(
    [`(${readFindings.toString()})(require("node:fs"), process.argv.slice(1));`],
    ...["findings.json", ...refused],
  );
  const describe = `aws ecr describe-image-scan-findings ${placeOptions(repository)} --image-id imageDigest="$IMAGE_DIGEST" --no-paginate --output json`;
  return strictCommand(
    "verdict=waits",
    `for _ in {1..${scanAttempts}}; do`,
    `  if ${describe} > findings.json; then verdict="$(${read})"; fi`,
    '  if [ "$verdict" != waits ]; then break; fi',
    "  sleep 10",
    "done",
    failIf('[ "$verdict" = waits ]', "ECR has no findings of this image after 15 minutes. Start the pipeline again"),
    'if [ "$verdict" != passed ]; then echo "$verdict" >&2; exit 1; fi',
  );
}

/**
 * Prints `passed`, `waits`, or the reason why the image is refused. Enhanced scanning has the status ACTIVE. Its source
 * text runs in builds.
 */
function readFindings({ readFileSync }: typeof fs, [file = "", ...refused]: string[]): void {
  const { imageScanStatus = {}, imageScanFindings = {} } = JSON.parse(readFileSync(file, "utf8"));
  const { status } = imageScanStatus;
  const counts = imageScanFindings.findingSeverityCounts;
  const found = refused.filter((severity) => (counts?.[severity] ?? 0) > 0);
  const list = found.map((severity) => `${counts[severity]} ${severity}`).join(", ");
  const isDone = status === "COMPLETE" || status === "ACTIVE";
  const verdict =
    status === "IN_PROGRESS" || status === "PENDING" || (isDone && counts === undefined)
      ? "waits"
      : !isDone
        ? `ECR has not scanned this image: ${status}`
        : found.length > 0
          ? `The scan refuses this image: ${list}`
          : "passed";
  process.stdout.write(verdict);
}

/**
 * Copies an image, or an index with all its images. It runs in builds, from its own source text, so it uses nothing
 * outside itself.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_InitiateLayerUpload.html
 */
function copyProgram(
  { closeSync, openSync, readSync, rmSync, writeFileSync }: typeof fs,
  { execFileSync }: typeof childProcess,
  from: RepositoryPlace,
  to: RepositoryPlace,
): void {
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  interface Descriptor {
    readonly digest: string;
  }
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "inherit"],
    });
  const at = ({ account, region, repositoryName }: RepositoryPlace) => [
    ...["--region", region, "--registry-id", account],
    ...["--repository-name", repositoryName],
  ];
  const ecr = (place: RepositoryPlace, command: string, ...args: string[]) => {
    const text = run("aws", ["ecr", command, ...at(place), ...args, "--output", "json"]);
    return text.trim() === "" ? {} : JSON.parse(text);
  };
  const fail = (reason: string): never => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  };
  const docker = "application/vnd.docker.distribution.manifest";
  const oci = "application/vnd.oci.image";
  const types = [`${docker}.v2+json`, `${docker}.list.v2+json`, `${oci}.manifest.v1+json`, `${oci}.index.v1+json`];
  const find = (place: RepositoryPlace, id: string) =>
    ecr(place, "batch-get-image", "--image-ids", id, "--accepted-media-types", ...types).images?.[0];
  const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

  /** Reads a file in parts of a size. */
  function* partsOf(file: string, size: number) {
    const buffer = Buffer.alloc(size);
    const open = openSync(file, "r");
    for (let read = readSync(open, buffer, 0, size, null); read > 0; read = readSync(open, buffer, 0, size, null)) {
      yield buffer.subarray(0, read);
    }
    closeSync(open);
  }
  function copyBlob(digest: string) {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
      fail(`The image has a layer with the digest ${JSON.stringify(digest)}. Copies take SHA-256 alone`);
    }
    const [known] = ecr(to, "batch-check-layer-availability", "--layer-digests", digest).layers ?? [];
    if (known?.layerAvailability === "AVAILABLE") {
      return;
    }
    const { downloadUrl } = ecr(from, "get-download-url-for-layer", "--layer-digest", digest);
    const get = ["--fail", "--silent", "--show-error", "--location", "--proto", "=https", "--retry", "3"];
    run("curl", [...get, "--output", "layer", downloadUrl]);
    const { uploadId, partSize } = ecr(to, "initiate-layer-upload");
    const hash = createHash("sha256");
    let first = 0;
    for (const part of partsOf("layer", partSize)) {
      hash.update(part);
      writeFileSync("part", part);
      const last = first + part.length - 1;
      const range = ["--part-first-byte", String(first), "--part-last-byte", String(last)];
      ecr(to, "upload-layer-part", "--upload-id", uploadId, ...range, "--layer-part-blob", "fileb://part");
      first = last + 1;
    }
    if (`sha256:${hash.digest("hex")}` !== digest) {
      fail(`The download of the layer ${digest} has another digest`);
    }
    ecr(to, "complete-layer-upload", "--upload-id", uploadId, "--layer-digests", digest);
    rmSync("layer");
  }
  function copy(digest: string, tag?: string) {
    const existing = find(to, tag === undefined ? `imageDigest=${digest}` : `imageTag=${tag}`);
    if (existing !== undefined) {
      if (existing.imageId.imageDigest !== digest) {
        fail(`The tag ${tag} names another image: ${existing.imageId.imageDigest}`);
      }
      return;
    }
    const { imageManifest, imageManifestMediaType } =
      find(from, `imageDigest=${digest}`) ?? fail(`${from.repositoryName} has no image ${digest}`);
    if (sha256(imageManifest) !== digest) {
      fail(`The manifest of ${digest} has another digest`);
    }
    const { manifests, config, layers = [] } = JSON.parse(imageManifest);
    for (const child of (manifests ?? []) as Descriptor[]) {
      copy(child.digest);
    }
    for (const blob of [...(config ? [config] : []), ...layers] as Descriptor[]) {
      copyBlob(blob.digest);
    }
    const input = {
      ...{ registryId: to.account, repositoryName: to.repositoryName, imageManifest, imageManifestMediaType },
      ...{ imageDigest: digest, ...(tag !== undefined && { imageTag: tag }) },
    };
    writeFileSync("image.json", JSON.stringify(input));
    run("aws", [
      "ecr",
      "put-image",
      "--region",
      to.region,
      "--cli-input-json",
      "file://image.json",
      "--output",
      "json",
    ]);
  }
  const [digest = "", tag, signature = "none", signatureTag] = process.argv.slice(1);
  const hasSignature = signature !== "none";
  if (hasSignature && find(from, `imageDigest=${signature}`) === undefined) {
    fail(`${from.repositoryName} has no signature ${signature} any more. Start the pipeline again`);
  }
  copy(digest, tag);
  if (hasSignature) {
    copy(signature, signatureTag);
  }
  process.stdout.write(`${to.repositoryName} has the image ${digest}\n`);
}
