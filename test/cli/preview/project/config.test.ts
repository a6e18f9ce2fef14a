import assert from "node:assert/strict";
import { join } from "node:path";
import { placeholder } from "../../../../cli/preview/base/placeholder";
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
      "shop:none": "null",
      "shop:map": '{"a":[1,"x"]}',
    });
  });

  it("stand over the defaults of the project, which may call them secret", () => {
    const declared =
      "config:\n  size: small\n  shop:place: {default: here}\n  aws:region: {value: r}\n  key: {secret: true}\n";
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

  it("have the types that the Pulumi CLI reads from YAML", () => {
    const yaml = [
      "config:",
      "  shop:thousand: 1_000",
      "  shop:octal: 0755",
      "  shop:quoted: '0755'",
      "  shop:large: 9007199254740993",
      "  shop:huge: 123456789012345678901234",
      "  shop:date: 2026-01-02",
      "  shop:time: 2026-01-02T03:04:05.500Z",
      "  shop:yes: yes",
      "  shop:version: 1.10",
      "  shop:list: [9007199254740993, 0x1F, {b: '<', a: ~}]",
    ].join("\n");
    assert.deepEqual(Object.fromEntries(read(yaml).values), {
      "shop:thousand": "1000",
      "shop:octal": "493",
      "shop:quoted": "0755",
      "shop:large": "9007199254740993",
      "shop:huge": "1.2345678901234569e+23",
      "shop:date": "2026-01-02 00:00:00 +0000 UTC",
      "shop:time": "2026-01-02 03:04:05.5 +0000 UTC",
      "shop:yes": "yes",
      "shop:version": "1.1",
      "shop:list": '[9007199254740993,31,{"a":null,"b":"\\u003c"}]',
    });
  });

  it("must have the types that the project declares", () => {
    const declared = [
      "config:",
      "  count: {type: integer}",
      "  on: {type: boolean}",
      "  hosts: {type: array, items: {type: string}}",
      "  key: {type: string, secret: true}",
    ].join("\n");
    const good = "config:\n  count: '3'\n  on: true\n  hosts: [a]\n  key: {secure: v1:x:y}\n";
    assert.equal(read(good, declared).values.get("shop:count"), "3");
    assert.throws(
      () => read("config:\n  count: many\n  on: 1\n  hosts: [1]\n  key: plain\n", declared),
      (error: Error) => {
        assert.deepEqual(
          error.message.split("\n").map((line) => line.replace(/^.*Pulumi\.dev\.yaml/, "")),
          [
            ":2: shop:count must be of type integer",
            ":3: shop:on must be of type boolean",
            ":4: shop:hosts must be of type array<string>",
            ':5: shop:key is secret, but its value is plain text; set it with "pulumi config set --secret"',
          ],
        );
        return true;
      },
    );
    assert.throws(() => read("config:\n  a:b:c: 1\n"), {
      message: /Pulumi\.dev\.yaml:2: config key "a:b:c" must have the form <namespace>:<name>$/,
    });
    assert.throws(() => read("", "config:\n  key: {type: string, secret: true, default: plain}\n"), {
      message: /Pulumi\.yaml:4: shop:key is secret, but its value is plain text/,
    });
  });

  it("may come from environments, which stay unknown", () => {
    const declared = "config:\n  token: {type: string}\n  size: small\n";
    const config = read("environment:\n  - base\n  - shop/dev: {merge: false}\n", declared);
    assert.deepEqual(config.environments, ["base", "shop/dev"]);
    assert.deepEqual(config.environmentKeys, ["shop:token"]);
    assert.deepEqual(blindedConfig(config), { "shop:token": "[unknown]", "shop:size": "small" });
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
      assert.equal(config.values.get("references:database"), '{"host":"db.internal","password":"hunter2","port":5432}');
      assert.deepEqual(config.secretKeys, ["references:token", "references:database"]);
      assert.deepEqual(config.unknownKeys, []);
    }
  });

  it("are unknown where nobody can decrypt them", () => {
    const config = readReferences({});
    assert.equal(config.values.get("references:token"), placeholder("secret"));
    assert.deepEqual(config.unknownKeys, ["references:token", "references:database"]);
    assert.match(config.unknownReason ?? "", /^Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE/);
    const elsewhere = read("encryptedkey: abc\nsecretsprovider: awskms://x\nconfig:\n  a: {secure: v1:x:y}\n");
    assert.match(elsewhere.unknownReason ?? "", /^Only secrets of the passphrase provider can be decrypted offline\.$/);
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
