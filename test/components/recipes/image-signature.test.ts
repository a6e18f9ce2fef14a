import assert from "node:assert/strict";
import { createPublicKey, verify as verifyBytes } from "node:crypto";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { signingAlgorithm } from "../../../components/iam/key-use";
import { copyImage } from "../../../components/recipes/copy-image";
import { type ImageSigner, signImage, verifySignature } from "../../../components/recipes/image-signature";
import { recordRelease } from "../../../components/recipes/record-release";
import { verifyRelease } from "../../../components/recipes/verify-release";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { type SignatureManifest, SigningPlace } from "../../support/play-signature";
import { registryOn, sha256 } from "../../support/registry";
import { imageSigner, releaseSender } from "../../support/release-sender";
import { runBuildspec } from "../../support/run-buildspec";
import { signingKeyOn } from "../../support/signing-key";

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const annotation = "dev.cosignproject.cosign/signature";
const image = sha256("image");
const tagOf = (digest: string) => `${digest.replace(":", "-")}.sig`;
const payloadOf = (digest: string, { repositoryUri } = imageSigner) =>
  `{"critical":{"identity":{"docker-reference":"${repositoryUri}"},"image":{"docker-manifest-digest":"${digest}"},"type":"cosign container image signature"},"optional":null}`;

