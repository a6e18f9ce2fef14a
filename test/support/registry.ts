import { createHash } from "node:crypto";
import type { RepositoryPlace } from "../../components/recipes/image-uri";
import type { BuildMachine } from "./build-machine";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";

/** The digest of a text. */
export function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** A registry of the stand-in of aws on a machine. */
export function registryOn(machine: BuildMachine, { account, region, repositoryName }: RepositoryPlace) {
  const folder = `state/registries/${account}/${region}/${repositoryName}`;
  const tags: Record<string, string> = {};
  const put = (manifest: object): string => {
    const text = JSON.stringify(manifest);
    machine.write(`${folder}/manifests/${sha256(text)}`, text);
    return sha256(text);
  };
  const blob = (text: string) => {
    machine.write(`${folder}/blobs/${sha256(text)}`, text);
    return { digest: sha256(text), size: text.length };
  };
  machine.write(`${folder}/tags.json`, "{}");
  return {
    /** Adds an image of layers, and returns its digest. */
    image: (...layers: string[]): string =>
      put({ mediaType: manifestType, config: blob(`config of ${layers.join()}`), layers: layers.map(blob) }),
    /** Adds an index of images, and returns its digest. */
    index: (...images: string[]): string =>
      put({ mediaType: indexType, manifests: images.map((digest) => ({ digest })) }),
    tag: (tag: string, digest: string) => {
      tags[tag] = digest;
      machine.write(`${folder}/tags/${tag}`, digest);
      machine.write(`${folder}/tags.json`, JSON.stringify(tags));
    },
    /** Sets the size of the parts of an upload. Each part takes a call. */
    partsOf: (size: number) => machine.write(`${folder}/part-size`, String(size)),
    /** Answers of the next scans; `null` for none yet. The last one stays. */
    findings: (...answers: unknown[]) => machine.write(`${folder}/findings.json`, JSON.stringify(answers)),
    manifest: (digest: string) => machine.read(`${folder}/manifests/${digest}`),
    tagged: (tag: string) => machine.read(`${folder}/tags/${tag}`),
    blob: (text: string) => machine.read(`${folder}/blobs/${sha256(text)}`),
  };
}
