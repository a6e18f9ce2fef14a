import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { sha256 } from "./registry";

/** A signature under a tag: the manifest that ECR holds. */
export interface SignatureManifest {
  readonly config?: { readonly digest: string };
  readonly layers: readonly {
    readonly mediaType?: string;
    readonly digest?: string;
    readonly size?: number;
    readonly annotations?: Readonly<Record<string, string | undefined>>;
  }[];
}

interface SigningKey {
  readonly privateKey: KeyObject;
  state: "Enabled" | "Disabled" | "PendingDeletion";
}

/** Plays ECR and KMS for the program that signs and verifies, in this process: builds take seconds for each call. */
export class SigningPlace {
  readonly keys = new Map<string, SigningKey>();
  readonly tags = new Map<string, string>();
  readonly blobs = new Map<string, string>();
  readonly calls: string[] = [];
  /** The command that fails, such as `kms verify`. */
  fails = "";

  addKey(aliasArn: string): SigningKey {
    const key: SigningKey = {
      privateKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
      state: "Enabled",
    };
    this.keys.set(aliasArn, key);
    return key;
  }

  manifest(tag: string): SignatureManifest {
    return JSON.parse(this.tags.get(tag) ?? "null");
  }

  put(tag: string, manifest: SignatureManifest): void {
    this.tags.set(tag, JSON.stringify(manifest));
  }

  /** Runs the line of a build that signs or verifies the image of a digest. */
  run(
    line: string,
    digest: string,
  ): { readonly succeeded: boolean; readonly output: string; readonly printed: string } {
    const quoted = /^node -e '([\s\S]*)' "\$IMAGE_DIGEST"$/.exec(line)?.[1];
    if (quoted === undefined) {
      throw new Error(`This line runs no program with the digest:\n${line}`);
    }
    let output = "";
    const files = new Map<string, Buffer>();
    let printed = "";
    const write = (text: string) => {
      output += text;
    };
    const print = (text: string) => {
      printed += text;
    };
    const ended = Symbol("exit");
    const modules: Readonly<Record<string, unknown>> = {
      "node:crypto": require("node:crypto"),
      "node:fs": { writeFileSync: (file: string, content: string | Buffer) => files.set(file, Buffer.from(content)) },
      "node:child_process": {
        execFileSync: (_: string, args: readonly string[]) => {
          const answer = this.answer(args, files);
          if (answer === undefined) {
            throw new Error(`Command failed: aws ${args.join(" ")}`);
          }
          return JSON.stringify(answer);
        },
        spawnSync: (_: string, args: readonly string[]) => {
          const answer = this.answer(args, files);
          return { status: answer === undefined ? 254 : 0, stdout: answer === undefined ? "" : JSON.stringify(answer) };
        },
      },
    };
    const program = new Function("require", "process", quoted.replaceAll("'\\''", "'"));
    try {
      program((name: string) => modules[name], {
        argv: ["node", digest],
        stdout: { write: print },
        stderr: { write },
        exit: () => {
          throw ended;
        },
      });
      return { succeeded: true, output, printed };
    } catch (error) {
      return { succeeded: false, output: error === ended ? output : `${output}${error}`, printed };
    }
  }

  /** The answer of AWS; undefined for an error. */
  private answer(args: readonly string[], files: ReadonlyMap<string, Buffer>): object | undefined {
    const [service, command] = args;
    const option = (name: string) => args[args.indexOf(name) + 1] ?? "";
    const file = (name: string) => files.get(option(name).replace(/^fileb?:\/\//, "")) ?? Buffer.alloc(0);
    this.calls.push(`${service} ${command}`);
    if (`${service} ${command}` === this.fails) {
      return undefined;
    }
    switch (`${service} ${command}`) {
      case "ecr batch-get-image": {
        const imageManifest = this.tags.get(option("--image-ids").replace("imageTag=", ""));
        return { images: imageManifest === undefined ? [] : [{ imageManifest }] };
      }
      case "ecr batch-check-layer-availability": {
        const isThere = this.blobs.has(option("--layer-digests"));
        return { layers: [{ layerAvailability: isThere ? "AVAILABLE" : "UNAVAILABLE" }] };
      }
      case "ecr initiate-layer-upload":
        this.blobs.set("upload", "");
        return { uploadId: "upload", partSize: 64 };
      case "ecr upload-layer-part":
        this.blobs.set("upload", `${this.blobs.get("upload")}${file("--layer-part-blob")}`);
        return {};
      case "ecr complete-layer-upload": {
        const blob = this.blobs.get("upload") ?? "";
        this.blobs.set(sha256(blob), blob);
        return sha256(blob) === option("--layer-digests") ? {} : undefined;
      }
      case "ecr put-image": {
        const { imageTag, imageManifest, imageDigest } = JSON.parse(file("--cli-input-json").toString());
        const isTaken = this.tags.has(imageTag) || sha256(imageManifest) !== imageDigest;
        if (!isTaken) {
          this.tags.set(imageTag, imageManifest);
        }
        return isTaken ? undefined : {};
      }
      case "kms sign":
      case "kms verify": {
        const key = this.keys.get(option("--key-id"));
        const isAllowed = option("--message-type") === "RAW" && option("--signing-algorithm") === "ECDSA_SHA_256";
        if (key?.state !== "Enabled" || !isAllowed || option("--key-id").split(":")[3] !== option("--region")) {
          return undefined;
        }
        const message = file("--message");
        return command === "sign"
          ? { Signature: sign("sha256", message, key.privateKey).toString("base64") }
          : verify("sha256", message, createPublicKey(key.privateKey), file("--signature"))
            ? { SignatureValid: true }
            : undefined;
      }
      default:
        throw new Error(`${service} ${command} is not played here`);
    }
  }
}
