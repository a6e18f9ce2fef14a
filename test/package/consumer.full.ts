import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { npm, root, run, succeed } from "../support/command";
import { type Consumer, makeConsumer } from "./support/consumer";
import { openInEditor } from "./support/editor";
import { type PrivateRegistry, startRegistry } from "./support/registry";

const pack = ["--policy-pack", "node_modules/@platform/aws-pipelines-policy"];
const configured = [...pack, "--policy-pack-config", "policies.json"];

describe("a project that installs the packages from a private registry", function () {
  this.timeout(240_000);
  let registry: PrivateRegistry;
  let consumer: Consumer;

  before(async () => {
    registry = await startRegistry("@platform");
    for (const cwd of ["", "policy", "bin/docs"].map((folder) => join(root, folder))) {
      await succeed(npm(["publish", "--ignore-scripts"], { cwd, env: registry.environment() }));
    }
    consumer = await makeConsumer(registry);
  });

  after(async () => {
    consumer?.remove();
    await registry?.stop();
  });

  it("has them from the registry, with one copy of the SDK for everything in its tree", () => {
    const { packages } = JSON.parse(readFileSync(join(consumer.folder, "package-lock.json"), "utf8"));
    const places = (name: string) => Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));
    for (const name of ["@pulumi/pulumi", "@pulumi/aws", "@platform/aws-pipelines", "@platform/aws-pipelines-policy"]) {
      assert.deepEqual(places(name), [`node_modules/${name}`]);
    }
    assert.deepEqual(places("@pulumi/awsx"), []);
    for (const name of ["aws-pipelines", "aws-pipelines-policy"]) {
      const { version, integrity, hasInstallScript } = packages[`node_modules/@platform/${name}`];
      assert.equal(integrity, registry.integrity(`@platform/${name}`, version));
      assert.equal(hasInstallScript, undefined);
    }
  });

  for (const [setting, module] of [
    ["nodenext", "nodenext"],
    ["node16", "node16"],
  ] as const) {
    it(`type-checks with moduleResolution ${setting}, its uses of the rules included`, async () => {
      consumer.write(
        "rules.mts",
        'import { rules } from "@platform/aws-pipelines-policy/rules";\nexport const names: string[] = rules.map(({ name }) => name);\n',
      );
      const options = ["--module", module, "--moduleResolution", setting];
      const { status, stdout } = await consumer.npx("tsc", "-p", ".", ...options);
      assert.equal(stdout, "");
      assert.equal(status, 0);
    });
  }

  it("has declarations without an error in themselves", async () => {
    const { stdout } = await consumer.npx("tsc", "-p", ".", "--skipLibCheck", "false");
    const problems = stdout.split("\n").filter((line) => line.includes("@platform"));
    assert.deepEqual(problems, []);
  });

  it("is told by the compiler of an argument that does not exist", async () => {
    consumer.write(
      "wrong/index.ts",
      'import { ImageRepository } from "@platform/aws-pipelines";\nnew ImageRepository("x", { encryptionKeyArn: "arn", mutableTag: ["latest"] });\n',
    );
    consumer.write("wrong/tsconfig.json", '{ "extends": "../tsconfig.json" }\n');
    const { status, stdout } = await consumer.npx("tsc", "-p", "wrong");
    rmSync(join(consumer.folder, "wrong"), { recursive: true });
    assert.equal(status, 2);
    assert.match(
      stdout,
      /^wrong\/index\.ts\(2,53\): error TS2561: .*'mutableTag' does not exist in type 'ImageRepositoryArgs'/,
    );
  });

  it("is told by its editor what there is, with the documentation of each", () => {
    const editor = openInEditor(consumer.folder);
    assert.equal(
      editor.documentation("index.ts", "DeliveryEnvironment("),
      "Delivers one application to one environment. It creates a bucket and a key for artifacts, a repository for images, and\nbuild projects for the image, the deployment and the tests. Its pipeline runs them in that order. If settings ask for\nit, a second pipeline destroys the deployment behind an approval.\n\nEvery name and every permission is known on the first preview, so that policies can judge it. The key follows the\nroles that its policy names, because KMS refuses a policy about a role that does not exist.",
    );
    assert.equal(
      editor.documentation("index.ts", "application:"),
      "The name of the application: a lower-case letter, then up to 23 lower-case letters, digits or hyphens.",
    );
    const offered = editor.completions("index.ts", "application:");
    assert.deepEqual(
      ["approval", "artifacts", "image", "test"].filter((name) => !offered.includes(name)),
      [],
    );
    assert.ok(editor.completions("rules.mts", "rules.map").includes("rules"));
  });

  it("previews its program with the installed command and the installed pack, and is clean", async () => {
    const { status, stdout, stderr } = await consumer.npx("aws-pipelines", "preview", "--verbose", ...configured);
    assert.equal(stderr, "");
    assert.match(stdout, /aws-pipelines:index:DeliveryEnvironment +shop-dev +create/);
    assert.match(stdout, /✓ codebuild-no-privileged-mode +mandatory +2 resources/);
    assert.match(stdout, /pipelineName : "shop-dev-pipeline"/);
    assert.equal(status, 0);
  });

  it("fails by the pack's own strictness without the configuration, which is what the file is for", async () => {
    const { status, stdout } = await consumer.npx("aws-pipelines", "preview", ...pack, "--json");
    assert.deepEqual(
      violations(stdout).filter(({ level }) => level === "mandatory"),
      [
        { policy: "codebuild-no-privileged-mode", level: "mandatory" },
        { policy: "ecr-immutable-tags", level: "mandatory" },
      ],
    );
    assert.equal(status, 1);
  });

  it("has the rules in a pack of its own, beside its own rules", async () => {
    const { status, stdout } = await consumer.npx(
      "aws-pipelines",
      "preview",
      "--policy-pack",
      "own-policy-pack",
      "--json",
    );
    assert.deepEqual(violations(stdout), [{ policy: "pipelines-have-an-owner", level: "mandatory" }]);
    const [own] = JSON.parse(stdout).policies;
    assert.equal(own.name, "acme");
    assert.ok(own.policies.length > 5);
    assert.equal(status, 1);
  });

  for (const [kind, files] of Object.entries(javaScript())) {
    it(`previews a program in ${kind}`, async () => {
      const name = kind.replaceAll(/\W/g, "");
      for (const [path, text] of Object.entries(files)) {
        consumer.write(`${name}/${path}`, text);
      }
      const { status, stdout, stderr } = await consumer.npx(
        "aws-pipelines",
        "preview",
        "--cwd",
        name,
        ...pack,
        "--json",
      );
      assert.equal(stderr, "");
      const steps: { newState: { type: string; urn: string } }[] = JSON.parse(stdout).steps;
      const types = steps.map(({ newState }) => newState.type);
      assert.ok(
        types.includes("aws-pipelines:index:ImageRepository") && types.includes("aws:ecr/repository:Repository"),
      );
      assert.deepEqual(violations(stdout), []);
      assert.equal(status, 0);
    });
  }

  it("is told in one message, with status 2, of every argument that is wrong", async () => {
    consumer.write("refused/Pulumi.yaml", "name: refused\nruntime: nodejs\n");
    consumer.write("refused/Pulumi.dev.yaml", "{}\n");
    consumer.write(
      "refused/index.js",
      'const { ImageRepository } = require("@platform/aws-pipelines");\nnew ImageRepository("Images", { encryptionKeyArn: "arn", untaggedExpireAfterDays: 0 });\n',
    );
    const { status, stdout, stderr } = await consumer.npx("aws-pipelines", "preview", "--cwd", "refused");
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /ImageRepository Images has 3 problems:\n\s+repositoryName: .*\n\s+untaggedExpireAfterDays: .*\n\s+encryptionKeyArn: /,
    );
    assert.equal(status, 2);
  });

  it("previews every stack for a pull request, and fails when one does", async () => {
    const preview = async () => {
      const packs = "--policy-pack node_modules/@platform/aws-pipelines-policy --policy-pack-config policies.json";
      const args = `preview --all ${packs} --report preview.md --report preview.sarif`.split(" ");
      const { status } = await consumer.npx("aws-pipelines", ...args);
      return { status, comment: readFileSync(join(consumer.folder, "preview.md"), "utf8") };
    };
    const clean = await preview();
    assert.match(clean.comment, /^### 1 stack: ✅ all are clean\n/);
    assert.equal(clean.status, 0);
    consumer.write("policies.json", "{}\n");
    consumer.write("Pulumi.prod.yaml", "{}\n");
    const failed = await preview();
    assert.match(failed.comment, /^### 2 stacks: ❌ 2 not clean\n.*\*\*codebuild-no-privileged-mode\*\*/s);
    const [run] = JSON.parse(readFileSync(join(consumer.folder, "preview.sarif"), "utf8")).runs;
    assert.ok(run.results.some(({ ruleId }: { ruleId: string }) => ruleId === "codebuild-no-privileged-mode"));
    assert.equal(failed.status, 1);
  });

  it("gets the documentation of its version by the command of the README, with the section of each rule", async () => {
    const readme = readFileSync(join(consumer.folder, "node_modules/@platform/aws-pipelines/README.md"), "utf8");
    const [, command = ""] = /^(npm install --save-dev "@platform\/aws-pipelines-docs.*)$/m.exec(readme) ?? [];
    await succeed(run("bash", ["-c", command], { cwd: consumer.folder, env: registry.environment() }));
    const installed = JSON.parse(readFileSync(join(consumer.folder, "package.json"), "utf8"));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal(installed.devDependencies["@platform/aws-pipelines-docs"].replace("^", ""), version);
    const list = 'for (const { url } of require("@platform/aws-pipelines-policy/rules").rules) console.log(url)';
    const { stdout } = await succeed(run(process.execPath, ["-e", list], { cwd: consumer.folder }));
    const dead = stdout
      .trim()
      .split("\n")
      .filter((url) => {
        const [page = "", heading = ""] = url.split("#");
        return !readFileSync(join(consumer.folder, "node_modules", page), "utf8").includes(`\n### ${heading}\n`);
      });
    assert.deepEqual(dead, []);
  });

  it("has loaded nothing from outside its own folder in any of this", () => {
    const loaded = consumer.loadedModules();
    assert.ok(loaded.some((path) => path.includes("@platform/aws-pipelines/bin/components/")));
    assert.ok(loaded.some((path) => path.includes("@platform/aws-pipelines-policy/bin/rules/")));
    assert.deepEqual(
      loaded.filter((path) => !path.startsWith(`${consumer.folder}/`)),
      [],
    );
  });
});

/** One program in each kind of JavaScript that Pulumi runs. */
function javaScript(): Record<string, Record<string, string>> {
  const project = { "Pulumi.yaml": "name: images\nruntime: nodejs\n", "Pulumi.dev.yaml": "{}\n" };
  const use = 'new ImageRepository("images", { encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" });\n';
  const imported = `import { ImageRepository } from "@platform/aws-pipelines";\n${use}`;
  return {
    JavaScript: {
      ...project,
      "index.js": `const { ImageRepository } = require("@platform/aws-pipelines");\n${use}`,
    },
    "JavaScript modules": {
      ...project,
      "package.json": '{ "type": "module", "main": "index.js" }\n',
      "index.js": imported,
    },
  };
}

function violations(report: string): { policy: string; level: string }[] {
  const { policies }: { policies: { policies: { name: string; violations: { level: string }[] }[] }[] } =
    JSON.parse(report);
  return policies.flatMap((pack) =>
    pack.policies.flatMap(({ name, violations }) => violations.map(({ level }) => ({ policy: name, level }))),
  );
}
