import type * as childProcess from "node:child_process";
import type * as fs from "node:fs";
import type { RepositoryPlace } from "./image-uri";
import { runNode } from "./shell";

/** The environment that signs images: its registry, which holds the signatures, and its signing key. */
export interface ImageSigner {
  readonly repository: RepositoryPlace;
  /** The address of the repository, which the signature names. */
  readonly repositoryUri: string;
  /** The ARN of the alias of its KMS key, an ECC_NIST_P256 key to sign and verify, in the region of the repository. */
  readonly keyAliasArn: string;
}

/** The tag of the signature of the image in `IMAGE_DIGEST`, as a shell reads it. cosign looks for this tag. */
export const signatureTag = `\${IMAGE_DIGEST/:/-}.sig`;

/**
 * A line that signs the image in `IMAGE_DIGEST` with KMS, and puts the signature beside the image. A signature that the
 * key verifies stays. The tag of a signature that the key does not verify ends the build.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function signImage(signer: ImageSigner): string {
  return runSignature(signer, "sign");
}

/**
 * A line that fails unless KMS verifies a signature of the image in `IMAGE_DIGEST` with the key of the signer. The build
 * composes the signed text itself, and takes no more than the signature from the registry. The line prints the digest of
 * the signature's manifest alone.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
 */
export function verifySignature(signer: ImageSigner): string {
  return runSignature(signer, "verify");
}

function runSignature(signer: ImageSigner, task: "sign" | "verify"): string {
  const args = ['require("node:fs")', 'require("node:child_process")', JSON.stringify(signer), JSON.stringify(task)];
  return runNode([`(${signatureProgram.toString()})(${args.join(", ")});`], '"$IMAGE_DIGEST"');
}

/**
 * Verifies the signature of an image, and makes one that is missing if it may. It runs in builds, from its own source
 * text, so it uses nothing outside itself.
 *
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
function signatureProgram(
  { writeFileSync }: typeof fs,
  { execFileSync, spawnSync }: typeof childProcess,
  { repository, repositoryUri, keyAliasArn }: ImageSigner,
  task: "sign" | "verify",
): void {
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  interface Layer {
    readonly mediaType?: string;
    readonly digest?: string;
    readonly annotations?: Readonly<Record<string, unknown>>;
  }
  const [image = ""] = process.argv.slice(1);
  const { account, region, repositoryName } = repository;
  const tag = `${image.replace(":", "-")}.sig`;
  const manifestType = "application/vnd.oci.image.manifest.v1+json";
  const payloadType = "application/vnd.dev.cosign.simplesigning.v1+json";
  const annotation = "dev.cosignproject.cosign/signature";
  const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
  const payload = JSON.stringify({
    critical: {
      identity: { "docker-reference": repositoryUri },
      image: { "docker-manifest-digest": image },
      type: "cosign container image signature",
    },
    optional: null,
  });
  writeFileSync("payload.json", payload);
  const fail = (reason: string): never => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  };
  const aws = (...args: string[]) => {
    const text = execFileSync("aws", [...args, "--region", region, "--output", "json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    return text.trim() === "" ? {} : JSON.parse(text);
  };
  const place = ["--registry-id", account, "--repository-name", repositoryName];
  const ecr = (command: string, ...args: string[]) => aws("ecr", command, ...place, ...args);
  const message = ["--key-id", keyAliasArn, "--message", "fileb://payload.json", "--message-type", "RAW"];
  const signing = [...message, "--signing-algorithm", "ECDSA_SHA_256"];

  const byTag = ["--image-ids", `imageTag=${tag}`, "--accepted-media-types", manifestType];
  const [found] = ecr("batch-get-image", ...byTag).images ?? [];
  const layers: readonly Layer[] = found === undefined ? [] : (JSON.parse(found.imageManifest).layers ?? []);
  const signatures = layers
    .filter(({ mediaType, digest }) => mediaType === payloadType && digest === sha256(payload))
    .map(({ annotations }) => String(annotations?.[annotation]))
    .filter((signature) => /^[A-Za-z0-9+/]{64,128}={0,2}$/.test(signature));
  // cosign appends the signatures of other keys.
  const isSigned = signatures.slice(0, 10).some((signature) => {
    writeFileSync("signature", Buffer.from(signature, "base64"));
    const args = ["kms", "verify", ...signing, "--signature", "fileb://signature"];
    const { status, stdout } = spawnSync("aws", [...args, "--region", region, "--output", "json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    return status === 0 && JSON.parse(stdout).SignatureValid === true;
  });
  if (isSigned) {
    process.stderr.write(`${keyAliasArn} verifies the signature of ${image}\n`);
    if (task === "verify") {
      process.stdout.write(sha256(found.imageManifest));
    }
    return;
  }
  if (task === "verify" || found !== undefined) {
    fail(
      found === undefined
        ? `${repositoryName} has no signature of this image, which its environment makes after its tests`
        : `${keyAliasArn} verifies no signature under the tag ${tag} in ${repositoryName}`,
    );
  }

  const upload = (text: string) => {
    const blob = { size: Buffer.byteLength(text), digest: sha256(text) };
    const [known] = ecr("batch-check-layer-availability", "--layer-digests", blob.digest).layers ?? [];
    if (known?.layerAvailability === "AVAILABLE") {
      return blob;
    }
    const { uploadId, partSize } = ecr("initiate-layer-upload");
    for (let first = 0; first < blob.size; first += partSize) {
      const last = Math.min(first + partSize, blob.size) - 1;
      writeFileSync("part", Buffer.from(text).subarray(first, last + 1));
      const range = ["--part-first-byte", String(first), "--part-last-byte", String(last)];
      ecr("upload-layer-part", "--upload-id", uploadId, ...range, "--layer-part-blob", "fileb://part");
    }
    ecr("complete-layer-upload", "--upload-id", uploadId, "--layer-digests", blob.digest);
    return blob;
  };
  const { Signature: signature } = aws("kms", "sign", ...signing);
  const layer = { mediaType: payloadType, ...upload(payload), annotations: { [annotation]: signature } };
  const rootfs = { type: "layers", diff_ids: [layer.digest] };
  const config = upload(JSON.stringify({ architecture: "", os: "", config: {}, rootfs }));
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [layer],
  });
  const input = {
    ...{ registryId: account, repositoryName, imageManifest, imageManifestMediaType: manifestType },
    ...{ imageDigest: sha256(imageManifest), imageTag: tag },
  };
  writeFileSync("signature.json", JSON.stringify(input));
  aws("ecr", "put-image", "--cli-input-json", "file://signature.json");
  process.stdout.write(`${keyAliasArn} signed ${image}\n`);
}