describe("The signature of an image", () => {
  let place: SigningPlace;
  let key: ReturnType<SigningPlace["addKey"]>;
  beforeEach(() => {
    place = new SigningPlace();
    key = place.addKey(imageSigner.keyAliasArn);
  });

  const sign = (digest = image, signer: ImageSigner = imageSigner) => place.run(signImage(signer), digest);
  const verify = (digest = image, signer: ImageSigner = imageSigner) => place.run(verifySignature(signer), digest);
  /** The layer with the signature of a signer, whose tag is free again. */
  function signatureOf(digest: string, signer: ImageSigner = imageSigner): SignatureManifest["layers"][number] {
    place.tags.delete(tagOf(digest));
    assert.equal(sign(digest, signer).succeeded, true);
    const [layer] = place.manifest(tagOf(digest)).layers;
    place.tags.delete(tagOf(digest));
    return layer ?? assert.fail();
  }

  it("is made by the key of the environment, over the text and in the form that cosign verifies", () => {
    const { succeeded, output, printed } = sign();
    assert.equal(succeeded, true, output);
    const { config, layers, ...manifest } = place.manifest(tagOf(image));
    const payload = payloadOf(image);
    const [{ annotations = {}, ...layer } = {}] = layers;
    assert.deepEqual(
      [layers.length, layer],
      [
        1,
        {
          mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
          size: payload.length,
          digest: sha256(payload),
        },
      ],
    );
    assert.equal(place.blobs.get(sha256(payload)), payload);
    const bytes = Buffer.from(annotations[annotation] ?? "", "base64");
    assert.equal(verifyBytes("sha256", Buffer.from(payload), createPublicKey(key.privateKey), bytes), true);
    assert.deepEqual(manifest, { schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json" });
    assert.deepEqual(JSON.parse(place.blobs.get(config?.digest ?? "") ?? "").rootfs.diff_ids, [sha256(payload)]);
    assert.equal(printed, `${imageSigner.keyAliasArn} signed ${image}\n`);
  });

  it("is verified by KMS over a text that the build composes itself: no layer is downloaded", () => {
    sign();
    place.calls.length = 0;
    const { succeeded, output, printed } = verify();
    assert.equal(succeeded, true, output);
    assert.deepEqual(place.calls, ["ecr batch-get-image", "kms verify"]);
    assert.equal(printed, sha256(place.tags.get(tagOf(image)) ?? ""));
    assert.equal(output, `${imageSigner.keyAliasArn} verifies the signature of ${image}\n`);
  });

  it("stays if the key verifies it: a second execution with the same image signs nothing", () => {
    sign();
    const first = place.tags.get(tagOf(image));
    assert.equal(sign().succeeded, true);
    assert.deepEqual(
      [place.tags.get(tagOf(image)), place.calls.filter((call) => call === "kms sign").length],
      [first, 1],
    );
  });

  it("is found among the signatures of other keys, which cosign appends", () => {
    const good = signatureOf(image);
    const others = ["B".repeat(96), "not a signature", undefined].map((text) => ({
      ...good,
      annotations: { [annotation]: text },
    }));
    place.put(tagOf(image), { layers: [{}, ...others, good] });
    assert.equal(verify().succeeded, true);
  });

  it("is missed: an image without one is refused", () => {
    const { succeeded, output } = verify();
    assert.equal(succeeded, false);
    assert.equal(output, "shop-staging has no signature of this image, which its environment makes after its tests\n");
  });

  const dev = imageSigner.keyAliasArn.replace("shop-staging", "shop-dev");
  const forged: Readonly<Record<string, () => SignatureManifest["layers"]>> = {
    "of another key": () => {
      place.addKey(dev);
      return [signatureOf(image, { ...imageSigner, keyAliasArn: dev })];
    },
    "of another image": () => [signatureOf(sha256("other"))],
    "of another image, with the text of this one": () => {
      const { annotations = {} } = signatureOf(sha256("other"));
      return [{ ...signatureOf(image), annotations }];
    },
    "of another repository": () => [
      signatureOf(image, { ...imageSigner, repositoryUri: imageSigner.repositoryUri.replace("staging", "dev") }),
    ],
    "in a layer of another type": () => [
      { ...signatureOf(image), mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" },
    ],
    "without the signature": () => [{ ...signatureOf(image), annotations: {} }],
    "with a text that is none": () => [{ ...signatureOf(image), annotations: { [annotation]: "$(id)" } }],
    "behind ten others": () => {
      const good = signatureOf(image);
      const other = { ...good, annotations: { [annotation]: "B".repeat(96) } };
      return [...Array.from({ length: 10 }, () => other), good];
    },
    "in a manifest without layers": () => [],
  };
  for (const [name, layers] of Object.entries(forged)) {
    it(`is refused ${name}, and nobody signs over it`, () => {
      place.put(tagOf(image), { layers: layers() });
      const signed = place.calls.filter((call) => call === "kms sign").length;
      for (const run of [verify, sign]) {
        const { succeeded, output } = run();
        assert.equal(succeeded, false);
        assert.equal(
          output,
          `${imageSigner.keyAliasArn} verifies no signature under the tag ${tagOf(image)} in shop-staging\n`,
        );
      }
      assert.equal(place.calls.filter((call) => call === "kms sign").length, signed);
    });
  }

  for (const state of ["Disabled", "PendingDeletion"] as const) {
    it(`is refused by a key that is ${state}, and by none once the key is enabled again`, () => {
      sign();
      key.state = state;
      assert.equal(verify().succeeded, false);
      key.state = "Enabled";
      assert.equal(verify().succeeded, true);
    });
  }

  for (const [part, to] of [
    ["222233334444", "999999999999"],
    ["eu-west-1", "eu-west-2"],
  ] as const) {
    it(`is refused by a key of the same alias in ${to}`, () => {
      sign();
      const keyAliasArn = imageSigner.keyAliasArn.replace(part, to);
      place.addKey(keyAliasArn);
      assert.equal(verify(image, { ...imageSigner, keyAliasArn }).succeeded, false);
    });
  }

  it("is refused if ECR or KMS does not answer, and is not made without one of their answers", () => {
    for (const fails of ["ecr batch-get-image", "kms sign", "ecr complete-layer-upload", "ecr put-image"]) {
      Object.assign(place, { fails });
      assert.deepEqual([sign().succeeded, place.tags.size], [false, 0], fails);
    }
    place.fails = "";
    sign();
    for (const fails of ["ecr batch-get-image", "kms verify"]) {
      Object.assign(place, { fails });
      assert.equal(verify().succeeded, false, fails);
    }
  });

  it("has the algorithm that the policies of the key allow", () => {
    assert.match(signImage(imageSigner), new RegExp(`"--signing-algorithm", "${signingAlgorithm}"`));
  });

  describe("in the builds of a promotion", () => {
    let machine: BuildMachine;
    let registry: ReturnType<typeof registryOn>;
    let digest: string;
    beforeEach(() => {
      machine = makeBuildMachine();
      registry = registryOn(machine, releaseSender.repository);
      registry.partsOf(1024);
      signingKeyOn(machine, imageSigner.keyAliasArn);
      digest = registry.image("layer");
      registry.tag(commit, digest);
    });
    afterEach(() => machine.remove());

    const run = (spec: Parameters<typeof runBuildspec>[1], env: Record<string, string> = {}) =>
      runBuildspec(machine, spec, {
        CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
        IMAGE_DIGEST: digest,
        EXECUTION_ID: "0a1b-2c",
        ...env,
      });
    const records = { ...releaseSender, deployStage: "Deploy", startsByPush: true };
    const verifies = verifyRelease({ ...releaseSender, breakGlass: true, signer: imageSigner });
    const to = { account: "333344445555", region: "us-east-1", repositoryName: "shop-prod" };

    it("stands before the record, is verified after it, and goes with the copy", () => {
      const { succeeded, output } = run(recordRelease({ ...records, signer: imageSigner }));
      assert.equal(succeeded, true, output);
      assert.deepEqual(
        machine.calls().flatMap((call) => /kms sign|put-image|put-object/.exec(call)?.[0] ?? []),
        ["kms sign", "put-image", "put-object"],
      );
      const verified = run(verifies);
      assert.equal(verified.exported.TESTED_BY, "execution 0a1b-2c of shop-staging-pipeline, signed", verified.output);
      const own = registryOn(machine, to);
      own.partsOf(1024);
      const { SIGNATURE_DIGEST = "" } = verified.exported;
      assert.equal(SIGNATURE_DIGEST, registry.tagged(tagOf(digest)));
      // Between both builds, somebody puts another manifest under the tag.
      registry.tag(tagOf(digest), registry.image("hostile"));
      const copied = run(copyImage({ from: releaseSender.repository, to, signature: true }), { SIGNATURE_DIGEST });
      assert.equal(copied.succeeded, true, copied.output);
      assert.equal(own.tagged(tagOf(digest)), SIGNATURE_DIGEST);
      assert.equal(own.blob(payloadOf(digest)), payloadOf(digest));
    });

    it("is recorded with the release or not at all", () => {
      const { succeeded } = run(recordRelease({ ...records, signer: imageSigner }), { FAILING: "aws kms sign" });
      assert.equal(succeeded, false);
      assert.ok(!machine.calls().some((call) => call.includes("put-object")));
    });

    it("is demanded of a recorded release, which goes past it by a break-glass start alone", () => {
      run(recordRelease(records));
      const lacks = /^shop-staging has recorded this image, and its key verifies no signature of it/m;
      const noReason = run(verifies);
      assert.equal(noReason.succeeded, false);
      assert.match(noReason.output, lacks);
      assert.match(noReason.output, /\. A break-glass start gives a reason in BREAK_GLASS_REASON: 10 to 200 letters/);
      const { exported } = run(verifies, { BREAK_GLASS_REASON: "Incident 4711: staging is down" });
      assert.deepEqual(
        [exported.TESTED_BY, exported.BREAK_GLASS, exported.SIGNATURE_DIGEST],
        ["nobody", "yes", "none"],
      );
      const strict = run(verifyRelease({ ...releaseSender, breakGlass: false, signer: imageSigner }), {
        BREAK_GLASS_REASON: "Incident 4711: staging is down",
      });
      assert.equal(strict.succeeded, false);
      assert.match(strict.output, lacks);
      assert.doesNotMatch(strict.output, /break-glass/);
    });

    it("is copied by its digest alone: a lost one ends the copy before its start, and a break-glass start takes none", () => {
      const own = registryOn(machine, to);
      const copies = copyImage({ from: releaseSender.repository, to, signature: true });
      const lost = `sha256:${"0".repeat(64)}`;
      for (const [SIGNATURE_DIGEST, message] of [
        [lost, `shop-staging has no signature ${lost} any more. Start the pipeline again`],
        ["", "SIGNATURE_DIGEST names no signature: the action passes the one that the action Verify leaves behind"],
      ] as const) {
        const { succeeded, output } = run(copies, { SIGNATURE_DIGEST });
        assert.equal(succeeded, false);
        assert.ok(output.includes(`${message}\n`), output);
        assert.equal(own.manifest(digest), undefined);
      }
      registry.tag(tagOf(digest), registry.image("hostile"));
      const alone = run(copies, { SIGNATURE_DIGEST: "none" });
      assert.equal(alone.succeeded, true, alone.output);
      assert.deepEqual([own.manifest(digest) !== undefined, own.tagged(tagOf(digest))], [true, undefined]);
    });

    it("fits into valid buildspecs", () => {
      assert.deepEqual(validateBuildspec(recordRelease({ ...records, signer: imageSigner })), []);
      assert.deepEqual(validateBuildspec(verifies), []);
    });
  });
});
