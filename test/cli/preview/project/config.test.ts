import assert from "node:assert/strict";
import { join } from "node:path";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { blindedConfig, readConfig } from "../../../../cli/preview/project/config";
import { readProject } from "../../../../cli/preview/project/project";
import { readStack } from "../../../../cli/preview/project/stack";
import { fixture } from "../support/fixture";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function read(stackYaml: string, projectYaml = "", env: NodeJS.ProcessEnv = {}) {
  const root = temporaryDirectory({
    "Pulumi.yaml": `name: shop\nruntime: nodejs\n${projectYaml}`,
    "Pulumi.dev.yaml": stackYaml,
  });
  const project = readProject(root);
  return readConfig(project, readStack(project, "dev"), env);
}

function readReferences(env: NodeJS.ProcessEnv) {
  const project = readProject(fixture("references"));
  return readConfig(project, readStack(project, "dev"), env);
}

describe("the settings of a stack", () => {
  afterEach(removeTemporaryDirectories);

  it("are text under full keys, with objects and lists as JSON", () => {
    const yaml =
      "config:\n  name: a\n  shop:config:old: b\n  aws:region: c\n  shop:on: true\n  shop:count: 3\n  shop:none:\n  shop:map: {a: [1, x]}\n";
    assert.deepEqual(Object.fromEntries(read(yaml).values), {
      "shop:name": "a",
      "shop:old": "b",
      "aws:region": "c",
      "shop:on": "true",
      "shop:count": "3",
      "shop:none": "",
      "shop:map": '{"a":[1,"x"]}',
    });
  });

  it("stand over the defaults of the project, which may call them secret", () => {
    const declared =
      "config:\n  size: small\n  shop:place: {default: here}\n  aws:region: {value: r}\n  key: {type: string, secret: true}\n";
    const config = read("config:\n  shop:size: large\n  shop:key: k\n", declared);
    assert.deepEqual(Object.fromEntries(config.values), {
      "shop:size": "large",
      "shop:key": "k",
      "shop:place": "here",
      "aws:region": "r",
    });
    assert.deepEqual(blindedConfig(config)["shop:key"], "[secret]");
    assert.deepEqual(blindedConfig(config)["shop:size"], "large");
  });

  it("must hold what the project demands, all of it", () => {
    assert.throws(() => read("", "config:\n  one: {type: string}\n  two: {type: integer}\n"), {
      message:
        /Pulumi\.dev\.yaml: shop:one is missing; .*Pulumi\.yaml declares it without a default\n.*shop:two is missing/,
    });
    assert.throws(() => read("config: [1]"), {
      message: /Pulumi\.dev\.yaml: config must be a mapping of keys to values$/,
    });
  });

  it("are decrypted with the passphrase, given or in a file", () => {
    const file = join(temporaryDirectory({ pass: "fixture\n" }), "pass");
    for (const env of [{ PULUMI_CONFIG_PASSPHRASE: "fixture" }, { PULUMI_CONFIG_PASSPHRASE_FILE: file }]) {
      const config = readReferences(env);
      assert.equal(config.values.get("references:token"), "open sesame");
      assert.equal(config.values.get("references:database"), '{"host":"db.internal","port":5432,"password":"hunter2"}');
      assert.deepEqual(config.secretKeys, ["references:token", "references:database"]);
      assert.deepEqual(config.unknownKeys, []);
    }
  });

  it("are unknown where nobody can decrypt them", () => {
    const config = readReferences({});
    assert.equal(config.values.get("references:token"), UNKNOWN);
    assert.deepEqual(config.unknownKeys, ["references:token", "references:database"]);
    assert.match(config.unknownReason ?? "", /set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE/);
    const elsewhere = read("encryptedkey: abc\nsecretsprovider: awskms://x\nconfig:\n  a: {secure: v1:x:y}\n");
    assert.match(elsewhere.unknownReason ?? "", /only the passphrase provider can be used offline$/);
  });

  it("are refused with the wrong passphrase, a file that is not there, or a damaged secret", () => {
    assert.throws(() => readReferences({ PULUMI_CONFIG_PASSPHRASE: "guess" }), {
      message: /the passphrase given is not this stack's/,
    });
    assert.throws(() => readReferences({ PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" }), {
      message: /^PULUMI_CONFIG_PASSPHRASE_FILE names \/nowhere, which cannot be read: ENOENT/,
    });
    const pass = { PULUMI_CONFIG_PASSPHRASE: "fixture" };
    const salt = "v1:AQIDBAUGBwg=:v1:AQEBAQEBAQEBAQEB:";
    assert.throws(() => read("encryptionsalt: v2:x\nconfig:\n  a: {secure: b}\n", "", pass), {
      message: /encryptionsalt is not of the form "v1:<salt>:<check>"$/,
    });
    assert.throws(() => read(`encryptionsalt: ${salt}\nconfig:\n  a: {secure: b}\n`, "", pass), {
      name: "PreviewError",
    });
    assert.throws(() => read("encryptionsalt: v1:AQIDBAUGBwg=:nothing\nconfig:\n  a: {secure: b}\n", "", pass), {
      message: /a secret is not of the form "v1:<nonce>:<message>"$/,
    });
  });
});
