// The registries of the stand-in of aws: state/registries/<account>/<region>/<repository>/{manifests,blobs,tags,uploads}.
const { accept, refuse } = require("./grammar.cjs");
const { createHash } = require("node:crypto");
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const machine = dirname(process.env.TMPDIR);
const [service, command, ...argv] = process.argv.slice(2);
const place = "--region= --registry-id= --repository-name= --output= --query=";
const known = {
  "describe-images": "--image-ids=",
  "batch-get-image": "--image-ids= --accepted-media-types=",
  "batch-check-layer-availability": "--layer-digests=",
  "get-download-url-for-layer": "--layer-digest=",
  "initiate-layer-upload": "",
  "upload-layer-part": "--upload-id= --part-first-byte= --part-last-byte= --layer-part-blob=",
  "complete-layer-upload": "--upload-id= --layer-digests=",
  "describe-image-scan-findings": "--image-id= --no-paginate",
  "put-image": "--cli-input-json=",
};
if (service !== "ecr" || known[command] === undefined) refuse(`the stand-in knows no command ${service} ${command}`);
const { get } = accept(`${place} ${known[command]}`, argv);
const fromFile =
  get("--cli-input-json") && JSON.parse(readFileSync(get("--cli-input-json").slice("file://".length), "utf8"));
const registry = fromFile?.registryId ?? get("--registry-id");
const repository = fromFile?.repositoryName ?? get("--repository-name");
const folder = join(machine, "state", "registries", registry, get("--region"), repository);
if (!existsSync(folder)) refuse("RepositoryNotFoundException", 254);

const path = (...parts) => join(folder, ...parts);
const text = (...parts) => (existsSync(path(...parts)) ? readFileSync(path(...parts), "utf8") : undefined);
const write = (value, ...parts) => {
  mkdirSync(dirname(path(...parts)), { recursive: true });
  writeFileSync(path(...parts), value);
};
const sha256 = (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const digestOf = (id) => {
  const [kind, value] = id.split("=");
  if (kind === "imageTag") return text("tags", value);
  return text("manifests", value) === undefined ? undefined : value;
};
const print = (value) => process.stdout.write(`${typeof value === "string" ? value : JSON.stringify(value)}\n`);

const commands = {
  "describe-images": () => {
    const digest = digestOf(get("--image-ids")) ?? refuse("ImageNotFoundException", 254);
    const tags = JSON.parse(text("tags.json") ?? "{}");
    const of = Object.entries(tags).filter(([, to]) => to === digest);
    print((get("--query") ?? "").endsWith("imageTags") ? of.map(([tag]) => tag).join("\t") : digest);
  },
  "batch-get-image": () => {
    const digest = digestOf(get("--image-ids"));
    const imageManifest = digest && text("manifests", digest);
    print({
      images: digest
        ? [
            {
              imageId: { imageDigest: digest },
              imageManifest,
              imageManifestMediaType: JSON.parse(imageManifest).mediaType,
            },
          ]
        : [],
    });
  },
  "batch-check-layer-availability": () => {
    const digest = get("--layer-digests");
    const layerAvailability = text("blobs", digest) === undefined ? "UNAVAILABLE" : "AVAILABLE";
    print({ layers: [{ layerDigest: digest, layerAvailability }] });
  },
  "get-download-url-for-layer": () => {
    const digest = get("--layer-digest");
    const layer = text("blobs", digest) ?? refuse("LayersNotFoundException", 254);
    const name = digest.replace(":", "-");
    writeFileSync(join(machine, "downloads", name), process.env.TAMPERED === digest ? "something else" : layer);
    print({ downloadUrl: `https://layers.example.com/${name}` });
  },
  "initiate-layer-upload": () => {
    write("", "uploads", "upload-1");
    print({ uploadId: "upload-1", partSize: Number(text("part-size") ?? 16) });
  },
  "upload-layer-part": () => {
    const before = text("uploads", get("--upload-id"));
    const part = readFileSync(get("--layer-part-blob").slice("fileb://".length));
    const [first, last] = [Number(get("--part-first-byte")), Number(get("--part-last-byte"))];
    if (first !== before.length || last !== before.length + part.length - 1) refuse("InvalidLayerPartException", 254);
    appendFileSync(path("uploads", get("--upload-id")), part);
    print({});
  },
  "complete-layer-upload": () => {
    const layer = text("uploads", get("--upload-id"));
    if (sha256(layer) !== get("--layer-digests")) refuse("InvalidLayerException", 254);
    write(layer, "blobs", sha256(layer));
    print({});
  },
  "put-image": () => {
    const { imageManifest, imageDigest, imageTag } = fromFile;
    if (sha256(imageManifest) !== imageDigest) refuse("ImageDigestDoesNotMatchException", 254);
    const { config, layers = [], manifests = [] } = JSON.parse(imageManifest);
    const missing = [...(config ? [config] : []), ...layers].some(({ digest }) => text("blobs", digest) === undefined);
    if (missing) refuse("LayersNotFoundException", 254);
    if (manifests.some(({ digest }) => text("manifests", digest) === undefined))
      refuse("ReferencedImagesNotFoundException", 254);
    if (imageTag && text("tags", imageTag) !== undefined) refuse("ImageTagAlreadyExistsException", 254);
    write(imageManifest, "manifests", imageDigest);
    if (imageTag) {
      write(imageDigest, "tags", imageTag);
      write(JSON.stringify({ ...JSON.parse(text("tags.json") ?? "{}"), [imageTag]: imageDigest }), "tags.json");
    }
    print({ image: {} });
  },
  "describe-image-scan-findings": () => {
    const answers = JSON.parse(text("findings.json") ?? "[]");
    const [answer, ...later] = answers;
    write(JSON.stringify(later.length > 0 ? later : answers), "findings.json");
    if (answer === undefined || answer === null) refuse("ScanNotFoundException", 254);
    print(answer);
  },
};
commands[command]();
