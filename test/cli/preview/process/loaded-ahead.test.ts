import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { afterLoading } from "../../../../cli/preview/process/sdk-module";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const root = join(__dirname, "../../../..");
const compiled = (module: string) => join(root, "bin/cli/preview/process", `${module}.js`);

/** Output and notes of code that runs with modules of the preview loaded ahead. */
function runs(modules: readonly string[], code: string, env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, output } = spawnSync(
    process.execPath,
    [...modules.map((module) => `--require=${compiled(module)}`), "-e", code],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  assert.equal(stderr, "");
  const notes = (output[3] ?? "").split("\n").filter(Boolean);
  return { lines: stdout.trimEnd().split("\n"), notes: notes.map((line): unknown => JSON.parse(line)) };
}

describe("a module of the SDK", () => {
  after(removeTemporaryDirectories);

  it("is changed right after it is loaded, and no other module is", () => {
    const directory = temporaryDirectory({ "one.js": "exports.value = 1;", "two.js": "exports.value = 1;" });
    const seen: string[] = [];
    afterLoading(/one\.js$/, (exported, file) => {
      seen.push(file);
      exported.value = 2;
    });
    const load = (name: string): { value: number } => require(join(directory, name));
    assert.deepEqual([load("one.js").value, load("two.js").value, load("one.js").value], [2, 1, 2]);
    assert.deepEqual(seen, [join(directory, "one.js")]);
  });
});

describe("what the preview loads ahead of a program", () => {
  it("writes errors without colors, so that Node does not loop on a file directly below node_modules", () => {
    const code = `
      const { defaultErrorMessage } = require("@pulumi/pulumi/cmd/run/error");
      const error = new Error("no size");
      error.stack = "Error: no size\\n    at require (/app/node_modules/config.ts:301:19)";
      console.log(JSON.stringify([defaultErrorMessage(error), defaultErrorMessage("a text"), defaultErrorMessage({ message: "m" })]));
    `;
    const { lines } = runs(["error-messages"], code);
    assert.deepEqual(JSON.parse(lines.join("")), [
      "Error: no size\n    at require (/app/node_modules/config.ts:301:19)",
      "a text",
      "m",
    ]);
  });

  it("notes callbacks that did not run and make resources, once each", () => {
    const code = `
      const pulumi = require("@pulumi/pulumi");
      class Thing {}
      const later = pulumi.output(pulumi.unknown);
      for (let i = 0; i < 2; i++) later.apply(() => new Thing());
      later.apply(() => new Date());
      later.apply((text) => text);
      pulumi.output("known").apply(() => new Thing());
    `;
    const { notes } = runs(["skipped-callbacks"], code);
    assert.equal(notes.length, 1);
    assert.deepEqual(Object.keys(Object(notes[0])), ["kind", "where"]);
    assert.equal(Reflect.get(Object(notes[0]), "kind"), "skipped-callback");
    assert.match(String(Reflect.get(Object(notes[0]), "where")), /eval\]:5$/);
  });

  it("gives unknown secret outputs for secrets that nobody can decrypt", () => {
    const code = `
      const pulumi = require("@pulumi/pulumi");
      const config = new pulumi.Config("shop");
      const secret = config.requireSecret("token");
      Promise.all([secret.isKnown, secret.isSecret]).then((facts) =>
        console.log(JSON.stringify([...facts, config.require("size"), Number.isNaN(config.getNumber("token")), config.get("none") ?? null])),
      );
    `;
    const settings = { "shop:config:token": "\uf8f1".repeat(12), "shop:config:size": "small" };
    const { lines } = runs(["unknown-settings"], code, { PULUMI_CONFIG: JSON.stringify(settings) });
    assert.deepEqual(JSON.parse(lines[0] ?? ""), [false, true, "small", true, null]);
  });

  it("gives values that the preview recognizes for unknown members of awaited results, and notes lists", () => {
    const code = `
      const { runtime, output } = require("@pulumi/pulumi");
      const call = () => ({ id: "known", state: "${UNKNOWN}", names: "${UNKNOWN}" });
      runtime.setMocks({ call, newResource: () => assert.fail() }, "shop", "dev", true);
      runtime.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {}).then(async (zones) => {
        const names = zones.names.map((name) => "zone " + name);
        console.log(JSON.stringify([zones.id, zones.state + "", names, await output(zones.names).isKnown]));
      });
    `;
    const { lines, notes } = runs(["awaited-results"], code);
    const unknown = placeholder("plain");
    assert.deepEqual(JSON.parse(lines[0] ?? ""), ["known", unknown, [`zone ${unknown}`], false]);
    const what = "aws:index/getAvailabilityZones:getAvailabilityZones.names";
    assert.deepEqual(notes, [{ kind: "unknown-list", what }]);
  });

  it("takes its own arguments out of those that workers inherit", () => {
    const code =
      "console.log(JSON.stringify(process.execArgv.filter((argument) => argument.startsWith('--require'))));";
    assert.deepEqual(runs(["notes", "own-arguments"], code).lines, ["[]"]);
    assert.notDeepEqual(runs(["notes"], code).lines, ["[]"]);
  });

  it("keeps compiled code of its own in the user's cache folder, unless that is switched off", () => {
    const keeps = (env: NodeJS.ProcessEnv) => {
      const cache = temporaryDirectory();
      runs(["own-code"], "", { NODE_V8_COVERAGE: "", NODE_COMPILE_CACHE: "", XDG_CACHE_HOME: cache, ...env });
      return existsSync(join(cache, "aws-pipelines"));
    };
    assert.equal(keeps({ NODE_DISABLE_COMPILE_CACHE: "" }), true);
    assert.equal(keeps({ NODE_DISABLE_COMPILE_CACHE: "1" }), false);
  });
});
